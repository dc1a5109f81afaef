"""An operation as a curl call with the document's example values."""

import json
import re
import shlex
from collections.abc import Iterator, Mapping
from typing import Any

JSON = "application/json"
_VARIABLE = re.compile(r"\$\w+")


def curl_of(document: Mapping[str, Any], path: str, method: str) -> str:
    operation = document["paths"][path][method]
    parameters = operation.get("parameters", [])
    for parameter in parameters:
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", str(parameter["example"]))
    parts = [f'curl "$FAULTBOOK_URL{path}"']
    if method != "get":
        parts.append(f"-X {method.upper()}")
    parts += _credential(document, operation)
    parts += _query(parameters)
    if body := operation.get("requestBody"):
        text = json.dumps(example_of(document, body["content"][JSON]), indent=2)
        parts += [f'-H "Content-Type: {JSON}"', f"-d {shlex.quote(text)}"]
    return " \\\n  ".join(parts)


def variables_of(document: Mapping[str, Any]) -> list[str]:
    """Of the shell, that the calls take credentials from."""
    schemes = document["components"]["securitySchemes"].values()
    return sorted({name for one in schemes for name in _VARIABLE.findall(one["x-example"])})


def example_of(document: Mapping[str, Any], content: Mapping[str, Any]) -> Any:
    """None where there is none."""
    for example in content.get("examples", {}).values():
        name = example["$ref"].rpartition("/")[2]
        return document["components"]["examples"][name]["value"]
    return None


def _credential(document: Mapping[str, Any], operation: Mapping[str, Any]) -> Iterator[str]:
    """The first of the schemes that would do; one in the query is no example to set."""
    for requirement in operation["security"][:1]:
        scheme = document["components"]["securitySchemes"][next(iter(requirement))]
        yield f'-H "{scheme.get("name", "Authorization")}: {scheme["x-example"]}"'


def _query(parameters: list[Mapping[str, Any]]) -> list[str]:
    shown = [
        f"{one['name']}={one['example']}"
        for one in parameters
        if one["in"] == "query" and "example" in one
    ]
    return ["-G", *(f"--data-urlencode {shlex.quote(one)}" for one in shown)] if shown else []
