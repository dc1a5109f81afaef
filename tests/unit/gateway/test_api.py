"""The gateway on a small Api of the test's own; no test here knows a real one."""

import io
import json
from collections.abc import Iterator
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, ConfigDict, Field

from faultbook.domain import errors
from faultbook.gateway.api import MAX_BODY, Api, Call
from faultbook.gateway.errors import TooManyRequests
from faultbook.gateway.http import Answer, Request
from faultbook.telemetry import to_stdout
from faultbook.usecases.caller import Caller, Scope
from tests.support.http_events import Response, an_event


class Thing(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    name: Annotated[str, Field(max_length=10)]
    size: int = 1


class Nothing(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    reason: str = ""


class Search(BaseModel):
    model_config = ConfigDict(extra="forbid")
    q: str = ""


CALLERS = {
    "reader": Caller("cus_1", "user_r", frozenset({Scope.READ})),
    "writer": Caller("cus_1", "user_w", frozenset({Scope.READ, Scope.WRITE})),
    "flooder": Caller("cus_2", "user_f", frozenset({Scope.READ})),
}


def authenticate(request: Request) -> Caller:
    try:
        return CALLERS[request.headers["authorization"]]
    except KeyError as error:
        raise errors.NotAuthenticated from error


def admit(caller: Caller) -> None:
    if caller.customer_id == "cus_2":
        raise TooManyRequests(3)


def told(error: errors.FaultbookError, request: Request) -> Answer:
    """The error's class as the answer, so that a test sees which one it was."""
    body = {"error": type(error).__name__, "fields": getattr(error, "fields", {})}
    allow = {"Allow": ", ".join(error.allowed)} if hasattr(error, "allowed") else {}
    return Answer(418, body | {"request": request.request_id}, allow)


api = Api("tests", authenticate, admit, told)


@api.route("GET", "/things", scope=Scope.READ, query=Search, answers={200: dict})
def list_things(call: Call, query: Search) -> Answer:
    """Things.

    Not the summary any more.
    """
    return Answer(200, {"q": query.q, "who": call.caller.subject, "of": call.customer_id})


@api.route("POST", "/things", "/objects", scope=Scope.WRITE, body=Thing, answers={201: dict})
def make_thing(call: Call, body: Thing) -> Answer:
    del call
    return Answer(201, {"name": body.name, "size": body.size})


@api.route("GET", "/things/<name>", scope=Scope.READ, answers={200: dict})
def get_thing(call: Call) -> Answer:
    return Answer(200, dict(call.parameters))


@api.route("GET", "/things/newest", scope=Scope.READ, answers={200: dict})
def get_newest_thing(call: Call) -> Answer:
    del call
    return Answer(200, {"name": "the newest"})


@api.route("DELETE", "/things/<name>", scope=Scope.WRITE, body=Nothing, answers={200: dict})
def remove_thing(call: Call, body: Nothing) -> Answer:
    return Answer(200, {"removed": call.parameters["name"], "reason": body.reason})


@api.route("GET", "/parts/<name>", "/pieces/<name>", scope=None, answers={200: dict})
def get_part(call: Call) -> Answer:
    return Answer(200, {"name": call.parameters["name"]}, {"ETag": '"1"'})


@api.route("GET", "/open", scope=None, answers={200: dict})
def get_open(call: Call) -> Answer:
    return Answer(200, {"customer": call.customer_id})


@api.route("GET", "/broken", scope=Scope.READ, answers={200: dict})
def get_broken(call: Call) -> Answer:
    raise ValueError("s3cret " + call.request.headers["x-text"])


@api.route("GET", "/unwritable", scope=Scope.READ, answers={200: dict})
def get_unwritable(call: Call) -> Answer:
    del call
    return Answer(200, {"a": float("nan")})


@pytest.fixture(autouse=True)
def log() -> Iterator[io.StringIO]:
    lines = io.StringIO()
    before = to_stdout.setStream(lines)
    yield lines
    if before:
        to_stdout.setStream(before)


def ask(method: str, path: str, who: str | None = "writer", **parts: Any) -> Response:
    headers = dict(parts.pop("headers", {})) | ({"authorization": who} if who else {})
    return Response.of(api.handle(an_event(method, path, headers=headers, **parts)))


def error_of(response: Response) -> str:
    assert response.status == 418
    return str(response.json["error"])


def test_head_is_answered_as_get_is_without_the_body():
    asked, told_of = ask("GET", "/pieces/a", None), ask("HEAD", "/pieces/a", None)

    assert (asked.status, asked.json) == (200, {"name": "a"})
    assert (told_of.status, told_of.headers, told_of.text) == (200, asked.headers, "")


def test_head_of_what_is_refused_has_no_body_either():
    refused = ask("HEAD", "/things", who=None)

    assert (refused.status, refused.text) == (ask("GET", "/things", who=None).status, "")


def test_head_does_nothing_where_get_changes_something():
    changing = Api("changing", authenticate, admit, told)

    @changing.route("GET", "/things", scope=Scope.WRITE, answers={200: dict})
    def change(call: Call) -> Answer:
        raise AssertionError(call)

    answer = changing.handle(an_event("HEAD", "/things", headers={"authorization": "writer"}))

    assert (answer["statusCode"], answer["headers"]["allow"]) == (418, "GET")


def test_a_parameter_holds_a_slash_where_the_api_says_so():
    slashed = Api("slashed", authenticate, admit, told, slashed_parameters=frozenset({"name"}))

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


def test_an_empty_query_value_is_as_if_left_out():
    assert ask("GET", "/things", query="q=&size=").json["q"] == ask("GET", "/things").json["q"]
    assert ask("GET", "/things", query="q=&q=x").json["q"] == "x"
    assert ask("GET", "/open", query="q=").status == 200


def test_a_handler_finds_the_body_as_json_says_it():
    seen: list[Any] = []
    keeping = Api("keeping", authenticate, admit, told)

    @keeping.route("POST", "/things", scope=Scope.WRITE, body=Thing, answers={201: dict})
    def keep(call: Call, body: Thing) -> Answer:
        seen.append((call.request.document, body.size))
        return Answer(201)

    headers = {"authorization": "writer"}
    keeping.handle(an_event("POST", "/things", body={"name": "a"}, headers=headers))

    assert seen == [({"name": "a"}, 1)]


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


def test_the_credential_comes_before_scope_body_and_query():
    answer = ask("POST", "/things", who=None, query="%ff", body=b"\xff")

    assert error_of(answer) == "NotAuthenticated"


def test_the_scope_comes_before_the_quota():
    assert error_of(ask("POST", "/things", who="flooder", body={})) == "NotPermitted"


def test_the_quota_comes_before_the_body():
    assert error_of(ask("GET", "/things", who="flooder", query="%ff")) == "TooManyRequests"


def test_a_reader_may_not_write():
    assert error_of(ask("POST", "/things", who="reader", body={"name": "a"})) == "NotPermitted"


def test_an_open_route_asks_for_no_credential_and_knows_no_customer():
    assert ask("GET", "/open", who=None).json == {"customer": ""}


@pytest.mark.parametrize(
    "media_type",
    [
        *("application/json", "Application/JSON", " application/json ", "application/vnd.api+json"),
        *("application/json; charset=utf-8", 'application/json;charset="UTF-8"'),
    ],
)
def test_json_by_any_of_its_names_is_read(media_type: str):
    answer = ask("POST", "/things", body={"name": "a"}, headers={"content-type": media_type})

    assert answer.status == 201


@pytest.mark.parametrize(
    "headers",
    [
        {"content-type": ""},
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": "application/json; charset=latin-1"},
        {"content-type": "application/jsonp"},
        {"content-type": "application/json, text/plain"},
        {"content-type": "application/json", "content-encoding": "gzip"},
    ],
    ids=str,
)
def test_another_media_type_is_refused(headers: dict[str, str]):
    answer = ask("POST", "/things", body={"name": "a"}, headers=headers)

    assert error_of(answer) == "UnsupportedMediaType"


def test_an_api_may_read_json_whatever_its_media_type_says():
    lax = Api("lax", authenticate, admit, told, any_media_type=True)
    lax.route("POST", "/things", scope=Scope.WRITE, body=Thing, answers={201: dict})(make_thing)
    event = an_event(
        "POST",
        "/things",
        body={"name": "a"},
        headers={"authorization": "writer", "content-type": "text/plain"},
    )

    assert lax.handle(event)["statusCode"] == 201


def test_a_body_ends_at_its_limit():
    def padded(size: int) -> bytes:
        return b'{"name":"a"' + b" " * (size - 12) + b"}"

    assert ask("POST", "/things", body=padded(MAX_BODY)).status == 201
    assert error_of(ask("POST", "/things", body=padded(MAX_BODY + 1))) == "TooLarge"


def test_a_body_that_may_be_absent_may_be():
    assert ask("DELETE", "/things/a").json == {"removed": "a", "reason": ""}
    assert ask("DELETE", "/things/a", body={"reason": "b"}).json["reason"] == "b"


def test_a_body_that_is_needed_is_missed():
    assert error_of(ask("POST", "/things")) == "UnsupportedMediaType"
    assert error_of(ask("POST", "/things", body="")) == "MalformedBody"


@pytest.mark.parametrize("body", ['{"name": "a", "name": "b"}', '{"name": NaN}', "[" * 100_000])
def test_hostile_json_is_refused_before_any_model_sees_it(body: str):
    assert error_of(ask("POST", "/things", body=body)) == "MalformedBody"


def test_a_wrong_body_is_refused_field_by_field():
    answer = ask("POST", "/things", body={"name": "x" * 11, "size": "1", "other": True})

    assert error_of(answer) == "InvalidRequest"
    assert set(answer.json["fields"]) == {"name", "size", "other"}


@pytest.mark.parametrize("body", [[], "a", 1, None])
def test_a_body_that_is_no_object_is_refused(body: object):
    answer = ask("POST", "/things", body=json.dumps(body))

    assert error_of(answer) == "InvalidRequest"
    assert list(answer.json["fields"]) == ["body"]


def test_a_refusal_repeats_little_of_what_was_sent():
    sent = {f"{'x' * 200}{place}": "s3cret" for place in range(500)}

    answer = ask("POST", "/things", body=sent)

    assert error_of(answer) == "InvalidRequest"
    assert answer.text.count("x") <= 256
    assert "s3cret" not in answer.text


@pytest.mark.parametrize("path", ["/things?other=1", "/things/a?other=1", "/open?other=1"])
def test_an_unknown_query_field_is_refused(path: str):
    path, _, query = path.partition("?")

    answer = ask("GET", path, query=query)

    assert error_of(answer) == "InvalidRequest"
    assert list(answer.json["fields"]) == ["other"]


def test_an_api_may_ignore_unknown_query_fields_where_it_declares_none():
    lax = Api("lax", authenticate, admit, told, ignores_unknown_query=True)
    lax.route("GET", "/open", scope=None, answers={200: dict})(get_open)

    assert lax.handle(an_event("GET", "/open", query="other=1"))["statusCode"] == 200


@pytest.mark.parametrize("query", ["q=%ff", "&".join(f"a{i}=1" for i in range(101))])
def test_a_hostile_query_is_refused(query: str):
    assert error_of(ask("GET", "/things", query=query)) == "MalformedBody"


@pytest.mark.parametrize("path", ["/broken", "/unwritable"])
def test_a_defect_becomes_the_apis_own_failure(path: str):
    answer = ask("GET", path, headers={"x-text": "words of the caller"})

    assert error_of(answer) == "UnexpectedFailure"
    assert "s3cret" not in answer.text
    assert "words of the caller" not in answer.text


def test_every_request_leaves_one_line_with_the_same_fields(log: io.StringIO):
    ask("GET", "/things/a", request_id="r-1")
    ask("GET", "/nowhere", request_id="r-2")
    ask("GET", "/things", who=None, request_id="r-3")
    ask("POST", "/things", who="reader", request_id="r-4")
    ask("GET", "/broken", headers={"x-text": "t"}, request_id="r-5")
    ask("GET", "/open", who=None, request_id="r-6")

    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    lines = [line for line in lines if line["message"] == "request"]
    names = ("request_id", "customer_id", "route", "status")
    assert [tuple(map(line.get, names)) for line in lines] == [
        ("r-1", "cus_1", "/things/<name>", 200),
        ("r-2", None, None, 418),
        ("r-3", None, "/things", 418),
        ("r-4", None, "/things", 418),
        ("r-5", "cus_1", "/broken", 418),
        ("r-6", None, "/open", 200),
    ]
    assert all(line["api"] == "tests" and line["milliseconds"] >= 0 for line in lines)


def test_a_defect_is_logged_by_its_place_and_not_by_its_words(log: io.StringIO):
    ask("GET", "/broken", headers={"x-text": "words of the caller"}, request_id="r-7")

    [line] = [line for line in map(json.loads, log.getvalue().splitlines()) if "place" in line]
    assert (line["level"], line["request_id"], line["reason"]) == ("ERROR", "r-7", "ValueError")
    assert "get_broken" in line["place"]
    assert "words of the caller" not in log.getvalue()


HOSTILE = '\n{"level":"CRITICAL"}\r\x1b[31m\u2028\x00' + "x" * 1_000_000


def test_hostile_text_in_every_field_leaves_short_parseable_lines(log: io.StringIO):
    headers = {"authorization": "reader", "x-text": HOSTILE, "host": HOSTILE, "cookie": HOSTILE}
    for method, path in (("GET", "/things"), (HOSTILE, "/things"), ("GET", HOSTILE)):
        api.handle(an_event(method, path, query=HOSTILE, headers=headers, body=HOSTILE))
    api.handle(an_event("GET", "/broken", headers=headers))

    lines = log.getvalue().split("\n")[:-1]
    assert all(len(line.encode()) < 16_384 for line in lines)
    assert [json.loads(line)["level"] for line in lines] == ["INFO"] * 3 + ["ERROR", "INFO"]
