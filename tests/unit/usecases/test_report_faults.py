from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from faultbook.domain.errors import (
    FaultNotFound,
    IdempotencyKeyReused,
    InvalidRequest,
    Unavailable,
)
from faultbook.domain.fault import ChangeKind, Fault, Severity, Status
from faultbook.domain.idempotency import Idempotency
from faultbook.domain.listing import FaultFilter
from faultbook.usecases.ports import DrawNumber
from faultbook.usecases.report_faults import Reported
from faultbook.usecases.target import Target
from tests.support.bound import Bound
from tests.support.builders import (
    ACTOR,
    CUSTOMER,
    NOW,
    SteppingClock,
    TickingClock,
    a_change,
    a_fault,
    a_report,
)
from tests.support.fakes import InMemoryFaultStore
from tests.support.interruptions import Interrupted, Killed

KEY = Idempotency("key-1", "fingerprint")
DEDUPLICATED = a_report(deduplication_key="link-7", severity=Severity.MEDIUM)


@pytest.fixture
def clock() -> SteppingClock:
    return TickingClock()


@pytest.fixture
def store(clock: SteppingClock) -> InMemoryFaultStore:
    return InMemoryFaultStore(clock)


@pytest.fixture
def report(store: InMemoryFaultStore, clock: SteppingClock) -> Callable[..., Reported]:
    """Report to the store; numbers are drawn from 1 up."""
    numbers = count(1)

    def call(
        report: Any = DEDUPLICATED,
        *,
        by_way_of: Any = store,
        draw_number: DrawNumber = lambda _: next(numbers),
        **named: Any,
    ) -> Reported:
        reports = Bound(by_way_of, clock, draw_number=draw_number).reports
        return reports.report(CUSTOMER, report, ACTOR, **named)

    return call


def faults(store: InMemoryFaultStore) -> list[Fault]:
    return list(store.page(CUSTOMER, FaultFilter(), 100, None).faults)


def deleted(store: InMemoryFaultStore, clock: SteppingClock, number: int) -> None:
    Bound(store, clock).changes.delete(Target(CUSTOMER, number, ACTOR))


def resolved(store: InMemoryFaultStore, clock: SteppingClock, number: int) -> None:
    Bound(store, clock).changes.resolve(Target(CUSTOMER, number, ACTOR))


class TestAReportWithoutKeys:
    def test_is_a_new_fault(self, report, store: InMemoryFaultStore):
        reported = report(a_report())

        assert (reported.created, reported.replayed) == (True, False)
        assert faults(store) == [reported.fault]
        change = reported.fault.last_change
        assert (change.what, change.by, change.at) == (
            ChangeKind.OPENED,
            ACTOR.subject,
            reported.fault.opened_at,
        )

    def test_is_another_fault_each_time(self, report, store: InMemoryFaultStore):
        report(a_report())
        report(a_report())

        assert len(faults(store)) == 2

    def test_out_of_range_makes_nothing(self, report, store: InMemoryFaultStore):
        with pytest.raises(InvalidRequest):
            report(a_report(occurred_at=NOW + timedelta(days=1)))

        assert faults(store) == []

    def test_draws_again_when_its_number_is_taken(self, report, store: InMemoryFaultStore):
        store.create(CUSTOMER, a_fault(number=1))

        assert report(a_report()).fault.number == 2

    def test_gives_up_when_every_number_is_taken(self, report, store: InMemoryFaultStore):
        store.create(CUSTOMER, a_fault(number=7))

        with pytest.raises(Unavailable):
            report(a_report(), draw_number=lambda _: 7)


class TestADeduplicationKey:
    def test_repeats_its_open_fault(self, report, store: InMemoryFaultStore):
        first = report()

        second = report()

        assert (second.created, second.fault.number) == (False, first.fault.number)
        assert (second.fault.occurrences, second.fault.version) == (2, 1)
        assert faults(store) == [second.fault]

    def test_makes_a_new_fault_once_the_first_is_resolved(
        self, report, store: InMemoryFaultStore, clock: SteppingClock
    ):
        first = report().fault
        resolved(store, clock, first.number)

        second = report()
        third = report()

        assert (second.created, third.created) == (True, False)
        assert second.fault.number != first.number
        assert third.fault.number == second.fault.number

    def test_makes_a_new_fault_once_the_first_has_expired(self, report, clock: SteppingClock):
        first = report().fault
        clock.at += timedelta(days=500)

        assert report().fault.number != first.number

    def test_makes_a_new_fault_once_the_first_is_deleted(
        self, report, store: InMemoryFaultStore, clock: SteppingClock
    ):
        first = report().fault
        deleted(store, clock, first.number)

        assert report().fault.number != first.number

    def test_is_the_customers_own(self, report, store: InMemoryFaultStore, clock: SteppingClock):
        report()

        other = Bound(store, clock).reports.report("cus_other", DEDUPLICATED, ACTOR)

        assert other.created

    def test_raises_the_severity_and_never_lowers_it(self, report, store: InMemoryFaultStore):
        report()

        raised = report(replace(DEDUPLICATED, severity=Severity.CRITICAL)).fault
        lower = report(replace(DEDUPLICATED, severity=Severity.LOW)).fault

        assert (raised.severity, raised.version) == (Severity.CRITICAL, 2)
        assert raised.last_change.what is ChangeKind.SEVERITY_RAISED
        assert (lower.severity, lower.version, lower.occurrences) == (Severity.CRITICAL, 2, 3)
        assert faults(store) == [lower]

    def test_follows_in_both_directions_when_told_to(self, report):
        report()

        news = replace(DEDUPLICATED, severity=Severity.LOW, message="calmer")
        followed = report(news, follow=True).fault

        assert (followed.severity, followed.message) == (Severity.LOW, "calmer")

    def test_does_not_touch_the_severity_of_what_was_resolved_meanwhile(
        self, report, store: InMemoryFaultStore, clock: SteppingClock
    ):
        number = report().fault.number

        def resolve() -> None:
            resolved(store, clock, number)

        racing = Interrupted(store, before={3: resolve})
        reported = report(replace(DEDUPLICATED, severity=Severity.CRITICAL), by_way_of=racing)

        assert racing.calls == ["claim", "repeat", "get"]
        assert (reported.fault.status, reported.fault.severity) == (
            Status.RESOLVED,
            Severity.MEDIUM,
        )

    def test_of_two_first_reports_one_makes_the_fault(self, report, store: InMemoryFaultStore):
        racing = Interrupted(store, before={2: report})

        reported = report(by_way_of=racing)

        assert racing.calls == ["claim", "create", "claim", "repeat"]
        assert not reported.created
        assert [fault.occurrences for fault in faults(store)] == [2]

    def test_resolved_between_look_and_repetition_makes_a_new_fault(
        self, report, store: InMemoryFaultStore, clock: SteppingClock
    ):
        number = report().fault.number

        def resolve() -> None:
            resolved(store, clock, number)

        reported = report(by_way_of=Interrupted(store, before={2: resolve}))

        assert reported.created
        assert {fault.status for fault in faults(store)} == {Status.RESOLVED, Status.UNRESOLVED}


class TestAnIdempotencyKey:
    def test_replays_the_first_answer(
        self, report, store: InMemoryFaultStore, clock: SteppingClock
    ):
        first = report(a_report(), idempotency=KEY)
        clock.at += timedelta(hours=1)

        again = [report(a_report(), idempotency=KEY) for _ in range(4)]

        assert {reported.replayed for reported in again} == {True}
        assert {reported.created for reported in again} == {True}
        for reported in again:
            change = replace(reported.fault.last_change, write_id=first.fault.last_change.write_id)
            assert replace(reported.fault, last_change=change) == first.fault
        assert faults(store) == [first.fault]

    def test_replays_the_first_answer_after_the_fault_was_changed(
        self, report, store: InMemoryFaultStore, clock: SteppingClock
    ):
        first = report(a_report(), idempotency=KEY).fault
        resolved(store, clock, first.number)

        again = report(a_report(), idempotency=KEY).fault

        assert (again.number, again.version, again.is_open) == (first.number, 1, True)

    def test_replays_however_old_the_occurrence_has_become(self, report, clock: SteppingClock):
        late = a_report(occurred_at=NOW - timedelta(days=365) + timedelta(seconds=1))
        first = report(late, idempotency=KEY)
        clock.at += timedelta(hours=1)

        assert report(late, idempotency=KEY).fault.number == first.fault.number

    def test_with_another_request_is_refused(self, report, store: InMemoryFaultStore):
        report(a_report(), idempotency=KEY)

        with pytest.raises(IdempotencyKeyReused):
            report(a_report(), idempotency=Idempotency(KEY.key, "another"))

        assert len(faults(store)) == 1

    def test_is_used_up_by_no_refused_request(self, report):
        with pytest.raises(InvalidRequest):
            report(a_report(occurred_at=NOW + timedelta(days=1)), idempotency=KEY)

        assert report(a_report(), idempotency=KEY).created

    def test_counts_for_24_hours(self, report, store: InMemoryFaultStore, clock: SteppingClock):
        report(a_report(), idempotency=KEY)
        clock.at = NOW + timedelta(hours=24) - timedelta(seconds=1)
        assert report(a_report(), idempotency=KEY).replayed
        clock.at = NOW + timedelta(hours=24, seconds=1)

        assert not report(a_report(), idempotency=KEY).replayed
        assert len(faults(store)) == 2

    def test_counts_a_repetition_once(self, report, store: InMemoryFaultStore):
        report()

        first = report(idempotency=KEY)
        again = report(idempotency=KEY)

        assert (first.replayed, again.replayed, again.created) == (False, True, False)
        assert again.fault.occurrences == 2
        assert [fault.occurrences for fault in faults(store)] == [2]

    def test_of_a_repetition_whose_fault_is_gone_finds_none(
        self, report, store: InMemoryFaultStore, clock: SteppingClock
    ):
        number = report().fault.number
        report(idempotency=KEY)
        deleted(store, clock, number)

        with pytest.raises(FaultNotFound):
            report(idempotency=KEY)

        assert faults(store) == []

    def test_of_two_requests_at_once_one_is_replayed(self, report, store: InMemoryFaultStore):
        racing = Interrupted(store, before={2: lambda: report(a_report(), idempotency=KEY)})

        second = report(a_report(), idempotency=KEY, by_way_of=racing)

        assert second.replayed
        assert len(faults(store)) == 1

    def test_completes_a_rise_of_severity_that_broke_off(self, report, store: InMemoryFaultStore):
        def end() -> None:
            raise Killed

        report()
        graver = replace(DEDUPLICATED, severity=Severity.CRITICAL)
        breaking = Interrupted(store, before={4: end})
        with pytest.raises(Killed):
            report(graver, idempotency=KEY, by_way_of=breaking)
        assert breaking.calls == ["claim", "claim", "repeat", "get"]

        retried = report(graver, idempotency=KEY)

        assert (retried.fault.severity, retried.fault.occurrences) == (Severity.CRITICAL, 2)

    def test_leaves_a_severity_alone_that_somebody_lowered_since(
        self, report, store: InMemoryFaultStore
    ):
        graver = replace(DEDUPLICATED, severity=Severity.CRITICAL)
        report()
        fault = report(graver, idempotency=KEY).fault
        lowered = fault.edited(
            a_change(ChangeKind.UPDATED, at=NOW + timedelta(hours=1)), severity=Severity.LOW
        )
        store.save(CUSTOMER, fault, lowered)

        assert report(graver, idempotency=KEY).fault.severity is Severity.LOW


class TestADetail:
    SAID = a_report(deduplication_key="link-7", detail={"description": "All about it."})

    def test_is_kept_beside_the_fault_that_is_opened(
        self, report: Callable[..., Reported], store: InMemoryFaultStore
    ):
        fault = report(self.SAID).fault

        assert store.details(CUSTOMER, [fault.number])[fault.number] == {
            "description": "All about it."
        }

    def test_that_a_repetition_brings_takes_its_place(
        self, report: Callable[..., Reported], store: InMemoryFaultStore
    ):
        opened = report(self.SAID).fault

        repeated = report(replace(self.SAID, detail={"description": "More of it."})).fault

        assert store.details(CUSTOMER, [opened.number])[opened.number] == {
            "description": "More of it."
        }
        assert store.get(CUSTOMER, opened.number) == repeated
        assert repeated.version == opened.version

    def test_is_not_written_again_as_long_as_it_says_the_same(
        self, report: Callable[..., Reported], store: InMemoryFaultStore
    ):
        opened = report(self.SAID).fault
        store.describe = Killed  # type: ignore[method-assign, assignment]

        assert report(self.SAID).fault.detail_mark == opened.detail_mark

    def test_of_a_late_report_is_no_news(
        self, report: Callable[..., Reported], store: InMemoryFaultStore
    ):
        opened = report(self.SAID).fault
        late = replace(
            self.SAID, detail={"description": "Old."}, occurred_at=NOW - timedelta(hours=1)
        )

        report(late)

        assert store.details(CUSTOMER, [opened.number])[opened.number] == {
            "description": "All about it."
        }

    def test_of_a_repetition_that_says_none_stands(
        self, report: Callable[..., Reported], store: InMemoryFaultStore
    ):
        opened = report(self.SAID).fault

        report(replace(self.SAID, detail={}))

        assert store.details(CUSTOMER, [opened.number])[opened.number] == {
            "description": "All about it."
        }
