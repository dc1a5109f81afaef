"""Bad input by direct events; what is refused changes nothing."""

import json
import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from functions.fault_api.schemas import MAX_METADATA
from tests.support.builders import SteppingClock
from tests.support.engines import Engine
from tests.support.native_api import NativeApi, a_body, native_api

EMOJI = "\U0001f600"  # one code point, four bytes


@pytest.fixture(scope="module")
def api(dynoxide: Engine) -> Iterator[NativeApi]:
    """One set of tables for all: what is refused leaves nothing behind."""
    with dynoxide.fresh_tables(), native_api(dynoxide, SteppingClock()) as api:
        yield api


def metadata_of(size: int) -> dict[str, str]:
    """So many bytes as JSON."""
    return {"k": "x" * (size - len('{"k":""}'))}


def nested(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = {"a": value}
    return value


LIMITS: dict[str, tuple[str, Any, Any]] = {
    "a resource without a name": ("resource_id", "x", " "),
    "a bar in a resource": ("resource_id", "x", "a|b"),
    "a microservice without a name": ("microservice_id", "x", "\u200b"),
    "a type without a name": ("type", "x", "\x00"),
    "depth of metadata": ("metadata", nested(30), nested(33)),
    "a number in metadata": ("metadata", {"n": 10**38 - 1}, {"n": 10**38}),
    "a time without a zone": ("occurred_at", "2026-01-15T11:00:00.000000Z", "2026-01-15T11:00:00"),
    "a future": ("occurred_at", "2026-01-15T12:05:00.000000Z", "2026-01-15T12:05:00.000001Z"),
}


@pytest.mark.parametrize(("field", "most", "too_much"), LIMITS.values(), ids=LIMITS)
def test_a_limit_is_where_it_says(
    api: NativeApi, dynoxide: Engine, field: str, most: Any, too_much: Any
):
    accepted = api("POST", "/fault", a_body(**{field: most}))
    before = dynoxide.digest()
    refused = api("POST", "/fault", a_body(**{field: too_much}))

    assert accepted.status == 201
    shown = "created_at" if field == "occurred_at" else field
    assert api.get(accepted.json["id"])[shown] == most
    assert refused.status == 400
    assert dynoxide.digest() == before


MOST = {"message": 2000, "cause": 2000, "deduplication_key": 255}


NAMES = {"resource_id": 255, "microservice_id": 255, "type": 100, "resource_ancestry_path": 255}


@pytest.mark.parametrize(("field", "most"), (MOST | NAMES).items())
def test_what_is_too_long_is_cut_with_a_mark(api: NativeApi, field: str, most: int):
    exact, longer = EMOJI * most, EMOJI * (most + 1)
    answers = [api("POST", "/fault", a_body(**{field: said})) for said in (exact, longer)]

    assert [answer.status for answer in answers] == [201, 201]
    whole, cut = (answer.json[field] for answer in answers)
    assert (whole, len(cut)) == (exact, most)
    assert "…" in cut


def test_metadata_that_have_no_room_are_cut_with_a_mark(api: NativeApi):
    fits = api("POST", "/fault", a_body(metadata=metadata_of(MAX_METADATA)))
    longer = api("POST", "/fault", a_body(metadata=metadata_of(MAX_METADATA + 1)))
    many = api("POST", "/fault", a_body(metadata={str(i): i for i in range(60)}))

    assert fits.json["metadata"] == metadata_of(MAX_METADATA)
    assert longer.json["metadata"] == {"k": "x" * 1999 + "…"}
    assert many.json["metadata"] == {str(i): i for i in range(60)}


def test_texts_are_cleaned_wherever_they_come_in(api: NativeApi):
    red, clean = "\x1b[31mfailed\x1b[0m\x85", "failed\ufffd"
    fault = api.create(message=red, cause=red, metadata={red: [red]})

    assert (fault["message"], fault["cause"]) == (clean, clean)
    assert fault["metadata"] == {clean: [clean]}
    commented = api("POST", f"/fault/{fault['id']}/comment", {"comment": red}).json
    assert commented["comments"][0]["comment"] == clean
    resolved = api("POST", f"/fault/{fault['id']}/resolve", {"reason": red}).json
    assert resolved["resolution_reason"] == clean


@pytest.mark.parametrize("nothing", [None, "", " \n", "\u200b", "\x1b[0m"], ids=ascii)
def test_a_message_that_says_nothing_is_the_type_and_the_resource(api: NativeApi, nothing: Any):
    body = a_body(resource_id="Rack#3", type="wan") | {"message": nothing, "cause": nothing}
    created = api("POST", "/fault", body).json

    assert (created["message"], created["cause"]) == ("wan on Rack#3", "")
    patched = api("PATCH", f"/fault/{created['id']}", {"message": nothing})
    assert (patched.status, patched.json["message"]) == (200, "wan on Rack#3")


def test_null_is_as_if_left_out(api: NativeApi):
    body = a_body() | dict.fromkeys(
        ("kind", "occurred_at", "deduplication_key", "metadata", "resource_ancestry_path")
    )

    created = api("POST", "/fault", body)

    assert created.status == 201
    assert (created.json["kind"], created.json["metadata"]) == ("ALERT", {})
    assert created.json["resource_ancestry_path"] == created.json["resource_id"]


@pytest.mark.parametrize("nothing", [None, "", "\n", "\u200b"], ids=ascii)
def test_a_comment_says_something(api: NativeApi, nothing: Any):
    fault = api.create()

    assert api("POST", f"/fault/{fault['id']}/comment", {"comment": nothing}).status == 400


def test_a_batch_takes_the_good_ones_whatever_the_others_are(api: NativeApi):
    faults: list[Any] = [a_body(), None, "disk", [], 5, a_body(resource_id=" ")]

    answer = api("POST", "/fault/batch", {"faults": faults})

    assert [item["status"] for item in answer.json["data"]] == [201, 400, 400, 400, 400, 400]


def test_limits_of_the_other_routes_are_where_they_say(api: NativeApi):
    fault_id = api.create()["id"]
    routes = {
        "comment": ("comment", 201),
        "resolve": ("reason", 200),
        "reopen": ("reason", 200),
        "acknowledge": ("reason", 200),
    }

    for path, (field, status) in routes.items():
        for length in (2000, 2001):
            answer = api("POST", f"/fault/{fault_id}/{path}", {field: EMOJI * length})
            assert (path, length, answer.status) == (path, length, status)
    for length, expected in ((200, 200), (201, 400)):
        assert api("GET", "/fault", query="q=" + quote(EMOJI * length)).status == expected


def test_a_number_of_any_size_that_fits_comes_back(api: NativeApi):
    body = (
        json.dumps(a_body())[:-1]
        + ',"metadata":{"n":1e126,"m":-0.000001,"i":12345678901234567890}}'
    )

    created = api("POST", "/fault", body)

    assert created.status == 201
    assert api.get(created.json["id"])["metadata"] == {
        "n": 1e126,
        "m": -0.000001,
        "i": 12345678901234567890,
    }


@pytest.mark.parametrize(
    "severity", ["high", "HIGH ", "\uff28IGH", None, ["HIGH"], {}, 1, True, ""]
)
def test_a_severity_is_one_of_five_words(api: NativeApi, dynoxide: Engine, severity: Any):
    fault = api.create()
    before = dynoxide.digest()

    created = api("POST", "/fault", a_body() | {"severity": severity})
    edited = api("PATCH", f"/fault/{fault['id']}", {"severity": severity})

    assert (created.status, edited.status) == (400, 400)
    assert list(created.json["errors"]) == list(edited.json["errors"]) == ["severity"]
    assert dynoxide.digest() == before


@pytest.mark.parametrize("field", sorted(a_body()))
@pytest.mark.parametrize("value", [1, 1.5, True, [], {}, ["x"]], ids=ascii)
def test_a_text_is_a_text(api: NativeApi, field: str, value: Any):
    assert api("POST", "/fault", a_body() | {field: value}).status == 400


@pytest.mark.parametrize("field", sorted(a_body(resource_ancestry_path=None)))
def test_what_is_required_is_missed(api: NativeApi, field: str):
    answer = api("POST", "/fault", a_body(**{field: None}))

    assert answer.status == 400
    assert list(answer.json["errors"]) == [field]


@pytest.mark.parametrize(
    "given",
    ["web server 1", "サーバ1", "Rack#3", "Zabbix server", "Köln", "Gi0/1", "a[0]", "a,b", "50%"],
)
def test_a_name_is_found_as_it_was_given(api: NativeApi, given: str):
    name = f"{given} of its own"
    body = a_body(
        resource_id=name, microservice_id=name, type=name, resource_ancestry_path=f"S {name}|{name}"
    )
    created = api("POST", "/fault", body)

    assert created.status == 201
    assert {created.json[field] for field in ("resource_id", "microservice_id", "type")} == {name}
    for field, value in (
        ("resource_id", name),
        ("type", name),
        ("site", f"S {name}"),
        ("path", f"S {name}|{name}"),
    ):
        found = api("GET", "/fault", query=f"{field}={quote(value, safe='')}").json
        assert (field, found["meta"]["count"]) == (field, 1)


def test_names_that_are_cut_are_found_by_all_that_was_given(api: NativeApi):
    one, other = "名" * 300, "名" * 301
    for name in (one, other):
        api("POST", "/fault", a_body(resource_id=name, resource_ancestry_path=f"{name}|{name}"))

    for name in (one, other):
        for field in ("resource_id", "site", "path"):
            found = api("GET", "/fault", query=f"{field}={quote(name)}").json["meta"]["count"]
            assert (field, found) == (field, 1)


def test_two_thousand_random_texts_come_back_exactly(api: NativeApi):
    draw = random.Random(2000)  # noqa: S311 - the same texts each time
    allowed = [*range(0x20, 0x7F), *range(0xA0, 0xD800), *range(0xE000, 0x110000), 0x0A, 0x09]
    sent = []
    for _ in range(100):
        texts = [
            "".join(map(chr, draw.choices(allowed, k=draw.randrange(1, 12)))) for _ in range(20)
        ]
        message, cause, key, *others = texts
        sent.append((message, cause, key, dict(zip("abcdefghijklmnopq", others, strict=True))))

    for start in (0, 50):
        reports = [
            a_body(message=message, cause=cause, deduplication_key=key, metadata=metadata)
            for message, cause, key, metadata in sent[start : start + 50]
        ]
        answer = api("POST", "/fault/batch", {"faults": reports}, customer="cus_texts")
        assert {item["status"] for item in answer.json["data"]} == {201}

    [stored] = api.walk("limit=100", customer="cus_texts")
    names = ("message", "cause", "deduplication_key", "metadata")
    by_key = {fault["deduplication_key"]: tuple(fault[name] for name in names) for fault in stored}
    assert by_key == {report[2]: report for report in sent}
