"""The whole OpenAPI 3.1 document, from the routes of every API that the template deploys."""

from itertools import groupby
from typing import Any

from faultbook import __version__
from tools.openapi.apis import DescribedApi, described_apis, routes
from tools.openapi.headers import ANSWER_HEADERS
from tools.openapi.operations import Operations, header_object, path_of

_SUMMARY = "Fault management in your own AWS account, for the protocols that monitors speak"
_DESCRIPTION = """\
Faultbook keeps faults: what failed, where, how badly, since when, and who takes care of it. \
A fault that came in through one of its APIs can be read, acknowledged, commented and resolved \
through every other one, and it expires by itself.

* Every answer carries `X-Request-Id`; give it with a question about a request.
* A fault of another customer is answered exactly like one that does not exist.
* `429` and `503` carry `Retry-After` in seconds. The gateway in front may answer `413`, `429` or \
`503` by itself, with no more than `{"message": "..."}`.
"""


class DocumentError(Exception):
    """The routes cannot be told apart in one document."""


def document() -> dict[str, Any]:
    apis = described_apis()
    operations = {folder: Operations(parts) for folder, parts in _by_folder(apis).items()}
    paths: dict[str, dict[str, Any]] = {}
    for described, route in routes(apis):
        operation = operations[described.folder].operation(described, route)
        paths.setdefault(path_of(route.path), {})[route.method.lower()] = operation
    _refuse_equal_operation_ids(paths)
    return {
        "openapi": "3.1.1",
        "info": {
            # Generated clients are called after it; `faultbook_client` is the project's own.
            "title": "Faultbook API",
            "version": __version__,
            "summary": _SUMMARY,
            "description": _description(apis),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/", "description": "The host that this document comes from"}],
        "tags": [
            {"name": tag, "description": about} for api in apis for tag, about in api.tags.items()
        ],
        "x-tagGroups": [
            {
                "name": parts[0].documentation.title,
                "x-api": _api_of(folder),
                "description": parts[0].documentation.description,
                "tags": [tag for part in parts for tag in part.tags],
            }
            for folder, parts in _by_folder(apis).items()
        ],
        "paths": paths,
        "components": _components(apis, list(operations.values())),
    }


def _by_folder(apis: list[DescribedApi]) -> dict[str, list[DescribedApi]]:
    grouped = groupby(apis, key=lambda described: described.folder)
    return {folder: list(parts) for folder, parts in grouped}


def _api_of(folder: str) -> str:
    """As `?api=` of `/openapi.json` names it."""
    package = folder.rpartition(".")[2]
    return "native" if package == "fault_api" else package.removesuffix("_api")


def _description(apis: list[DescribedApi]) -> str:
    sections = [
        f"## {parts[0].documentation.title}\n\n{parts[0].documentation.description.strip()}"
        for parts in _by_folder(apis).values()
    ]
    return "\n\n".join([_DESCRIPTION.strip(), *sections])


def _components(apis: list[DescribedApi], operations: list[Operations]) -> dict[str, Any]:
    """Raises DocumentError where two APIs give one name to different things."""
    components: dict[str, dict[str, Any]] = {
        "securitySchemes": {},
        "schemas": {},
        "responses": {},
        "examples": {},
        "headers": {name: header_object(header) for name, header in ANSWER_HEADERS.items()},
    }
    for api in apis:
        _merge(components["securitySchemes"], dict(api.documentation.security))
    for group in operations:
        _merge(components["schemas"], group.schemas)
        _merge(components["responses"], group.responses)
        _merge(components["examples"], group.examples)
    return {kind: dict(sorted(named.items())) for kind, named in components.items()}


def _merge(known: dict[str, Any], new: dict[str, Any]) -> None:
    for name, value in new.items():
        if known.setdefault(name, value) != value:
            raise DocumentError(f"Two APIs have a {name}; give one of them a prefix.")


def _refuse_equal_operation_ids(paths: dict[str, dict[str, Any]]) -> None:
    seen: set[str] = set()
    for operations in paths.values():
        for operation in operations.values():
            name = operation["operationId"]
            if name in seen:
                raise DocumentError(f"Two operations are called {name}.")
            seen.add(name)
