"""The header Idempotency-Key: one request, one effect, one answer."""

import json
from datetime import timedelta

import pytest

from tests.support.builders import NOW
from tests.support.engines import Engine
from tests.support.http_events import Response
from tests.support.native_api import OTHER_CUSTOMER, NativeApi, a_body

KEY = {"Idempotency-Key": "8e03978e-40d5-43dd-bc93-6894a57f9324"}


def count(api: NativeApi, customer: str | None = None) -> int:
    named = {"customer": customer} if customer else {}
    return sum(len(page) for page in api.walk("limit=100&from=2026-01-01T00:00:00Z", **named))


def is_replay_of(first: Response, again: Response) -> bool:
    replayed = dict(first.headers) | {"idempotency-replayed": "true"}
    return (again.status, again.text, again.headers) == (first.status, first.text, replayed)


def test_the_same_request_five_times_is_one_fault_and_one_answer(api: NativeApi):
    first = api("POST", "/fault", a_body(), headers=KEY)

    again = [api("POST", "/fault", a_body(), headers=KEY) for _ in range(4)]

    assert first.status == 201
    assert "idempotency-replayed" not in first.headers
    assert all(is_replay_of(first, one) for one in again)
    assert count(api) == 1


def test_another_body_under_the_same_key_is_refused(api: NativeApi, dynoxide: Engine):
    api("POST", "/fault", a_body(), headers=KEY)
    before = dynoxide.digest()

    answer = api("POST", "/fault", a_body(severity="LOW"), headers=KEY)

    assert answer.status == 422
    assert dynoxide.digest() == before


def test_the_same_body_in_another_order_is_the_same_request(api: NativeApi):
    first = api("POST", "/fault", a_body(), headers=KEY)
    reordered = json.dumps(dict(reversed(list(a_body().items()))), indent=3)

    assert is_replay_of(first, api("POST", "/fault", reordered, headers=KEY))
    assert is_replay_of(first, api("POST", "/faults", reordered, headers=KEY))


def test_a_key_is_the_customers_own(api: NativeApi):
    ours = api("POST", "/fault", a_body(message="ours"), headers=KEY)

    theirs = api("POST", "/fault", a_body(message="theirs"), headers=KEY, customer=OTHER_CUSTOMER)

    assert (ours.status, theirs.status) == (201, 201)
    assert "ours" not in theirs.text
    assert count(api) == count(api, OTHER_CUSTOMER) == 1


def test_a_key_counts_per_route(api: NativeApi):
    api("POST", "/fault", a_body(), headers=KEY)

    batch = api("POST", "/fault/batch", {"faults": [a_body()]}, headers=KEY)

    assert batch.json["data"][0]["status"] == 201
    assert count(api) == 2


def test_a_batch_replays_item_by_item(api: NativeApi):
    body = {"faults": [a_body(message="one"), a_body(severity="x"), a_body(message="three")]}
    first = api("POST", "/fault/batch", body, headers=KEY)

    again = api("POST", "/fault/batch", body, headers=KEY)

    assert [item["status"] for item in first.json["data"]] == [201, 400, 201]
    assert again.json == first.json
    assert count(api) == 2


def test_equal_items_of_one_batch_are_faults_of_their_own(api: NativeApi):
    body = {"faults": [a_body()] * 3}

    api("POST", "/fault/batch", body, headers=KEY)
    api("POST", "/fault/batch", body, headers=KEY)

    assert count(api) == 3


@pytest.mark.parametrize("key", ["k", "x" * 255, '"k"', f'"{"x" * 255}"'])
def test_a_key_of_1_to_255_characters_counts_quoted_or_bare(api: NativeApi, key: str):
    first = api("POST", "/fault", a_body(), headers={"Idempotency-Key": key})
    other_form = key.strip('"') if key.startswith('"') else f'"{key}"'

    again = api("POST", "/fault", a_body(), headers={"Idempotency-Key": other_form})

    assert is_replay_of(first, again)


@pytest.mark.parametrize("key", ["", " ", '""', "x" * 256, "a b", "a\x7f", "\u00e9"], ids=ascii)
def test_another_key_is_refused(api: NativeApi, dynoxide: Engine, key: str):
    before = dynoxide.digest()

    for path, body in (("/fault", a_body()), ("/fault/batch", {"faults": [a_body()]})):
        answer = api("POST", path, body, headers={"Idempotency-Key": key})
        assert answer.status == 400
        assert list(answer.json["errors"]) == ["Idempotency-Key"]

    assert dynoxide.digest() == before


def test_a_refused_request_leaves_its_key_unused(api: NativeApi):
    refused = api("POST", "/fault", a_body(severity="x"), headers=KEY)

    corrected = api("POST", "/fault", a_body(), headers=KEY)

    assert (refused.status, corrected.status) == (400, 201)


def test_a_key_counts_for_24_hours_whether_its_row_is_there_or_not(api: NativeApi):
    first = api("POST", "/fault", a_body(), headers=KEY)
    api.clock.at = NOW + timedelta(hours=24) - timedelta(seconds=1)
    assert is_replay_of(first, api("POST", "/fault", a_body(), headers=KEY))
    api.clock.at = NOW + timedelta(hours=24, seconds=1)

    # Nothing expires in these tables, so the row of the day before still stands.
    other = api("POST", "/fault", a_body(severity="LOW"), headers=KEY)

    assert other.status == 201
    assert "idempotency-replayed" not in other.headers
    assert count(api) == 2


def test_a_replay_is_the_first_answer_although_the_fault_has_changed(api: NativeApi):
    first = api("POST", "/fault", a_body(), headers=KEY)
    api("POST", f"/fault/{first.json['id']}/resolve")

    assert is_replay_of(first, api("POST", "/fault", a_body(), headers=KEY))
    assert api.get(first.json["id"])["status"] == "resolved"


def test_a_repetition_is_counted_once_under_its_key(api: NativeApi):
    api.create(deduplication_key="link-7")

    answers = [
        api("POST", "/fault", a_body(deduplication_key="link-7"), headers=KEY) for _ in range(3)
    ]

    assert [answer.status for answer in answers] == [200, 200, 200]
    assert {answer.json["occurrences"] for answer in answers} == {2}


def test_the_replay_of_a_repetition_whose_fault_is_gone_finds_nothing(api: NativeApi):
    fault = api.create(deduplication_key="link-7")
    report = a_body(deduplication_key="link-7")
    api("POST", "/fault", report, headers=KEY)
    api("DELETE", f"/fault/{fault['id']}")

    assert api("POST", "/fault", report, headers=KEY).status == 404
    assert api("POST", "/fault", report).status == 201
