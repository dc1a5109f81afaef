"""Defects, and the log line of each request."""

import io
import json

import pytest

from tests.support.http_events import an_event
from tests.support.small_api import api, ask, error_of


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
