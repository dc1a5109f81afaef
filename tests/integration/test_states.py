"""Turns of a fault's state through the native API: said twice, said late, said at once."""

from datetime import timedelta

import pytest

from faultbook.domain.comment import MAX_COMMENTS
from faultbook.domain.identifiers import number_of_fault_id
from faultbook.dynamodb import keys
from tests.support.builders import CUSTOMER, NOW
from tests.support.engines import Engine, Tables
from tests.support.http_events import Response
from tests.support.native_api import NativeApi, a_body, native_api


@pytest.fixture
def fault_id(api: NativeApi) -> str:
    return str(api.create()["id"])


def post(api: NativeApi, fault_id: str, turn: str, **named: object) -> Response:
    return api("POST", f"/fault/{fault_id}/{turn}", **named)  # type: ignore[arg-type]


def test_resolving_twice_answers_with_the_first_resolution(
    api: NativeApi, dynoxide: Engine, fault_id: str
):
    first = post(api, fault_id, "resolve", body={"reason": "modem replaced"})
    before = dynoxide.digest()
    api.clock.at += timedelta(hours=1)

    second = post(api, fault_id, "resolve", body={"reason": "another"}, subject="user_2")
    third = api("PATCH", f"/fault/{fault_id}", {"status": "resolved"})

    assert first.json["resolved_at"] == "2026-01-15T12:00:00.000000Z"
    assert first.json["resolution_reason"] == "modem replaced"
    assert first.json == second.json == third.json
    assert dynoxide.digest() == before


def test_reopening_twice_changes_once(api: NativeApi, dynoxide: Engine, fault_id: str):
    post(api, fault_id, "resolve")
    first = post(api, fault_id, "reopen")
    before = dynoxide.digest()
    api.clock.at += timedelta(hours=1)

    assert post(api, fault_id, "reopen").json == first.json
    assert api("PUT", f"/fault/{fault_id}", {"status": "unresolved"}).json == first.json
    assert (first.json["resolved_at"], first.json["version"]) == (None, 3)
    assert dynoxide.digest() == before


KEYED = {"deduplication_key": "link-7"}


def reported_again(api: NativeApi) -> str:
    answer = api("POST", "/fault", a_body(**KEYED))
    assert answer.status == 200
    return str(answer.json["id"])


@pytest.mark.parametrize(
    ("verb", "path", "body"),
    [("POST", "/reopen", {}), ("PATCH", "", {"status": "unresolved"})],
)
def test_what_is_open_again_beside_another_with_its_key_is_refused(
    api: NativeApi, verb: str, path: str, body: dict[str, str]
):
    first = str(api.create(**KEYED)["id"])
    post(api, first, "resolve")
    second = api.create(**KEYED)["id"]

    refused = api(verb, f"/fault/{first}{path}", body)

    assert refused.status == 409
    assert str(second) in refused.json["detail"]
    assert api("GET", f"/fault/{first}").json["status"] == "resolved"


def test_what_was_reopened_is_repeated_by_its_key(api: NativeApi):
    first = str(api.create(**KEYED)["id"])
    post(api, first, "resolve")
    second = str(api.create(**KEYED)["id"])
    post(api, second, "resolve")

    assert post(api, first, "reopen").status == 200

    assert reported_again(api) == first
    assert post(api, second, "reopen").status == 409


def test_what_was_reopened_after_its_key_expired_or_was_given_back_has_it_again(api: NativeApi):
    first = str(api.create(**KEYED)["id"])
    post(api, first, "resolve")
    second = str(api.create(**KEYED)["id"])
    api("DELETE", f"/fault/{second}")

    assert post(api, first, "reopen").status == 200

    assert reported_again(api) == first


def test_the_first_acknowledgement_stays(api: NativeApi, fault_id: str):
    first = post(api, fault_id, "acknowledge", subject="user_1")
    api.clock.at += timedelta(hours=1)

    second = post(api, fault_id, "acknowledge", subject="user_2")

    assert first.json == second.json
    assert first.json["acknowledged_by"] == "user_1"


def test_a_resolved_fault_takes_no_acknowledgement(api: NativeApi, dynoxide: Engine, fault_id: str):
    post(api, fault_id, "resolve")
    before = dynoxide.digest()

    assert post(api, fault_id, "acknowledge").status == 409
    assert dynoxide.digest() == before


def test_who_acknowledged_before_may_say_so_again(api: NativeApi, fault_id: str):
    first = post(api, fault_id, "acknowledge")
    post(api, fault_id, "resolve")

    again = post(api, fault_id, "acknowledge")

    assert again.status == 200
    assert again.json["acknowledged_at"] == first.json["acknowledged_at"]


def test_reopening_asks_for_attention_again(api: NativeApi, fault_id: str):
    post(api, fault_id, "acknowledge")
    post(api, fault_id, "resolve")

    reopened = post(api, fault_id, "reopen").json

    assert (reopened["acknowledged_at"], reopened["acknowledged_by"]) == (None, None)


CHANGES = {
    "PATCH": ("PATCH", "", {"cause": "other"}),
    "PUT": ("PUT", "", {"severity": "LOW"}),
    "resolve": ("POST", "/resolve", {}),
    "acknowledge": ("POST", "/acknowledge", {}),
    "reopen": ("POST", "/reopen", {}),
    "unacknowledge": ("DELETE", "/acknowledge", None),
    "delete": ("DELETE", "", None),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("tag", ['"1"', '"3"', '"x"', "2", 'W/"2"', '"2", "3"', ""], ids=ascii)
def test_a_stale_tag_fails_and_changes_nothing(
    api: NativeApi, dynoxide: Engine, fault_id: str, tag: str, change: str
):
    method, path, body = CHANGES[change]
    assert api("PATCH", f"/fault/{fault_id}", {"message": "newer"}).headers["etag"] == '"2"'
    before = dynoxide.digest()

    answer = api(method, f"/fault/{fault_id}{path}", body, headers={"If-Match": tag})

    assert answer.status == 412
    assert dynoxide.digest() == before


@pytest.mark.parametrize("tag", ['"1"', "*", ' "1" '])
def test_the_seen_tag_succeeds(api: NativeApi, fault_id: str, tag: str):
    answer = api("PATCH", f"/fault/{fault_id}", {"cause": "other"}, headers={"If-Match": tag})

    assert (answer.status, answer.headers["etag"]) == (200, '"2"')


def test_the_tag_of_a_fault_is_its_version_everywhere(api: NativeApi, fault_id: str):
    answers = [
        api("GET", f"/fault/{fault_id}"),
        post(api, fault_id, "comment", body={"comment": "c"}),
        post(api, fault_id, "resolve"),
        api("GET", f"/fault/{fault_id}"),
    ]

    assert [answer.headers["etag"] for answer in answers] == ['"1"', '"2"', '"3"', '"3"']
    assert [answer.json["version"] for answer in answers] == [1, 2, 3, 3]


def test_a_clock_that_goes_back_makes_no_fault_end_before_it_began(api: NativeApi):
    fault_id = api.create()["id"]
    api.clock.at = NOW - timedelta(seconds=5)

    resolved = post(api, fault_id, "resolve").json

    assert resolved["resolved_at"] == resolved["created_at"] == "2026-01-15T12:00:00.000000Z"
    [[recent]] = api.walk("status=recent")
    assert recent["id"] == fault_id


def test_times_have_six_digits_and_sort_as_texts(api: NativeApi):
    ids = []
    for microseconds in (0, 1, 999_999, 1_000_000):
        api.clock.at = NOW + timedelta(microseconds=microseconds)
        ids.append(api.create()["id"])

    [faults] = api.walk()

    times = [fault["created_at"] for fault in faults]
    assert [fault["id"] for fault in faults] == ids[::-1]
    assert times == sorted(times, reverse=True)
    assert times[-1] == "2026-01-15T12:00:00.000000Z"


def test_comments_end_at_their_limit_and_everything_else_goes_on(
    api: NativeApi, dynoxide: Engine, tables: Tables, fault_id: str
):
    number = number_of_fault_id(CUSTOMER, fault_id)
    assert number is not None
    dynoxide.client.update_item(
        TableName=tables.faults,
        Key={"pk": {"S": keys.fault(CUSTOMER, number)}, "sk": {"S": keys.FAULT}},
        UpdateExpression="SET comments_written = :almost",
        ExpressionAttributeValues={":almost": {"N": str(MAX_COMMENTS - 1)}},
    )

    last = post(api, fault_id, "comment", body={"comment": "the last"})
    over = post(api, fault_id, "comment", body={"comment": "one too many"})

    assert (last.status, over.status) == (201, 409)
    assert last.json["comments"][-1]["comment"] == "the last"
    assert post(api, fault_id, "resolve").status == 200
    assert api.get(fault_id)["status"] == "resolved"
    assert [len(page) for page in api.walk()] == [1]


def test_over_its_quota_a_customer_waits_and_the_others_do_not(
    dynoxide: Engine, tables: Tables, clock
):
    assert tables
    with native_api(dynoxide, clock, REQUESTS_PER_SECOND="0.01") as api:
        first, second = api("GET", "/fault"), api("GET", "/fault")
        other = api("GET", "/fault", customer="cus_B")

    assert (first.status, second.status, other.status) == (200, 429, 200)
    assert 1 <= int(second.headers["retry-after"]) <= 100
