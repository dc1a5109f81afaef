"""Documented routes, declared routes and the template's routes are the same; nothing else answers.

Checks A1 and V11: the store is out of reach here, so whatever got as far as it would be a 503.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from werkzeug.test import Client, TestResponse

from local.functions import route_map
from local.gateway import Gateway
from local.template import read_template
from tests.support.in_process import environment_of_functions, http_functions, token_for
from tools.openapi.operations import path_of

DOCUMENT: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "functions/reference/openapi.json").read_text("utf-8")
)
DOCUMENTED: dict[str, dict[str, Any]] = DOCUMENT["paths"]
# With the aliases, which an operation names, as paths of their own.
PATHS: dict[str, dict[str, Any]] = {path: dict(methods) for path, methods in DOCUMENTED.items()}
for methods in DOCUMENTED.values():
    for method, operation in methods.items():
        for alias in operation.get("x-aliases", []):
            PATHS.setdefault(alias, {})[method] = operation
OPERATIONS = [(method.upper(), path) for path, methods in PATHS.items() for method in methods]
WITH_SECURITY = [(m, p) for m, p in OPERATIONS if PATHS[p][m.lower()]["security"]]
_CHANGING = (
    *(f"/v2/outage/{{outage_id}}/{do}" for do in ("ack", "broadcast", "esc", "delay")),
    "/v2/heartbeats/{heartbeat}/ping",
)
READ = {path for path in PATHS if "get" in PATHS[path] and not path.startswith(_CHANGING)}
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]
_OF_ALIASES = "/v2/alerts/{proxy+}"  # an alias has slashes: whatever is below means an alert
GREEDY = [
    (function.logical_id, route.path.removesuffix("/{proxy+}"))
    for function in read_template().functions
    for route in function.routes
    if route.path.endswith("/{proxy+}") and route.path != _OF_ALIASES
]


@pytest.fixture(scope="module")
def gateway() -> Iterator[Gateway]:
    with http_functions(environment_of_functions()) as gateway:
        yield gateway


@pytest.fixture(scope="module")
def client(gateway: Gateway) -> Client:
    return Client(gateway)


def real_path(path: str) -> str:
    """With the example values of its parameters."""
    for operation in PATHS[path].values():
        for parameter in operation.get("parameters", []):
            if parameter["in"] == "path":
                path = path.replace(f"{{{parameter['name']}}}", str(parameter["example"]))
    return path


def is_as_documented(response: TestResponse, method: str, path: str) -> bool:
    answer = PATHS[path][method.lower()]["responses"][str(response.status_code)]
    if "$ref" in answer:
        answer = DOCUMENT["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    if any(name not in response.headers for name in always_answered(answer)):
        return False
    content = answer.get("content", {})
    if not content:
        return not response.data
    schema = content[response.headers["content-type"]]["schema"]
    whole = {"components": DOCUMENT["components"], "allOf": [schema]}
    body = json.loads(response.data)
    return jsonschema_rs.Draft202012Validator(whole).is_valid(body)


def always_answered(answer: dict[str, Any]) -> list[str]:
    shared = DOCUMENT["components"]["headers"]
    headers = {
        name: shared[header["$ref"].rpartition("/")[2]] if "$ref" in header else header
        for name, header in answer["headers"].items()
    }
    return [name for name, header in headers.items() if header["required"]]


def test_documented_and_declared_routes_are_the_same():
    declared = [(route["method"], path_of(route["path"])) for route in route_map(read_template())]

    assert sorted(OPERATIONS) == sorted(declared)


def test_a_documented_route_reaches_the_function_that_declares_it(gateway: Gateway):
    declares = {
        (route["method"], path_of(route["path"])): route["function"]
        for route in route_map(read_template())
    }
    reaches = {}
    for method, path in OPERATIONS:
        match = gateway.match(method, real_path(path))
        reaches[method, path] = match and match.function

    assert reaches == declares


def test_what_the_template_routes_beyond_the_document_is_404(gateway: Gateway, client: Client):
    """Such routes are there so that a whole base is answered in the words of its API."""
    matches = [gateway.match(method, real_path(path)) for method, path in OPERATIONS]
    reached = {match.key.partition(" ")[2] for match in matches if match}
    routes = [route for function in read_template().functions for route in function.routes]
    template = {route.path.removesuffix("/") or "/" for route in routes}
    beyond = [path.replace("{proxy+}", "no/such/thing") for path in template - reached]
    answers = [client.get(path) for path in beyond]

    assert reached <= template
    assert [answer.status_code for answer in answers] == [404] * len(beyond)
    assert all("x-request-id" in answer.headers for answer in answers)


@pytest.mark.parametrize(("method", "path"), WITH_SECURITY)
def test_without_a_credential_nothing_is_answered(client: Client, method: str, path: str):
    response = client.open(real_path(path), method=method, json={})

    assert response.status_code == 401
    assert is_as_documented(response, method, path)


@pytest.mark.parametrize("path", sorted(READ))
def test_head_is_answered_where_get_changes_nothing(client: Client, path: str):
    got, headed = (client.open(real_path(path), method=method) for method in ("GET", "HEAD"))

    assert (headed.status_code, headed.data) == (got.status_code, b"")
    assert headed.headers.get("content-type") == got.headers.get("content-type")


@pytest.mark.parametrize("path", PATHS)
def test_a_method_that_a_path_does_not_have_is_405_with_those_it_has(client: Client, path: str):
    declared = sorted(method.upper() for method in PATHS[path])
    allowed = sorted([*declared, "HEAD"]) if path in READ else declared

    for method in METHODS:
        response = client.open(real_path(path), method=method)
        if method in allowed:
            assert response.status_code != 405
        else:
            assert (response.status_code, response.headers["allow"]) == (405, ", ".join(allowed))
        if method not in ("HEAD", *declared):
            assert is_as_documented(response, declared[0].lower(), path)


@pytest.mark.parametrize(("function", "base"), GREEDY)
def test_an_unknown_path_is_404_in_the_words_of_its_api(
    client: Client, gateway: Gateway, function: str, base: str
):
    path = f"{base}/no/such/thing/here"
    response = client.get(path)
    neighbour = next(
        other
        for method, other in OPERATIONS
        if (match := gateway.match(method, real_path(other)))
        and match.function == function
        and "404" in PATHS[other][method.lower()]["responses"]
    )

    assert response.status_code == 404
    assert is_as_documented(response, next(iter(PATHS[neighbour])), neighbour)


@pytest.mark.parametrize(
    "path",
    [
        "/assets/..",
        "/assets/%2E%2E%2Fconsole.py",
        "/fault//",
        "/fault/%2F",
        "/fault/..%2f..%2fetc%2fpasswd",
        "/fault/%00",
        "/fault/%E2%80%AE",
        "/fault/%FF",
        "/fault/" + "a" * 8192,
        "//fault",
        "/FAULT",
    ],
)
def test_no_strange_path_is_taken_for_another(client: Client, path: str):
    token = token_for(environment_of_functions(), "cus_1")
    response = client.get(path, headers={"Authorization": f"Bearer {token}"})

    assert response.status_code == 404


def test_a_slash_at_the_end_of_a_known_path_changes_nothing(client: Client):
    plain, slashed = (client.get(f"/api-keys/x/rotate{end}") for end in ("", "/"))

    assert (plain.status_code, plain.headers["allow"]) == (405, "POST")
    assert (slashed.status_code, slashed.headers["allow"]) == (405, "POST")
