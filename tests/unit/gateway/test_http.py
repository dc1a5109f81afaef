import base64
import json

import pytest

from faultbook.gateway.errors import MalformedBody
from faultbook.gateway.http import Answer, Request, list_values
from tests.support.http_events import a_request, an_event


def test_a_request_is_read_from_the_event():
    request = a_request(
        "POST",
        "/fault/x",
        query="a=1&b=%C3%BC&c=",
        headers={"X-Some-Header": "v"},
        body={"a": 1},
        request_id="r-7",
    )

    assert (request.method, request.path, request.request_id) == ("POST", "/fault/x", "r-7")
    assert request.query == {"a": "1", "b": "ü"}
    assert request.headers["x-some-header"] == "v"
    assert json.loads(request.body) == {"a": 1}
    assert (request.source_ip, request.domain_name) == ("192.0.2.7", "faults.example")
    assert request.malformed is None


def test_a_trailing_slash_makes_no_difference():
    assert a_request(path="/fault/").path == a_request(path="/fault").path == "/fault"
    assert a_request(path="/").path == "/"


def test_more_than_one_trailing_slash_is_another_path():
    assert a_request(path="/fault//").path != "/fault"


def test_a_repeated_query_field_keeps_all_its_values():
    assert a_request(query="a=1&a=2&a=3&b=4").query == {"a": ["1", "2", "3"], "b": "4"}


@pytest.mark.parametrize(
    ("query", "values"),
    [
        ("a=1", ["1"]),
        ("a=1,2", ["1", "2"]),
        ("a=1%2C2", ["1,2"]),
        ("a=1%2c2,3", ["1,2", "3"]),
        ("a=1&a=2,3", ["1", "2", "3"]),
        ("a=,1,,", ["1"]),
        ("a=one+two%2C,%C3%BC", ["one two,", "ü"]),
    ],
)
def test_a_list_is_divided_by_commas_that_were_not_encoded(query: str, values: list[str]):
    assert list_values(a_request(query=query).query["a"]) == values


def test_what_is_no_list_keeps_its_commas():
    assert a_request(query="q=a,b%2Cc").query == {"q": "a,b,c"}


def test_a_body_in_base64_is_decoded():
    raw = b'{"a": "\xc3\xbc"}'

    assert a_request("POST", body=raw).body == raw


@pytest.mark.parametrize("body", [None, ""])
def test_an_absent_body_is_empty(body: str | None):
    event = an_event("POST") | {"body": body}

    assert Request.of(event).body == b""


@pytest.mark.parametrize("query", ["a=%FF", "a=%ED%A0%80", "&".join(f"a{i}=1" for i in range(101))])
def test_a_hostile_query_waits_to_be_refused(query: str):
    request = a_request(query=query)

    assert isinstance(request.malformed, MalformedBody)


def test_a_body_that_is_no_base64_waits_to_be_refused():
    request = Request.of(an_event("POST", body=b"x") | {"body": "!!!"})

    assert isinstance(request.malformed, MalformedBody)


def test_bytes_that_are_no_text_reach_the_parser_as_they_are():
    assert a_request("POST", body=b"\xff\xfe\x00").body == b"\xff\xfe\x00"
    assert a_request("POST", body='"\ud800"').body == b'"\xed\xa0\x80"'


def test_every_answer_has_the_safe_headers_and_the_request_id():
    event = Answer(200, {"a": 1}, {"ETag": '"1"'}).as_event(a_request(request_id="r-7"))

    assert event["statusCode"] == 200
    assert event["headers"] == {
        "content-type": "application/json",
        "x-request-id": "r-7",
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
        "etag": '"1"',
    }
    assert event["isBase64Encoded"] is False


def test_an_answer_by_https_asks_for_https_from_then_on():
    plain, encrypted = (
        Answer(200).as_event(a_request(headers={"x-forwarded-proto": scheme}))["headers"]
        for scheme in ("http", "https")
    )

    assert encrypted["strict-transport-security"] == "max-age=31536000"
    assert "strict-transport-security" not in plain


def test_an_answer_is_compact_json_in_its_own_script():
    assert (
        Answer(200, {"a": ["ü", None, 1.5]}).as_event(a_request())["body"] == '{"a":["ü",null,1.5]}'
    )


def test_an_empty_answer_has_no_content_type():
    event = Answer(204).as_event(a_request())

    assert event["body"] == ""
    assert "content-type" not in event["headers"]


def test_a_text_is_answered_as_it_is():
    event = Answer(200, "<p>ü</p>", content_type="text/html; charset=utf-8").as_event(a_request())

    assert event["body"] == "<p>ü</p>"
    assert event["headers"]["content-type"] == "text/html; charset=utf-8"


def test_a_number_that_json_does_not_know_is_never_written():
    with pytest.raises(ValueError, match="not JSON compliant"):
        Answer(200, {"a": float("nan")}).as_event(a_request())


def test_base64_in_the_event_is_strict():
    spoiled = base64.b64encode(b"abc").decode() + "\n"

    assert Request.of(an_event("POST", body=b"x") | {"body": spoiled}).malformed


def test_bytes_are_sent_in_base64():
    event = Answer(200, b"\x1f\x8b\x00\xff", content_type="image/png").as_event(a_request())

    assert event["isBase64Encoded"] is True
    assert base64.b64decode(event["body"]) == b"\x1f\x8b\x00\xff"
    assert event["headers"]["content-type"] == "image/png"
