"""Which handler a request reaches, and what its route says of it."""

import pytest

from faultbook.gateway.api import Api, Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from tests.support.http_events import Response, an_event
from tests.support.small_api import (
    admit,
    api,
    ask,
    authenticate,
    error_answer,
    error_of,
    make_thing,
)


def test_head_is_answered_as_get_is_without_the_body():
    asked, told_of = ask("GET", "/pieces/a", None), ask("HEAD", "/pieces/a", None)

    assert (asked.status, asked.json) == (200, {"name": "a"})
    assert (told_of.status, told_of.headers, told_of.text) == (200, asked.headers, "")


def test_head_of_what_is_refused_has_no_body_either():
    refused = ask("HEAD", "/things", who=None)

    assert (refused.status, refused.text) == (ask("GET", "/things", who=None).status, "")


def test_head_does_nothing_where_get_changes_something():
    changing = Api("changing", authenticate, admit, error_answer)

    @changing.route("GET", "/things", scope=Scope.WRITE, answers={200: dict})
    def change(call: Call) -> Answer:
        raise AssertionError(call)

    answer = changing.handle(an_event("HEAD", "/things", headers={"authorization": "writer"}))

    assert (answer["statusCode"], answer["headers"]["allow"]) == (418, "GET")


def test_a_parameter_holds_a_slash_where_the_api_says_so():
    slashed = Api(
        "slashed", authenticate, admit, error_answer, slashed_parameters=frozenset({"name"})
    )

    @slashed.route("GET", "/servers/<name>", scope=None, answers={200: dict})
    @slashed.route("GET", "/servers/<name>/outage", scope=None, answers={200: dict})
    def show(call: Call) -> Answer:
        return Answer(200, {"name": call.parameters["name"]})

    for path, name in (
        ("/servers/Gi0/1", "Gi0/1"),
        ("/servers/Gi0/1/outage", "Gi0/1"),
        ("/servers//dev/sda", "/dev/sda"),
        ("/servers/a", "a"),
    ):
        assert Response.of(slashed.handle(an_event("GET", path))).json == {"name": name}


def test_a_request_reaches_its_handler():
    answer = ask("GET", "/things", query="q=x")

    assert (answer.status, answer.json) == (200, {"q": "x", "who": "user_w", "of": "cus_1"})
    assert answer.headers["x-request-id"] == "request-1"


def test_a_path_without_parameters_goes_before_one_with_them():
    assert ask("GET", "/things/newest").json == {"name": "the newest"}
    assert ask("GET", "/things/other").json == {"name": "other"}


def test_an_alias_is_the_same_handler():
    aliases = [route for route in api.routes if route.handler is make_thing]

    assert ask("POST", "/objects", body={"name": "a"}).status == 201
    assert [(route.path, route.alias_of) for route in aliases] == [
        ("/things", None),
        ("/objects", "/things"),
    ]


def test_the_summary_is_the_first_line_of_the_docstring():
    summaries = {route.path: route.summary for route in api.routes if route.method == "GET"}

    assert summaries["/things"] == "Things."


@pytest.mark.parametrize(
    "path", ["/", "/thing", "/things/a/b", "/things//a", "/Things", "//things", "/x" * 4096]
)
def test_an_unknown_path_is_not_found(path: str):
    assert error_of(ask("GET", path)) == "RouteNotFound"


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("/things", "GET, HEAD, POST"), ("/objects", "POST"), ("/things/a", "DELETE, GET, HEAD")],
)
@pytest.mark.parametrize("method", ["PUT", "PATCH", "OPTIONS", "TRACE", "get", "A" * 300])
def test_a_known_path_says_which_methods_it_has(path: str, allowed: str, method: str):
    answer = ask(method, path)

    assert error_of(answer) == "MethodNotAllowed"
    assert answer.headers["allow"] == allowed
