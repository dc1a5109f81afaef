"""Walks through lists: everything once, in order, whatever others do meanwhile."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from faultbook.domain.fault import ChangeKind, Fault, Kind, Severity, Status
from faultbook.domain.identifiers import fault_id
from tests.support.builders import CUSTOMER, NOW, a_change, a_fault
from tests.support.engines import Engine, Tables
from tests.support.native_api import NativeApi

SITES = ["site_1", "site_10", "site_2"]


def crowd(count: int, in_one_second: int) -> list[Fault]:
    """Of three sites and all severities, a third resolved, some of them in one second."""
    draw = random.Random(count)  # noqa: S311 - the same crowd each time
    faults = []
    for place in range(count):
        if place < in_one_second:
            opened_at = NOW - timedelta(days=1)
        else:
            opened_at = NOW - timedelta(seconds=draw.randrange(1, 100 * 86_400))
        fault = a_fault(
            number=place + 1,
            opened_at=opened_at,
            path=f"{SITES[place % 3]}|rack_{place % 7}",
            type=f"type-{place % 5}",
            severity=list(Severity)[place % 5],
            resource_id=f"dev_{place % 11}",
            kind=list(Kind)[place % 2],
            reporter=f"probe {place % 4}",
            message=f"fault {place}",
        )
        if place % 3 == 0:
            resolved_at = opened_at + timedelta(hours=draw.randrange(48))
            fault = fault.resolved(a_change(ChangeKind.RESOLVED, at=resolved_at))
        if place % 3 == 1:
            fault = fault.acknowledged(a_change(ChangeKind.ACKNOWLEDGED))
        if place % 13 == 0:
            fault = fault.assigned(a_change(ChangeKind.ASSIGNED), "user_1" if place % 2 else "ann")
        faults.append(fault)
    return faults


def ids_of(pages: Any) -> list[str]:
    return [fault["id"] for page in pages for fault in page]


def in_order(faults: list[Fault]) -> list[str]:
    """Newest first; of one moment the higher number first."""
    ordered = sorted(faults, key=lambda fault: (fault.opened_at, fault.number), reverse=True)
    return [fault_id(fault.customer_id, fault.number) for fault in ordered]


@pytest.mark.parametrize("limit", [1, 7, 100])
def test_1003_faults_with_250_of_one_second_are_walked_once_each(
    api: NativeApi, dynoxide: Engine, tables: Tables, limit: int
):
    faults = crowd(1003, in_one_second=250)
    dynoxide.fill(tables.faults, faults)
    query = f"limit={limit}" if limit > 1 else "limit=1&from=2026-01-12T00:00:00Z"
    expected = [f for f in faults if limit > 1 or f.opened_at >= NOW - timedelta(days=3, hours=12)]

    pages = list(api.walk(query))

    assert ids_of(pages) == in_order(expected)
    assert all(len(page) == limit for page in pages[:-1])


def is_open_or_recent(fault: Fault) -> bool:
    return fault.resolved_at is None or fault.resolved_at >= NOW - timedelta(days=1)


FILTERS: dict[str, Callable[[Fault], bool]] = {
    "status=unresolved": lambda f: f.status is Status.UNRESOLVED,
    "status=resolved": lambda f: f.status is Status.RESOLVED,
    "site=site_1": lambda f: f.path.startswith("site_1|"),
    "site=site_1&status=resolved": lambda f: (
        f.path.startswith("site_1|") and f.status is Status.RESOLVED
    ),
    "path=site_1%7Crack_3": lambda f: f.path == "site_1|rack_3",
    "severity=LOW": lambda f: f.severity is Severity.LOW,
    "type=type-3&severity=WARNING&status=unresolved": lambda f: (
        f.type == "type-3" and f.severity is Severity.WARNING and f.is_open
    ),
    "resource_id=dev_7": lambda f: f.resource_id == "dev_7",
    "q=FAULT%2099": lambda f: "fault 99" in f.message,
    "site=site_2&q=fault%201&severity=HIGH": lambda f: (
        f.path.startswith("site_2|") and "fault 1" in f.message and f.severity is Severity.HIGH
    ),
    "from=2025-11-01T00:00:00Z&to=2025-12-15T12:00:00Z": lambda f: (
        NOW - timedelta(days=75, hours=12) <= f.opened_at < NOW - timedelta(days=31)
    ),
    "severity=LOW&severity=HIGH,CRITICAL": lambda f: f.severity in ("LOW", "HIGH", "CRITICAL"),
    "type=type-1,type-3": lambda f: f.type in ("type-1", "type-3"),
    "type=type-1%2Ctype-3": lambda _: False,
    "kind=ANOMALY": lambda f: f.kind is Kind.ANOMALY,
    "reporter=probe%201,probe%203": lambda f: f.reporter in ("probe 1", "probe 3"),
    "assignee=ann": lambda f: f.assignee == "ann",
    "assignee=ann&assignee=me": lambda f: bool(f.assignee),
    "acknowledged=true&status=unresolved": lambda f: bool(f.acknowledgement) and f.is_open,
    "acknowledged=false&site=site_1": lambda f: (
        f.acknowledgement is None and f.path.startswith("site_1|")
    ),
    "status=unresolved,resolved": lambda _: True,
    "status=resolved,recent": lambda f: not f.is_open,
    "status=recent,unresolved": is_open_or_recent,
    "status=recent&status=unresolved&site=site_2": lambda f: (
        is_open_or_recent(f) and f.path.startswith("site_2|")
    ),
    "site=site_9": lambda _: False,
    "site=site_1&path=site_2": lambda _: False,
}


def test_each_filter_finds_exactly_what_it_means(api: NativeApi, dynoxide: Engine, tables: Tables):
    faults = crowd(1003, in_one_second=250)
    dynoxide.fill(tables.faults, faults)

    found = {query: ids_of(api.walk(f"limit=40&{query}")) for query in FILTERS}

    for query, holds in FILTERS.items():
        assert (query, found[query]) == (query, in_order([f for f in faults if holds(f)]))


@pytest.mark.parametrize("limit", [7, 100])
@pytest.mark.parametrize(
    "query", ["status=unresolved", "", "site=site_1", "severity=LOW", "q=fault%201"]
)
def test_the_oldest_first_are_the_newest_first_backwards(
    api: NativeApi, dynoxide: Engine, tables: Tables, limit: int, query: str
):
    dynoxide.fill(tables.faults, crowd(300, in_one_second=50))
    wanted = f"limit={limit}&{query}"

    assert ids_of(api.walk(f"{wanted}&order=oldest")) == ids_of(api.walk(wanted))[::-1]


@pytest.mark.parametrize("limit", [7, 100])
def test_the_gravest_first_are_the_newest_first_of_each_severity(
    api: NativeApi, dynoxide: Engine, tables: Tables, limit: int
):
    faults = crowd(400, in_one_second=200)
    dynoxide.fill(tables.faults, faults)
    still_open = [fault for fault in faults if fault.is_open]

    found = ids_of(api.walk(f"limit={limit}&order=severity"))

    by_severity = [[f for f in still_open if f.severity is severity] for severity in Severity]
    assert found == [one for alike in by_severity for one in in_order(alike)]
    low = ids_of(api.walk(f"limit={limit}&order=severity&severity=LOW&status=unresolved"))
    assert low == in_order(by_severity[-1])


def test_of_more_than_1000_the_newest_are_sorted_and_the_answer_says_so(
    api: NativeApi, dynoxide: Engine, tables: Tables
):
    newer = [
        a_fault(number=place + 1, opened_at=NOW - timedelta(seconds=place), severity=Severity.LOW)
        for place in range(1000)
    ]
    dynoxide.fill(tables.faults, newer[:999])
    whole = api("GET", "/fault", query="limit=2&order=severity")
    older = a_fault(number=2000, opened_at=NOW - timedelta(days=1), severity=Severity.CRITICAL)
    dynoxide.fill(tables.faults, [*newer[999:], older])

    cut = api("GET", "/fault", query="limit=2&order=severity")

    assert [item["severity"] for item in cut.json["data"]] == ["LOW", "LOW"]
    assert (whole.json["meta"]["complete"], cut.json["meta"]["complete"]) == (True, False)


def test_a_fault_that_grows_graver_while_a_sorted_list_is_walked_disturbs_no_other(
    api: NativeApi, dynoxide: Engine, tables: Tables
):
    faults = [fault for fault in crowd(60, in_one_second=5) if fault.is_open]
    dynoxide.fill(tables.faults, faults)
    walk = api.walk("limit=5&order=severity")
    met = [one["id"] for one in next(walk)]
    least = fault_id(CUSTOMER, next(f.number for f in faults if f.severity is Severity.LOW))

    assert api("PATCH", f"/fault/{least}", {"severity": "CRITICAL"}).status == 200
    met += ids_of(walk)

    others = {fault for fault in in_order(faults) if fault != least}
    assert set(met) - {least} == others
    assert len(met) == len(set(met))


def test_only_open_faults_are_sorted_by_severity(api: NativeApi):
    for status in ("resolved", "recent", "unresolved,resolved"):
        answer = api("GET", "/fault", query=f"order=severity&status={status}")

        assert answer.status == 400
        assert answer.json["errors"] == {"order": ["by severity of open faults alone"]}


def test_recently_resolved_faults_are_in_order_of_resolving(
    api: NativeApi, dynoxide: Engine, tables: Tables
):
    faults = crowd(300, in_one_second=150)
    dynoxide.fill(tables.faults, faults)
    day = timedelta(days=1)
    recent = [f for f in faults if f.resolved_at and NOW - day <= f.resolved_at]
    recent.sort(key=lambda fault: (fault.resolved_at or NOW, fault.number), reverse=True)

    found = ids_of(api.walk("limit=7&status=recent"))

    assert found == [fault_id(fault.customer_id, fault.number) for fault in recent]
    assert len(found) > 14


def test_what_was_resolved_within_a_span_is_in_the_order_of_that(
    api: NativeApi, dynoxide: Engine, tables: Tables
):
    faults = crowd(300, in_one_second=150)
    dynoxide.fill(tables.faults, faults)
    begin, end = NOW - timedelta(hours=30), NOW - timedelta(hours=2)
    within = [f for f in faults if f.resolved_at and begin <= f.resolved_at < end]
    within.sort(key=lambda fault: (fault.resolved_at or NOW, fault.number), reverse=True)
    span = f"resolved_from={begin:%Y-%m-%dT%H:%M:%SZ}&resolved_to={end:%Y-%m-%dT%H:%M:%SZ}"
    opened = within[len(within) // 2].opened_at

    found = ids_of(api.walk(f"limit=7&{span}"))
    older = ids_of(api.walk(f"limit=7&{span}&to={opened:%Y-%m-%dT%H:%M:%S.%fZ}"))

    assert found == [fault_id(fault.customer_id, fault.number) for fault in within]
    assert ids_of(api.walk(f"limit=7&{span}&order=oldest&status=resolved")) == found[::-1]
    assert older == in_order([fault for fault in within if fault.opened_at < opened])
    assert 0 < len(older) < len(found)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("status=unresolved&resolved_from=2025-10-21T00:00:00Z", "resolved_from"),
        ("status=unresolved&resolved_to=2025-10-21T00:00:00Z", "resolved_to"),
        ("order=severity&resolved_to=2025-10-21T00:00:00Z", "order"),
    ],
)
def test_what_is_open_was_not_resolved_within_any_span(api: NativeApi, query: str, name: str):
    answer = api("GET", "/fault", query=query)

    assert (answer.status, list(answer.json["errors"])) == (400, [name])


def test_what_matches_throughout_is_met_once_while_others_write(
    api: NativeApi, dynoxide: Engine, tables: Tables
):
    faults = [
        a_fault(number=place + 1, opened_at=NOW - timedelta(minutes=place), path="site_1|dev")
        for place in range(200)
    ]
    dynoxide.fill(tables.faults, faults)
    disturbed = {fault_id(CUSTOMER, fault.number) for fault in faults[::10]}
    doomed = iter(sorted(disturbed))
    met: list[str] = []

    for page in api.walk("limit=9&site=site_1&status=unresolved"):
        met += [fault["id"] for fault in page]
        api.create(resource_ancestry_path="site_1|dev")
        for change in ("resolve", "delete"):
            target = next(doomed, None)
            if target and change == "resolve":
                assert api("POST", f"/fault/{target}/resolve").status == 200
            elif target:
                assert api("DELETE", f"/fault/{target}").status == 204

    lasting = [fault for fault in in_order(faults) if fault not in disturbed]
    assert [one for one in met if one not in disturbed] == lasting
    assert len(met) == len(set(met))


def test_faults_that_expire_while_walking_are_left_out(
    api: NativeApi, dynoxide: Engine, tables: Tables
):
    faults = [
        a_fault(number=place + 1, opened_at=NOW - timedelta(days=place)) for place in range(60)
    ]
    dynoxide.fill(tables.faults, faults)
    walk = api.walk("limit=10")
    first = next(walk)

    # Fourteen months after the oldest thirty were opened.
    api.clock.at = NOW + timedelta(days=424 - 29)
    rest = list(walk)

    found = ids_of([first, *rest])
    assert found == in_order([f for f in faults if not f.is_expired(api.clock.at)])
    assert 10 < len(found) < 60


def test_a_cursor_goes_with_its_filters_only(api: NativeApi, dynoxide: Engine, tables: Tables):
    dynoxide.fill(tables.faults, crowd(50, in_one_second=10))
    cursor = api("GET", "/fault", query="limit=5&severity=LOW").json["meta"]["cursor"]

    def status(query: str) -> int:
        return api("GET", "/fault", query=f"{query}&cursor={cursor}").status

    assert status("limit=5&severity=LOW") == 200
    assert status("limit=50&severity=LOW") == 200
    assert status("limit=5") == 400
    assert status("limit=5&severity=HIGH") == 400
    assert status("limit=5&severity=LOW&status=resolved") == 400
    assert status("limit=5&severity=LOW&from=2020-01-01T00:00:00Z") == 400


def test_a_mutated_cursor_is_refused_and_never_fails(
    api: NativeApi, dynoxide: Engine, tables: Tables
):
    dynoxide.fill(tables.faults, crowd(20, in_one_second=0))
    cursor = api("GET", "/fault", query="limit=5").json["meta"]["cursor"]
    forged = [cursor[:place] + "A" + cursor[place + 1 :] for place in range(len(cursor))]
    forged += [cursor[:-1], cursor + "A", cursor + "=", "A" * len(cursor), cursor[::-1]]

    answers = [api("GET", "/fault", query=f"limit=5&cursor={one}") for one in forged]

    kept = [one == cursor for one in forged]
    assert [answer.status for answer in answers] == [200 if same else 400 for same in kept]


def test_without_a_limit_a_page_has_fifty(api: NativeApi, dynoxide: Engine, tables: Tables):
    dynoxide.fill(tables.faults, crowd(120, in_one_second=0))

    answer = api("GET", "/fault")

    assert (len(answer.json["data"]), answer.json["meta"]["count"]) == (50, 50)
    assert answer.json["meta"]["has_more"] is True


def test_a_sparse_filter_goes_on_by_cursor_when_its_budget_is_spent(
    api: NativeApi, dynoxide: Engine, tables: Tables
):
    ordinary = [
        a_fault(number=place + 1, opened_at=NOW - timedelta(seconds=place)) for place in range(1200)
    ]
    rare = a_fault(number=9999, opened_at=NOW - timedelta(days=40), message="a needle")
    dynoxide.fill(tables.faults, [*ordinary, rare])

    for query in ("q=needle", "q=needle&status=unresolved", "q=needle&site=site_8a7b6c5d4e3f2g1h"):
        pages = list(api.walk(query))

        assert ids_of(pages) == in_order([rare])
        assert 2 <= len(pages) <= 5
