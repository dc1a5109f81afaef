"""How bodies and queries are read, and what is refused of them."""

import json
from typing import Any

import pytest

from faultbook.gateway.api import MAX_BODY, Api, Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from tests.support.http_events import an_event
from tests.support.small_api import (
    Thing,
    admit,
    ask,
    authenticate,
    error_answer,
    error_of,
    get_open,
    make_thing,
)


def test_an_empty_query_value_is_as_if_left_out():
    assert ask("GET", "/things", query="q=&size=").json["q"] == ask("GET", "/things").json["q"]
    assert ask("GET", "/things", query="q=&q=x").json["q"] == "x"
    assert ask("GET", "/open", query="q=").status == 200


def test_a_handler_finds_the_body_as_json_says_it():
    seen: list[Any] = []
    keeping = Api("keeping", authenticate, admit, error_answer)

    @keeping.route("POST", "/things", scope=Scope.WRITE, body=Thing, answers={201: dict})
    def keep(call: Call, body: Thing) -> Answer:
        seen.append((call.request.document, body.size))
        return Answer(201)

    headers = {"authorization": "writer"}
    keeping.handle(an_event("POST", "/things", body={"name": "a"}, headers=headers))

    assert seen == [({"name": "a"}, 1)]


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
    lax = Api("lax", authenticate, admit, error_answer, any_media_type=True)
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
    lax = Api("lax", authenticate, admit, error_answer, ignores_unknown_query=True)
    lax.route("GET", "/open", scope=None, answers={200: dict})(get_open)

    assert lax.handle(an_event("GET", "/open", query="other=1"))["statusCode"] == 200


@pytest.mark.parametrize("query", ["q=%ff", "&".join(f"a{i}=1" for i in range(101))])
def test_a_hostile_query_is_refused(query: str):
    assert error_of(ask("GET", "/things", query=query)) == "MalformedBody"
