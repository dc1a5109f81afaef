"""The OpenAPI document: up to date, valid, and true to itself."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from schemathesis.specs.openapi.definitions import OPENAPI_31

from faultbook import __version__
from functions.reference.parts import APIS, part_of
from tools.openapi.files import is_stale

DOCUMENT: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "functions/reference/openapi.json").read_text("utf-8")
)
SCHEMA = "https://json-schema.org/draft/2020-12/schema"
COMPONENTS = DOCUMENT["components"]
NAMED = {
    f"{method.upper()} {path}": operation
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
}
OPERATIONS = [pytest.param(operation, id=name) for name, operation in NAMED.items()]


def resolved(reference: str) -> Any:
    value: Any = DOCUMENT
    for step in reference.removeprefix("#/").split("/"):
        value = value[step]
    return value


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "$ref":
                yield inner
            else:
                yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def bodies() -> Iterator[Any]:
    """Each content object of requests and answers: a schema with its examples."""
    for name, operation in NAMED.items():
        for content in operation.get("requestBody", {}).get("content", {}).values():
            yield pytest.param(content, id=f"{name} body")
        for status, answer in operation["responses"].items():
            for content in answer.get("content", {}).values():
                yield pytest.param(content, id=f"{name} {status}")
    for name, response in COMPONENTS["responses"].items():
        for content in response["content"].values():
            yield pytest.param(content, id=name)


def value_of(example: dict[str, Any]) -> Any:
    return (resolved(example["$ref"]) if "$ref" in example else example)["value"]


def validator(schema: dict[str, Any]) -> Any:
    whole = {"components": COMPONENTS, "allOf": [schema]}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


def test_the_document_is_what_the_code_makes():
    assert not is_stale()


def test_the_document_is_openapi():
    jsonschema_rs.Draft202012Validator(OPENAPI_31).validate(DOCUMENT)

    assert DOCUMENT["openapi"].startswith("3.1.")
    assert DOCUMENT["info"]["version"] == __version__


def test_a_document_that_is_not_openapi_would_be_noticed():
    broken = DOCUMENT | {"paths": {"/fault": {"get": {"responses": "none"}}}}

    with pytest.raises(jsonschema_rs.ValidationError):
        jsonschema_rs.Draft202012Validator(OPENAPI_31).validate(broken)


@pytest.mark.parametrize("name", COMPONENTS["schemas"])
def test_every_type_is_a_json_schema(name: str):
    jsonschema_rs.meta.validate(COMPONENTS["schemas"][name] | {"$schema": SCHEMA})


def test_every_reference_leads_somewhere_and_every_component_is_referred_to():
    referred = set(references(DOCUMENT))
    kinds = ("schemas", "responses", "examples", "headers")
    there = {f"#/components/{kind}/{name}" for kind in kinds for name in COMPONENTS[kind]}

    assert referred == there


@pytest.mark.parametrize("content", [*bodies()])
def test_examples_are_of_the_type_that_they_are_given_for(content: dict[str, Any]):
    examples = content.get("examples", {}).values()
    check = validator(content["schema"])

    for example in examples:
        check.validate(
            resolved(example["$ref"])["value"] if "$ref" in example else example["value"]
        )


@pytest.mark.parametrize("operation", OPERATIONS)
def test_examples_of_parameters_are_valid(operation: dict[str, Any]):
    for parameter in operation.get("parameters", []):
        if "example" in parameter:
            validator(parameter["schema"]).validate(parameter["example"])


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_body_to_be_sent_has_an_example(operation: dict[str, Any]):
    for content in operation.get("requestBody", {}).get("content", {}).values():
        assert content["examples"]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_answer_names_its_request(operation: dict[str, Any]):
    for answer in operation["responses"].values():
        whole = resolved(answer["$ref"]) if "$ref" in answer else answer
        assert "X-Request-Id" in whole["headers"]


def test_operations_have_names_of_their_own():
    names = [operation["operationId"] for operation in NAMED.values()]

    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z_]+(\.[a-z0-9_]+)+", name) for name in names)


def test_an_operation_says_where_else_it_is():
    also = [operation for operation in NAMED.values() if "x-aliases" in operation]

    assert also
    for operation in also:
        assert all(f"`{path}`" in operation["description"] for path in operation["x-aliases"])


@pytest.mark.parametrize("api", APIS)
def test_one_apis_part_refers_only_to_what_it_has(api: str):
    part = part_of(DOCUMENT, api)
    there = {
        f"#/components/{kind}/{name}"
        for kind, named in part["components"].items()
        if kind != "securitySchemes"
        for name in named
    }

    assert set(references(part)) == there
    assert {tag["name"] for tag in part["tags"]} == {
        tag
        for path in part["paths"].values()
        for operation in path.values()
        for tag in operation["tags"]
    }


def test_the_parts_together_are_all_that_asks_for_a_credential():
    parts = [part_of(DOCUMENT, api) for api in APIS]
    secured = {
        path
        for path, operations in DOCUMENT["paths"].items()
        if any(operation["security"] for operation in operations.values())
    }

    assert secured <= {path for part in parts for path in part["paths"]}
