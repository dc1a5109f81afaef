"""Faults in the stores: one suite for the fake and the real ones, so that the fake stays honest."""

from dataclasses import replace
from datetime import timedelta

import pytest

from faultbook.domain.details import IncidentDetails, OutageDetails
from faultbook.domain.errors import FaultChanged, FaultNotFound
from faultbook.domain.fault import ChangeKind, Fault, Kind, Severity, Status
from faultbook.domain.idempotency import NumberTaken
from faultbook.domain.listing import Counted, FaultFilter, Order, Page, Position
from faultbook.usecases.ports import FaultStore
from tests.support.builders import ACTOR, CUSTOMER, NOW, SteppingClock, a_change, a_comment, a_fault

RESOLVED = a_change(ChangeKind.RESOLVED, at=NOW + timedelta(hours=1), why="fixed")


def _create(store: FaultStore, count: int, **report):
    faults = [a_fault(opened_at=NOW - timedelta(minutes=count - i), **report) for i in range(count)]
    for fault in faults:
        store.create(CUSTOMER, fault)
    return faults


def _walk(store: FaultStore, fault_filter: FaultFilter, limit: int):
    found: list[Fault] = []
    after = None
    while True:
        page = store.page(CUSTOMER, fault_filter, limit, after)
        found += page.faults
        after = page.next
        if after is None:
            return found


def test_a_stored_fault_comes_back_whole(fault_store: FaultStore):
    fault = a_fault(
        metadata={"slot": 3, "nested": {"deep": [1.5, None, "ü"]}},
        services=({"name": "billing", "namespace": "prod"},),
        metric_names=("latency",),
        deduplication_key="link-7",
        incident=IncidentDetails("incident-1", "SECURITY", "P1", "Renew it.", "site_1"),
    )
    fault = replace(fault, memo="Called.", outage=OutageDetails("Expired", ("tls", "web")))
    fault = replace(fault, assignee="Ann", assigned_at=NOW)

    fault_store.create(CUSTOMER, fault)

    assert fault_store.get(CUSTOMER, fault.number) == fault


def test_another_customers_fault_is_not_found(fault_store: FaultStore):
    fault = a_fault()
    fault_store.create(CUSTOMER, fault)

    with pytest.raises(FaultNotFound):
        fault_store.get("cus_other", fault.number)


def test_a_taken_number_is_never_overwritten(fault_store: FaultStore):
    first = a_fault(number=4711)
    fault_store.create(CUSTOMER, first)

    with pytest.raises(NumberTaken):
        fault_store.create(CUSTOMER, a_fault(number=4711, message="another"))

    assert fault_store.get(CUSTOMER, 4711) == first


def test_the_same_create_sent_again_succeeds(fault_store: FaultStore):
    fault = a_fault()
    fault_store.create(CUSTOMER, fault)

    fault_store.create(CUSTOMER, fault)

    assert fault_store.get(CUSTOMER, fault.number) == fault


def test_an_expired_fault_is_gone_at_its_second(fault_store: FaultStore, clock: SteppingClock):
    fault = a_fault()
    fault_store.create(CUSTOMER, fault)

    clock.at = NOW + timedelta(seconds=fault.expires_at - NOW.timestamp() - 1)
    assert fault_store.get(CUSTOMER, fault.number) == fault
    clock.at += timedelta(seconds=1)

    with pytest.raises(FaultNotFound):
        fault_store.get(CUSTOMER, fault.number)
    with pytest.raises(FaultNotFound):
        fault_store.save(CUSTOMER, fault, fault.resolved(RESOLVED))
    with pytest.raises(FaultNotFound):
        fault_store.repeat(CUSTOMER, fault.number, clock.at, "token")
    with pytest.raises(FaultNotFound):
        fault_store.delete(CUSTOMER, fault)
    for fault_filter in (
        FaultFilter(),
        FaultFilter(status=Status.UNRESOLVED),
        FaultFilter(path=fault.path),
    ):
        assert fault_store.page(CUSTOMER, fault_filter, 10, None).faults == ()


def test_a_saved_change_is_read_back(fault_store: FaultStore):
    fault = a_fault()
    fault_store.create(CUSTOMER, fault)
    changed = fault.acknowledged(a_change(ChangeKind.ACKNOWLEDGED), email="a@example.org")
    changed = replace(
        changed.commented(a_change(ChangeKind.COMMENTED), a_comment()), version=fault.version + 1
    )

    fault_store.save(CUSTOMER, fault, changed)

    assert fault_store.get(CUSTOMER, fault.number) == changed


def test_a_reopened_fault_keeps_no_trace_of_its_resolution(fault_store: FaultStore):
    fault = a_fault()
    fault_store.create(CUSTOMER, fault)
    resolved = fault.resolved(RESOLVED, resolution="FIXED")
    fault_store.save(CUSTOMER, fault, resolved)
    reopened = resolved.reopened(a_change(ChangeKind.REOPENED))

    fault_store.save(CUSTOMER, resolved, reopened)

    assert fault_store.get(CUSTOMER, fault.number) == reopened
    assert fault_store.page(CUSTOMER, FaultFilter(status=Status.UNRESOLVED), 10, None).faults == (
        reopened,
    )


def test_of_two_changes_to_one_version_the_second_is_refused(fault_store: FaultStore):
    fault = a_fault()
    fault_store.create(CUSTOMER, fault)
    fault_store.save(CUSTOMER, fault, fault.resolved(RESOLVED))

    with pytest.raises(FaultChanged):
        fault_store.save(CUSTOMER, fault, fault.acknowledged(a_change(ChangeKind.ACKNOWLEDGED)))


def test_the_same_change_sent_again_succeeds(fault_store: FaultStore):
    fault = a_fault()
    fault_store.create(CUSTOMER, fault)
    resolved = fault.resolved(RESOLVED)
    fault_store.save(CUSTOMER, fault, resolved)

    fault_store.save(CUSTOMER, fault, resolved)

    assert fault_store.get(CUSTOMER, fault.number) == resolved


def test_a_removed_fault_does_not_come_back_as_a_stump(fault_store: FaultStore):
    fault = a_fault()
    fault_store.create(CUSTOMER, fault)
    fault_store.delete(CUSTOMER, fault)

    with pytest.raises(FaultNotFound):
        fault_store.save(CUSTOMER, fault, fault.resolved(RESOLVED))
    with pytest.raises(FaultNotFound):
        fault_store.repeat(CUSTOMER, fault.number, NOW, "token")
    with pytest.raises(FaultNotFound):
        fault_store.get(CUSTOMER, fault.number)


@pytest.mark.parametrize("limit", [1, 7, 100])
def test_pages_hold_every_fault_once_newest_first(fault_store: FaultStore, limit: int):
    faults = _create(fault_store, 23)

    assert _walk(fault_store, FaultFilter(), limit) == faults[::-1]


def test_faults_of_one_moment_are_paged_without_loss(fault_store: FaultStore):
    faults = [a_fault(number=1000 + i) for i in range(9)]
    for fault in faults:
        fault_store.create(CUSTOMER, fault)

    assert _walk(fault_store, FaultFilter(), 2) == faults[::-1]


def test_a_list_goes_over_months(fault_store: FaultStore):
    faults = [a_fault(opened_at=NOW - timedelta(days=40 * i)) for i in range(6)]
    for fault in faults:
        fault_store.create(CUSTOMER, fault)

    assert _walk(fault_store, FaultFilter(), 4) == faults
    spring = FaultFilter(since=NOW - timedelta(days=170), until=NOW - timedelta(days=80))
    assert _walk(fault_store, spring, 4) == faults[3:5]


def test_the_last_page_has_no_next(fault_store: FaultStore):
    _create(fault_store, 4)

    page = fault_store.page(CUSTOMER, FaultFilter(), 4, None)

    assert (len(page.faults), page.next) == (4, None)


def test_a_path_finds_whole_segments_only(fault_store: FaultStore):
    one = a_fault(path="site_1|rack_2|dev_3")
    ten = a_fault(path="site_10|rack_2|dev_3")
    rack = a_fault(path="site_1|rack_22|dev_3")
    for fault in (one, ten, rack):
        fault_store.create(CUSTOMER, fault)

    def found(path: str):
        page = fault_store.page(CUSTOMER, FaultFilter(path=path), 10, None)
        return {fault.number for fault in page.faults}

    assert found("site_1") == {one.number, rack.number}
    assert found("site_1|rack_2") == {one.number}
    assert found("site_1|rack_2|dev_3") == {one.number}
    assert found("site") == set()


def test_a_sites_list_merges_open_and_resolved_by_time(fault_store: FaultStore):
    faults = _create(fault_store, 12)
    for fault in faults[::3]:
        fault_store.save(CUSTOMER, fault, fault.resolved(RESOLVED))
    expected = [fault.number for fault in faults[::-1]]

    for limit in (1, 5, 12):
        found = _walk(fault_store, FaultFilter(path="site_8a7b6c5d4e3f2g1h"), limit)
        assert [fault.number for fault in found] == expected


def test_recently_resolved_faults_come_in_order_of_resolving(fault_store: FaultStore):
    faults = _create(fault_store, 3)
    for hours, fault in zip((2, 3, 1), faults, strict=True):
        change = a_change(ChangeKind.RESOLVED, at=NOW + timedelta(hours=hours))
        fault_store.save(CUSTOMER, fault, fault.resolved(change))
    fault_filter = FaultFilter(
        order=Order.RESOLVED, status=Status.RESOLVED, since=NOW + timedelta(hours=2)
    )

    found = _walk(fault_store, fault_filter, 1)

    assert [fault.number for fault in found] == [faults[1].number, faults[0].number]


def test_all_filters_hold_together(fault_store: FaultStore):
    wanted = a_fault(severity=Severity.LOW, type="site", resource_id="dev_1", cause="Überspannung")
    others = [
        a_fault(severity=Severity.HIGH, type="site", resource_id="dev_1", cause="überspannung"),
        a_fault(severity=Severity.LOW, type="wan", resource_id="dev_1", cause="überspannung"),
        a_fault(severity=Severity.LOW, type="site", resource_id="dev_2", cause="überspannung"),
        a_fault(severity=Severity.LOW, type="site", resource_id="dev_1", cause="spannung"),
    ]
    for fault in (wanted, *others):
        fault_store.create(CUSTOMER, fault)
    asked = FaultFilter(
        severities=frozenset({Severity.LOW}),
        types=frozenset({"site"}),
        resource_id="dev_1",
        text="überSPANNUNG",
        status=Status.UNRESOLVED,
    )

    assert fault_store.page(CUSTOMER, asked, 10, None).faults == (wanted,)


def test_faults_are_found_by_who_has_them(fault_store: FaultStore):
    anns, bobs, nobodys = _create(fault_store, 3)
    for fault, name in ((anns, "ann"), (bobs, "bob")):
        given = fault.assigned(a_change(ChangeKind.ASSIGNED), name)
        fault_store.save(CUSTOMER, fault, given)

    found = fault_store.page(CUSTOMER, FaultFilter(assignees=frozenset({"ann"})), 10, None).faults

    assert [(fault.number, fault.assignee) for fault in found] == [(anns.number, "ann")]
    assert fault_store.get(CUSTOMER, nobodys.number).assignee == ""
    assert (
        fault_store.count(CUSTOMER, FaultFilter(assignees=frozenset({"ann"})), 10, None).number == 1
    )


def test_a_fault_that_turns_up_while_paging_disturbs_nothing(fault_store: FaultStore):
    faults = _create(fault_store, 6)
    first = fault_store.page(CUSTOMER, FaultFilter(), 2, None)
    fault_store.create(CUSTOMER, a_fault(opened_at=NOW + timedelta(minutes=1)))
    fault_store.delete(CUSTOMER, first.faults[-1])

    rest = fault_store.page(CUSTOMER, FaultFilter(), 10, first.next)

    assert [*first.faults, *rest.faults] == faults[::-1]


def test_the_actor_of_the_last_change_is_kept(fault_store: FaultStore):
    fault = a_fault()
    fault_store.create(CUSTOMER, fault)
    fault_store.save(CUSTOMER, fault, fault.resolved(RESOLVED))

    change = fault_store.get(CUSTOMER, fault.number).last_change

    assert (change.by, change.api, change.why) == (ACTOR.subject, ACTOR.api, "fixed")


def test_a_page_read_backwards_is_the_one_before(fault_store: FaultStore):
    faults = _create(fault_store, 23)[::-1]
    first = fault_store.page(CUSTOMER, FaultFilter(), 10, None)
    second = fault_store.page(CUSTOMER, FaultFilter(), 10, first.next)
    start = Position(second.faults[0].opened_at, second.faults[0].number)

    back = fault_store.page(CUSTOMER, FaultFilter(), 4, start, backwards=True)
    rest = fault_store.page(CUSTOMER, FaultFilter(), 100, back.next, backwards=True)

    assert list(back.faults) == faults[6:10]
    assert (list(rest.faults), rest.next) == (faults[:6], None)


def test_reading_backwards_goes_over_months_and_statuses(fault_store: FaultStore):
    faults = [a_fault(opened_at=NOW - timedelta(days=40 * i)) for i in range(6)]
    for fault in faults:
        fault_store.create(CUSTOMER, fault)
    oldest = Position(faults[5].opened_at, faults[5].number)

    for fault_filter in (FaultFilter(), FaultFilter(path=faults[0].path)):
        page = fault_store.page(CUSTOMER, fault_filter, 3, oldest, backwards=True)
        assert list(page.faults) == faults[2:5]


COUNTED = {
    "all": FaultFilter(),
    "open": FaultFilter(status=Status.UNRESOLVED),
    "resolved lately": FaultFilter(order=Order.RESOLVED, status=Status.RESOLVED),
    "of a place": FaultFilter(path="site_8a7b6c5d4e3f2g1h"),
    "of severities": FaultFilter(severities=frozenset({Severity.LOW, Severity.HIGH})),
    "of a kind": FaultFilter(kinds=frozenset({Kind.ANOMALY})),
    "of types": FaultFilter(types=frozenset({"t1", "t2"})),
    "of a reporter": FaultFilter(reporters=frozenset({"poller"})),
    "acknowledged": FaultFilter(acknowledged=True),
    "untouched": FaultFilter(acknowledged=False, status=Status.UNRESOLVED),
    "open or resolved lately": FaultFilter(resolved_since=NOW - timedelta(days=30)),
    "resolved within": FaultFilter(
        resolved_since=NOW - timedelta(days=40), resolved_until=NOW - timedelta(days=10)
    ),
    "of a resource": FaultFilter(resource_id="r", status=Status.UNRESOLVED),
    "that lasted": FaultFilter(min_duration=timedelta(minutes=2)),
    "of a span": FaultFilter(since=NOW - timedelta(days=40), until=NOW),
}


@pytest.mark.parametrize("wanted", COUNTED.values(), ids=COUNTED.keys())
@pytest.mark.parametrize("direction", ["behind", "before"])
def test_a_count_is_how_many_a_walk_would_find(
    fault_store: FaultStore, wanted: FaultFilter, direction: str
):
    for place in range(12):
        fault = a_fault(
            opened_at=NOW - timedelta(days=7 * place),
            resource_id="r" if place % 3 else "s",
            severity=list(Severity)[place % 5],
            kind=Kind.ANOMALY if place % 4 else Kind.ALERT,
            type=f"t{place % 4}",
            reporter="poller" if place % 3 else "prober",
        )
        if place % 5 == 0:
            fault = fault.acknowledged(a_change(ChangeKind.ACKNOWLEDGED))
        fault_store.create(CUSTOMER, fault)
        if place % 2:
            after = fault.opened_at + timedelta(minutes=place)
            over = fault.resolved(a_change(ChangeKind.RESOLVED, at=after))
            fault_store.save(CUSTOMER, fault, over)
    walked = _walk(fault_store, wanted, 3)
    second = wanted.position_of(walked[1])
    backwards = direction == "before"

    counted = fault_store.count(CUSTOMER, wanted, 100, second, backwards=backwards)

    assert counted == Counted(1 if backwards else len(walked) - 2, is_all=True)
    assert fault_store.count(CUSTOMER, wanted, 100, None) == Counted(len(walked), is_all=True)
    assert fault_store.count(CUSTOMER, wanted, 1, None) == Counted(2, is_all=False)
    assert fault_store.count("cus_other", wanted, 100, None) == Counted(0, is_all=True)


def test_a_span_that_ends_before_it_begins_is_empty(fault_store: FaultStore):
    _create(fault_store, 3)
    for status in (None, Status.UNRESOLVED):
        fault_filter = FaultFilter(status=status, since=NOW, until=NOW - timedelta(hours=1))
        assert fault_store.page(CUSTOMER, fault_filter, 10, None) == Page((), None)
