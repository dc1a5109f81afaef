"""Reports of a monitor that says again and again how something is."""

from datetime import timedelta
from typing import Any

import pytest

from faultbook.domain.fault import ChangeKind, Fault, Severity, Status
from faultbook.domain.idempotency import Claim
from faultbook.domain.identifiers import draw_number
from faultbook.usecases.report_faults import Reported
from tests.support.bound import Bound
from tests.support.builders import ACTOR, CUSTOMER, NOW, SteppingClock, a_report, a_target
from tests.support.fakes import InMemoryFaultStore

KEY = "disk of web-1"


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock()


@pytest.fixture
def store(clock: SteppingClock) -> InMemoryFaultStore:
    return InMemoryFaultStore(clock)


def report(store: InMemoryFaultStore, clock: SteppingClock, *, follow=True, **fields) -> Reported:
    reports = Bound(store, clock, draw_number=draw_number).reports
    said_again = a_report(deduplication_key=KEY, **fields)
    return reports.report(CUSTOMER, said_again, ACTOR, follow=follow)


def all_well(store: InMemoryFaultStore, clock: SteppingClock, **fields) -> None:
    arguments: dict[str, Any] = {"at": clock(), "reason": "It is well again."} | fields
    Bound(store, clock).reports.resolve_reported(CUSTOMER, KEY, ACTOR, **arguments)


def stored(store: InMemoryFaultStore, reported: Reported) -> Fault:
    return store.get(CUSTOMER, reported.fault.number)


def test_a_lower_severity_is_followed_with_its_word_and_message(store, clock):
    opened = report(store, clock, severity=Severity.CRITICAL, message="95 %")

    report(store, clock, severity=Severity.WARNING, severity_word="WARNING", message="85 %")

    fault = stored(store, opened)
    assert (fault.severity, fault.severity_word) == (Severity.WARNING, "WARNING")
    assert fault.message == "85 %"
    assert fault.last_change.what is ChangeKind.UPDATED
    assert (fault.version, fault.occurrences) == (2, 2)


def test_a_higher_severity_is_raised_in_the_same_change_as_its_message(store, clock):
    opened = report(store, clock, severity=Severity.WARNING, message="85 %")

    report(store, clock, severity=Severity.CRITICAL, message="95 %")

    fault = stored(store, opened)
    assert (fault.severity, fault.message) == (Severity.CRITICAL, "95 %")
    assert fault.last_change.what is ChangeKind.SEVERITY_RAISED
    assert fault.version == 2


def test_the_same_severity_in_other_words_is_news_and_no_new_version(store, clock):
    opened = report(store, clock, severity=Severity.WARNING, message="85 %")

    report(store, clock, severity=Severity.WARNING, message="86 %")

    fault = stored(store, opened)
    assert (fault.message, fault.version, fault.occurrences) == ("86 %", 1, 2)


def test_without_following_a_lower_severity_is_not_taken_on_but_its_message_is(store, clock):
    opened = report(store, clock, severity=Severity.CRITICAL, message="95 %")

    report(store, clock, follow=False, severity=Severity.LOW, message="85 %")

    fault = stored(store, opened)
    assert (fault.severity, fault.message, fault.version) == (Severity.CRITICAL, "85 %", 1)


def test_what_is_over_is_resolved(store, clock):
    opened = report(store, clock)
    clock.at += timedelta(minutes=5)

    all_well(store, clock)

    fault = stored(store, opened)
    assert fault.status is Status.RESOLVED
    assert fault.resolved_at == clock.at
    assert fault.resolution_reason == "It is well again."


def test_what_is_over_twice_is_resolved_once(store, clock):
    opened = report(store, clock)
    all_well(store, clock)
    clock.at += timedelta(minutes=5)

    all_well(store, clock, reason="again")

    fault = stored(store, opened)
    assert (fault.resolved_at, fault.resolution_reason) == (NOW, "It is well again.")
    assert fault.version == 2


def test_what_was_over_before_a_fault_began_leaves_it_open(store, clock):
    opened = report(store, clock)

    all_well(store, clock, at=NOW - timedelta(seconds=1))

    assert stored(store, opened).is_open


def minutes_ago(minutes: int) -> Any:
    return NOW - timedelta(minutes=minutes)


def test_what_was_over_before_a_fault_was_seen_last_leaves_it_open(store, clock):
    opened = report(store, clock, occurred_at=minutes_ago(5))
    report(store, clock, occurred_at=minutes_ago(1))

    all_well(store, clock, at=minutes_ago(3))
    assert stored(store, opened).is_open

    all_well(store, clock, at=minutes_ago(1))
    assert stored(store, opened).resolved_at == minutes_ago(1)


def test_a_late_report_takes_neither_severity_nor_message_back(store, clock):
    opened = report(store, clock, occurred_at=minutes_ago(5), message="80 %")
    fields = {"severity": Severity.CRITICAL, "message": "95 %"}
    report(store, clock, occurred_at=minutes_ago(1), **fields)
    before = stored(store, opened)

    report(store, clock, occurred_at=minutes_ago(3), severity=Severity.LOW, message="85 %")

    assert stored(store, opened) == before


def test_a_report_that_was_taken_already_is_not_counted_again(store, clock):
    fields = {"severity": Severity.CRITICAL, "message": "95 %", "occurred_at": minutes_ago(1)}
    opened = report(store, clock, **fields)

    again = report(store, clock, **fields)

    assert (again.created, again.fault) == (False, opened.fault)
    assert stored(store, opened).occurrences == 1


def test_a_report_that_comes_after_the_end_it_was_before_opens_nothing(store, clock):
    fields = {"severity": Severity.CRITICAL, "message": "95 %", "occurred_at": minutes_ago(5)}
    opened = report(store, clock, **fields)
    all_well(store, clock, at=minutes_ago(3))

    for again in (fields, fields | {"occurred_at": minutes_ago(4)}):
        assert not report(store, clock, **again).created

    assert stored(store, opened).resolved_at == minutes_ago(3)
    assert report(store, clock, **fields | {"occurred_at": minutes_ago(2)}).created


def test_the_end_of_what_nobody_reported_is_nothing(store, clock):
    all_well(store, clock)

    assert report(store, clock).created


class StoreWithAStaleClaim(InMemoryFaultStore):
    """The fault is deleted between the look at its claim and the look at itself."""

    def claim(self, customer_id: str, key: str) -> Claim | None:
        claim = super().claim(customer_id, key)
        if claim:
            self.delete(customer_id, self.get(customer_id, claim.number))
        return claim


def test_the_end_of_a_fault_that_is_deleted_meanwhile_is_nothing(clock):
    store = StoreWithAStaleClaim(clock)
    report(store, clock)

    all_well(store, clock)

    assert report(store, clock).created


def test_after_the_end_the_next_report_is_a_new_fault(store, clock):
    first = report(store, clock)
    all_well(store, clock)

    second = report(store, clock)

    assert second.created
    assert second.fault.number != first.fault.number


def test_a_fault_that_somebody_else_changed_is_followed_too(store, clock):
    opened = report(store, clock, severity=Severity.CRITICAL)
    Bound(store, clock).changes.edit(a_target(opened.fault), {"severity": Severity.LOW})

    report(store, clock, severity=Severity.CRITICAL)

    assert stored(store, opened).severity is Severity.CRITICAL


def test_a_fault_that_was_resolved_by_hand_is_not_resolved_again(store, clock):
    opened = report(store, clock)
    Bound(store, clock).changes.resolve(a_target(opened.fault), "by hand")

    all_well(store, clock)

    assert stored(store, opened).resolution_reason == "by hand"
