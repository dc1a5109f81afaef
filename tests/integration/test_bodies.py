"""Bodies of requests: their JSON, their characters, their length."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from faultbook.gateway.api import MAX_BODY
from tests.support.builders import SteppingClock
from tests.support.engines import Engine
from tests.support.native_api import NativeApi, a_body, native_api


@pytest.fixture(scope="module")
def api(dynoxide: Engine) -> Iterator[NativeApi]:
    """One set of tables for all: what is refused leaves nothing behind."""
    with dynoxide.fresh_tables(), native_api(dynoxide, SteppingClock()) as api:
        yield api


def test_a_body_ends_at_its_limit(api: NativeApi, dynoxide: Engine):
    body = json.dumps(a_body())
    fits = body + " " * (MAX_BODY - len(body))
    before = dynoxide.digest()

    assert api("POST", "/fault", fits + " ").status == 413
    assert api("POST", "/fault", a_body(metadata={"k": "x" * 300_000})).status == 413
    assert dynoxide.digest() == before
    assert api("POST", "/fault", fits).status == 201


def test_a_batch_ends_at_a_hundred(api: NativeApi):
    hundred = [a_body(resource_ancestry_path=None)] * 100

    sizes = {
        len(faults): api("POST", "/fault/batch", {"faults": faults}, customer="cus_batch").status
        for faults in (hundred, [*hundred, a_body()], [])
    }

    assert sizes == {100: 200, 101: 400, 0: 400}
    [page] = api.walk("limit=100", customer="cus_batch")
    assert len(page) == 100


BAD_JSON = {
    "not a number": '{"metadata":{"a":NaN},',
    "infinity": '{"metadata":{"a":Infinity},',
    "minus infinity": '{"metadata":{"a":-Infinity},',
    "too large": '{"metadata":{"a":1e400},',
    "a member twice": '{"severity":"LOW",',
    "byte order mark": "\ufeff{",
    "comment": "/**/{",
    "5,000 digits": '{"metadata":{"a":' + "9" * 5000 + "},",
    "39 digits": '{"metadata":{"a":' + "9" * 39 + "},",
    "100,000 levels": '{"metadata":' + '{"a":' * 100_000 + "1" + "}" * 100_000 + ",",
}


@pytest.mark.parametrize("beginning", BAD_JSON.values(), ids=BAD_JSON)
def test_bad_json_is_refused(api: NativeApi, dynoxide: Engine, beginning: str):
    before = dynoxide.digest()
    body = beginning + json.dumps(a_body())[1:]

    for path in ("/fault", "/fault/batch"):
        assert api("POST", path, body).status in (400, 413)

    assert dynoxide.digest() == before


@pytest.mark.parametrize(
    "body",
    [b"\xff\xfe{\x00}\x00", json.dumps(a_body()).encode("utf-16"), b'{"message":"\xe9"}', b"\x00"],
    ids=ascii,
)
def test_bytes_that_are_no_utf_8_are_refused(api: NativeApi, body: bytes):
    assert api("POST", "/fault", body).status == 400


def test_half_a_character_is_mended(api: NativeApi):
    for text in (r"\ud800", r"\udfff", r"x\ud800"):
        body = json.dumps(a_body(message="m@", metadata={"k": "@"})).replace("@", text)
        created = api("POST", "/fault", body).json
        mended = text[:-6] + "\ufffd"
        assert (created["message"], created["metadata"]) == (f"m{mended}", {"k": mended})


def test_bytes_that_are_no_utf_8_are_mended_in_texts(api: NativeApi):
    body = json.dumps(a_body(message="caf@")).encode().replace(b"@", b"\xe9")

    assert api("POST", "/fault", body).json["message"] == "caf\ufffd"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"content-type": "text/plain"}, 415),
        ({"content-type": ""}, 415),
        ({"content-type": "application/json; charset=latin-1"}, 415),
        ({"content-encoding": "gzip"}, 415),
        ({"content-type": "application/json; charset=utf-8"}, 201),
    ],
    ids=str,
)
def test_a_body_is_json_in_utf_8(api: NativeApi, headers: dict[str, str], status: int):
    assert api("POST", "/fault", a_body(), headers=headers).status == status


def test_a_body_in_base64_is_accepted(api: NativeApi):
    body = json.dumps(a_body(message="h\u00f6her"), ensure_ascii=False).encode()

    assert api("POST", "/fault", body).json["message"] == "h\u00f6her"


def test_a_refusal_repeats_little_of_what_was_sent(api: NativeApi):
    canary = "x" * 5000
    bodies: list[Any] = [
        a_body() | {canary: 1},
        a_body(resource_id=f"|{canary}"),
        a_body(severity=canary),
        {f"{canary[:90]}{place}": 1 for place in range(1000)},
    ]

    for body in bodies:
        answer = api("POST", "/fault", body)
        assert answer.status == 400
        assert answer.text.count("x") < 300
