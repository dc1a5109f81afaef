"""What is due is done once, however often and however late the schedule runs."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest

from faultbook.domain.due import GRACE, Due, DueKind
from faultbook.domain.errors import FaultChanged, Unavailable
from faultbook.domain.fault import ChangeKind, Fault, Origin, Status
from faultbook.domain.idempotency import Claim
from faultbook.usecases.due_faults import CLOSER, CloseDueFaults, WakeDueFaults
from faultbook.usecases.due_notes import Settler, SweepDueNotes
from faultbook.usecases.snooze_faults import SnoozeFaults
from tests.support.bound import Bound
from tests.support.builders import ACTOR as SOMEBODY
from tests.support.builders import CUSTOMER, NOW, SteppingClock, a_fault, a_target
from tests.support.fakes import InMemoryFaultStore
from tests.support.lease_fakes import InMemoryLeaseStore

END = NOW + timedelta(minutes=10)


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock()


@pytest.fixture
def store(clock: SteppingClock) -> InMemoryFaultStore:
    return InMemoryFaultStore(clock)


def closing(store: Any, dues: Any, clock: SteppingClock) -> SweepDueNotes:
    changes = Bound(store, clock).changes
    settlers: dict[DueKind, Settler] = {
        DueKind.AWAKE: WakeDueFaults(changes),
        DueKind.CLOSE: CloseDueFaults(changes, dues, InMemoryLeaseStore()),
    }
    return SweepDueNotes(settlers, dues, clock)


def run(
    store: InMemoryFaultStore, clock: SteppingClock, may_go_on: Callable[[], bool] = lambda: True
) -> int:
    return closing(store, store.dues, clock).run(may_go_on).done


def created(store: InMemoryFaultStore, **report) -> Fault:
    fault = a_fault(**({"closes_at": END} | report))
    store.create(CUSTOMER, fault)
    return fault


def test_nothing_happens_before_it_is_due(store: InMemoryFaultStore, clock: SteppingClock):
    fault = created(store)
    clock.at = END - timedelta(microseconds=1)

    assert run(store, clock) == 0
    assert store.get(CUSTOMER, fault.number) == fault


def test_a_due_fault_is_resolved_by_the_schedule(store: InMemoryFaultStore, clock: SteppingClock):
    fault = created(store)
    clock.at = END

    assert run(store, clock) == 1

    closed = store.get(CUSTOMER, fault.number)
    assert (closed.status, closed.resolved_at) == (Status.RESOLVED, END)
    assert (closed.last_change.by, closed.last_change.api) == (CLOSER.subject, Origin.SCHEDULE)
    assert store.dues.kept == set()


def test_two_runs_at_once_resolve_a_fault_once(store: InMemoryFaultStore, clock: SteppingClock):
    """The second run has read the same notes and acts between every two steps of the first."""
    faults = [created(store, closes_at=END + timedelta(seconds=i)) for i in range(5)]
    clock.at = END + timedelta(hours=1)

    def overlapping() -> bool:
        run(store, clock)
        return True

    run(store, clock, may_go_on=overlapping)

    assert [store.get(CUSTOMER, fault.number).version for fault in faults] == [2] * 5
    assert store.dues.kept == set()


def test_a_fault_that_somebody_resolved_first_keeps_that_end(
    store: InMemoryFaultStore, clock: SteppingClock
):
    fault = created(store)
    mended = Bound(store, clock).changes.resolve(a_target(fault, SOMEBODY), "mended")
    clock.at = END

    assert run(store, clock) == 1
    assert store.get(CUSTOMER, fault.number) == mended


def test_a_note_of_another_fault_with_the_same_number_closes_nothing(
    store: InMemoryFaultStore, clock: SteppingClock
):
    stored = a_fault()
    store.create(CUSTOMER, stored)
    store.dues.kept.add(Due(CUSTOMER, stored.number, END, NOW))
    clock.at = END

    assert run(store, clock) == 1
    assert store.get(CUSTOMER, stored.number) == stored


def test_a_note_waits_for_its_fault_and_then_goes(store: InMemoryFaultStore, clock: SteppingClock):
    """It is written first, so a run in between finds no fault yet."""
    note = Due(CUSTOMER, 7, NOW, NOW)
    store.dues.kept.add(note)

    assert run(store, clock) == 0
    assert store.dues.kept == {note}

    clock.at = NOW + GRACE + timedelta(microseconds=1)
    assert run(store, clock) == 1
    assert store.dues.kept == set()


def test_one_that_others_keep_changing_does_not_hold_up_the_rest(clock: SteppingClock):
    class Contended(InMemoryFaultStore):
        def save(
            self, customer_id: str, before: Fault, after: Fault, claims: Sequence[Claim] = ()
        ) -> None:
            if before.number == 1:
                raise FaultChanged
            super().save(customer_id, before, after, claims)

    store = Contended(clock)
    created(store, number=1)
    created(store, number=2)
    clock.at = END

    assert run(store, clock) == 1
    assert store.get(CUSTOMER, 2).status is Status.RESOLVED
    assert {due.number for due in store.dues.kept} == {1}


def test_a_run_that_breaks_off_anywhere_is_finished_by_the_next(clock: SteppingClock):
    for broken_call in range(1, 10):
        store = InMemoryFaultStore(clock)
        clock.at = NOW
        for number in range(3):
            created(store, number=number)
        clock.at = END
        breaking = _Breaking(store, broken_call)

        closing(breaking, breaking, clock).run(lambda: True)
        run(store, clock)

        assert {store.get(CUSTOMER, number).version for number in range(3)} == {2}
        assert store.dues.kept == set()


def test_a_run_that_is_out_of_time_leaves_the_rest_to_the_next(
    store: InMemoryFaultStore, clock: SteppingClock
):
    for number in range(5):
        created(store, number=number, closes_at=END + timedelta(seconds=number))
    clock.at = END + timedelta(minutes=1)
    answers: Iterator[bool] = iter([True, True, False])

    assert run(store, clock, may_go_on=lambda: next(answers)) == 2
    assert {due.number for due in store.dues.kept} == {2, 3, 4}


def test_a_sweep_tells_how_long_the_oldest_note_has_waited(
    store: InMemoryFaultStore, clock: SteppingClock
):
    sweep = closing(store, store.dues, clock)
    assert sweep.run(lambda: True).longest_wait == timedelta(0)
    for minutes in (0, 3, 9):
        created(store, number=minutes, closes_at=END + timedelta(minutes=minutes))
    clock.at = END + timedelta(minutes=7)

    found = sweep.run(lambda: True)

    assert (found.done, found.longest_wait) == (2, timedelta(minutes=7))


def test_a_note_that_there_was_no_time_for_counts_as_waiting(
    store: InMemoryFaultStore, clock: SteppingClock
):
    created(store)
    clock.at = END + timedelta(minutes=7)

    found = closing(store, store.dues, clock).run(lambda: False)

    assert (found.done, found.longest_wait) == (0, timedelta(minutes=7))


# ---------------------------------------------------------------- snoozed faults


def snoozed(store: InMemoryFaultStore, clock: SteppingClock, fault: Fault, hours: int) -> Fault:
    snoozes = SnoozeFaults(Bound(store, clock).changes, store.dues)
    return snoozes.snooze(a_target(fault, SOMEBODY), clock.at + timedelta(hours=hours))


def test_a_fault_asks_for_attention_again_when_its_snooze_is_over(
    store: InMemoryFaultStore, clock: SteppingClock
):
    fault = created(store, closes_at=None)
    Bound(store, clock).changes.acknowledge(a_target(fault, SOMEBODY))
    snoozed(store, clock, fault, hours=1)
    clock.at += timedelta(minutes=59)
    assert run(store, clock) == 0
    clock.at += timedelta(minutes=1)

    assert run(store, clock) == 1

    awake = store.get(CUSTOMER, fault.number)
    assert (awake.snooze, awake.acknowledgement, awake.is_open) == (None, None, True)
    assert (awake.last_change.what, awake.last_change.api) == (ChangeKind.AWOKEN, Origin.SCHEDULE)
    assert store.dues.kept == set()


def test_the_last_of_several_snoozes_is_the_one_that_ends(
    store: InMemoryFaultStore, clock: SteppingClock
):
    fault = created(store, closes_at=None)
    snoozed(store, clock, fault, hours=1)
    snoozed(store, clock, fault, hours=3)
    snoozed(store, clock, fault, hours=2)

    for hours, sleeps in ((1, True), (1, False), (1, False)):
        clock.at += timedelta(hours=hours)
        run(store, clock)
        assert bool(store.get(CUSTOMER, fault.number).snooze) is sleeps
    assert store.get(CUSTOMER, fault.number).version == 5
    assert store.dues.kept == set()


def test_a_note_waits_for_its_snooze(store: InMemoryFaultStore, clock: SteppingClock):
    """It is written first, so a sweep in between finds a fault that is awake."""
    fault = created(store, closes_at=None)
    note = Due(CUSTOMER, fault.number, NOW, NOW, DueKind.AWAKE)
    store.dues.kept.add(note)

    assert run(store, clock) == 0
    assert store.dues.kept == {note}

    clock.at = NOW + GRACE + timedelta(microseconds=1)
    assert run(store, clock) == 1
    assert store.dues.kept == set()


def test_many_notes_of_one_kind_leave_time_for_the_others(
    store: InMemoryFaultStore, clock: SteppingClock
):
    closing_late = [created(store, number=number) for number in range(1, 200)]
    sleeper = created(store, number=1000, closes_at=None)
    snoozed(store, clock, sleeper, hours=1)
    for number in range(2000, 2200):
        snoozed(store, clock, created(store, number=number, closes_at=None), hours=1)
    clock.at += timedelta(hours=2)
    answers = iter([True] * 60)

    run(store, clock, may_go_on=lambda: next(answers, False))

    assert not store.get(CUSTOMER, sleeper.number).snooze
    closed = [fault for fault in closing_late if not store.get(CUSTOMER, fault.number).is_open]
    assert len(closed) == 25


class _Breaking(InMemoryFaultStore):
    """Calls are get, save and remove; the given one of all takes effect and then fails."""

    def __init__(self, store: InMemoryFaultStore, broken_call: int) -> None:
        self._store = store
        self._left = broken_call

    def get(self, customer_id: str, number: int) -> Fault:
        fault = self._store.get(customer_id, number)
        self._count()
        return fault

    def save(
        self, customer_id: str, before: Fault, after: Fault, claims: Sequence[Claim] = ()
    ) -> None:
        self._store.save(customer_id, before, after, claims)
        self._count()

    def until(self, at, kind) -> Iterator[Due]:
        return self._store.dues.until(at, kind)

    def remove(self, due: Due) -> None:
        self._store.dues.remove(due)
        self._count()

    def put_aside(self, due: Due, later: Due) -> None:
        self._store.dues.put_aside(due, later)

    def _count(self) -> None:
        self._left -= 1
        if self._left == 0:
            raise Unavailable
