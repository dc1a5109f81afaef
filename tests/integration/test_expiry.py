"""A fault vanishes at its second, for every reader and writer, although its item is still there."""

from datetime import timedelta
from typing import Any

import pytest

from faultbook.domain.fault import ChangeKind, Fault
from faultbook.domain.identifiers import fault_id
from tests.support.builders import CUSTOMER, NOW, SteppingClock, a_change, a_fault
from tests.support.engines import Engine, Tables
from tests.support.native_api import NativeApi, a_body, native_api

FOURTEEN_MONTHS = timedelta(days=424)
FIVE_YEARS = 5 * 366 * 86_400


def ids_of(pages: Any) -> set[str]:
    return {fault["id"] for page in pages for fault in page}


def everything_seen(api: NativeApi) -> set[str]:
    """By every route that shows faults."""
    place = "site=site_8a7b6c5d4e3f2g1h"
    queries = ["", "status=unresolved", "status=resolved", "status=recent", place]
    queries += [f"{place}&status=unresolved", "q=WAN", "resource_id=dev_2j4k2l2j3k4l2j3k4"]
    token = api("POST", "/fault/token", {}).json["token"]
    return {
        *(one for query in queries for one in ids_of(api.walk(query))),
        *(fault["id"] for fault in api("GET", "/recent").json),
        *(fault["id"] for fault in api("GET", f"/fault/token/{token}", token="").json),
    }


@pytest.mark.parametrize("age", [timedelta(0), timedelta(seconds=1), timedelta(hours=47)])
def test_what_has_expired_is_nowhere_and_takes_no_change(
    api: NativeApi, dynoxide: Engine, tables: Tables, age: timedelta
):
    fault = a_fault(opened_at=NOW - timedelta(days=1), deduplication_key="link-7")
    resolved = a_fault(opened_at=NOW - timedelta(days=1))
    end = NOW + timedelta(seconds=fault.expires_at - NOW.timestamp())
    resolved = resolved.resolved(a_change(ChangeKind.RESOLVED, at=end - timedelta(hours=1)))
    dynoxide.fill(tables.faults, [fault, resolved])
    api.clock.at = end - timedelta(seconds=1)
    ids = [fault_id(CUSTOMER, one.number) for one in (fault, resolved)]
    assert everything_seen(api) == set(ids)

    api.clock.at = end + age

    assert everything_seen(api) == set()
    before = dynoxide.digest()
    for one in ids:
        for method, path, body in (
            ("GET", "", None),
            ("GET", "/timeline", None),
            ("PATCH", "", {"cause": "other"}),
            ("PUT", "", {"status": "unresolved"}),
            ("DELETE", "", None),
            ("POST", "/resolve", {}),
            ("POST", "/reopen", {}),
            ("POST", "/acknowledge", {}),
            ("DELETE", "/acknowledge", None),
            ("POST", "/comment", {"comment": "hello"}),
        ):
            answer = api(method, f"/fault/{one}{path}", body)
            assert (method, path, answer.status) == (method, path, 404)
    assert dynoxide.digest() == before


def test_an_expired_faults_key_is_free(api: NativeApi):
    first = api.create(deduplication_key="link-7")
    api.clock.at = NOW + timedelta(days=425)

    second = api("POST", "/fault", a_body(deduplication_key="link-7"))

    assert second.status == 201
    assert second.json["id"] != first["id"]
    assert second.json["occurrences"] == 1


@pytest.mark.parametrize("milliseconds", [0, 1, 500, 999])
def test_every_reader_has_the_same_last_moment(
    api: NativeApi, dynoxide: Engine, tables: Tables, milliseconds: int
):
    fault = a_fault(opened_at=NOW)
    dynoxide.fill(tables.faults, [fault])
    one = fault_id(CUSTOMER, fault.number)
    end = NOW + timedelta(seconds=fault.expires_at - NOW.timestamp())

    api.clock.at = end - timedelta(seconds=1) + timedelta(milliseconds=milliseconds)
    assert api("GET", f"/fault/{one}").status == 200
    assert everything_seen(api) == {one}
    assert api("POST", f"/fault/{one}/acknowledge").status == 200

    api.clock.at = end + timedelta(milliseconds=milliseconds)
    assert api("GET", f"/fault/{one}").status == 404
    assert everything_seen(api) == set()


def test_the_ttl_that_is_shown_is_the_moment_it_vanishes(api: NativeApi):
    fault = api.create()

    api.clock.at = NOW + timedelta(seconds=fault["ttl"] - 1 - NOW.timestamp())
    assert api("GET", f"/fault/{fault['id']}").status == 200
    api.clock.at += timedelta(seconds=1)
    assert api("GET", f"/fault/{fault['id']}").status == 404


@pytest.mark.parametrize("change", ["resolve", "acknowledge", "comment"])
def test_a_change_moves_no_expiry(api: NativeApi, change: str):
    fault = api.create()
    api.clock.at = NOW + timedelta(days=30)
    body = {"comment": "c"} if change == "comment" else {}

    changed = api("POST", f"/fault/{fault['id']}/{change}", body)

    assert changed.json["ttl"] == fault["ttl"]


def test_every_ttl_is_a_whole_number_of_seconds_within_five_years(
    api: NativeApi, dynoxide: Engine, tables: Tables
):
    key = {"Idempotency-Key": "key-1"}
    created = api("POST", "/fault", a_body(deduplication_key="link-7"), headers=key).json
    oldest = (NOW - timedelta(days=365)).strftime("%Y-%m-%dT%H:%M:%SZ")
    api.create(occurred_at=oldest)
    api("POST", f"/fault/{created['id']}/comment", {"comment": "hello"})
    api("POST", "/fault/token", {})

    items = [
        item
        for table in (tables.faults, tables.access)
        for item in dynoxide.client.scan(TableName=table)["Items"]
    ]

    assert len(items) == 7  # two faults, two claims, a comment and its pointer, a token
    now = int(NOW.timestamp())
    assert all(item["ttl"]["N"].isdecimal() for item in items)
    assert all(now < int(item["ttl"]["N"]) < now + FIVE_YEARS for item in items)


def test_what_belongs_to_a_fault_expires_with_it(api: NativeApi, dynoxide: Engine, tables: Tables):
    created = api.create()
    api("POST", f"/fault/{created['id']}/comment", {"comment": "hello"})

    items = dynoxide.client.scan(TableName=tables.faults)["Items"]

    assert {item["ttl"]["N"] for item in items} == {str(created["ttl"])}


def test_the_policy_is_fourteen_months(dynoxide: Engine, tables: Tables):
    assert tables
    clock = SteppingClock()
    with native_api(dynoxide, clock) as api:
        fault: Fault = a_fault()
        created = api.create()

    assert created["ttl"] == fault.expires_at
    assert FOURTEEN_MONTHS.total_seconds() == created["ttl"] - NOW.timestamp()
