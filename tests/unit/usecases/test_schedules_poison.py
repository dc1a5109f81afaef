"""What goes wrong for one customer, day or fault stops no scheduled job for the others."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from faultbook.domain.due import Due, DueKind
from faultbook.domain.errors import FaultChanged, Unavailable, UnexpectedFailure
from faultbook.domain.fault import Fault, Status
from faultbook.domain.idempotency import Claim
from faultbook.domain.ranked_hours import RankedHours
from faultbook.domain.recount import Repair
from faultbook.domain.rollup import DayTotals
from faultbook.domain.statistics import NOW as PRESENT
from faultbook.domain.statistics import Measure, Subject
from faultbook.domain.timeline import observation_of
from faultbook.usecases.change_faults import ChangeFaults
from faultbook.usecases.close_days import CloseDays
from faultbook.usecases.due_faults import CloseDueFaults
from faultbook.usecases.due_notes import SweepDueNotes
from faultbook.usecases.reconcile import PAUSE, Findings, Reconcile
from faultbook.usecases.record_changes import RecordChanges
from faultbook.usecases.statistics_ports import Transaction, Watermark
from tests.support.builders import NOW, SteppingClock, a_fault
from tests.support.fakes import InMemoryCommentStore, InMemoryDueStore, InMemoryFaultStore
from tests.support.lease_fakes import InMemoryLeaseStore
from tests.support.statistics_fakes import Attempts, InMemoryStatistics

DAY = timedelta(days=1)
TODAY = NOW.date()
CUSTOMERS = ("cus_A", "cus_B", "cus_C")
DEFECTS = [UnexpectedFailure(), Unavailable(), KeyError("attribute"), RecursionError()]


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock()


class Faults(InMemoryFaultStore):
    """Raises `error` where the fault of this number is to be written."""

    def __init__(self, clock: SteppingClock, error: Exception) -> None:
        super().__init__(clock)
        self.error: Exception | None = error

    def save(
        self, customer_id: str, before: Fault, after: Fault, claims: Sequence[Claim] = ()
    ) -> None:
        if before.number == 1 and self.error:
            raise self.error
        super().save(customer_id, before, after, claims)


def due_faults(clock: SteppingClock, error: Exception) -> Faults:
    """Three that are due a minute after each other."""
    store = Faults(clock, error)
    for number in (1, 2, 3):
        at = NOW + timedelta(minutes=number)
        store.create("cus_A", a_fault("cus_A", number=number, closes_at=at))
    clock.at = NOW + timedelta(minutes=5)
    return store


def closing(store: Faults, clock: SteppingClock) -> SweepDueNotes:
    changes = ChangeFaults(store, InMemoryCommentStore(clock), clock)
    closer = CloseDueFaults(changes, store.dues, InMemoryLeaseStore())
    return SweepDueNotes({DueKind.CLOSE: closer}, store.dues, clock)


@pytest.mark.parametrize("error", [*DEFECTS, FaultChanged()])
def test_a_fault_that_cannot_be_closed_holds_up_none_behind_it(
    clock: SteppingClock, error: Exception
):
    store = due_faults(clock, error)

    sweep = closing(store, clock).run(lambda: True)

    assert sweep.done == 2
    [left] = sweep.left_over
    assert (left.customer_id, left.number, type(left.reason)) == ("cus_A", 1, type(error))
    assert [store.get("cus_A", number).status for number in (2, 3)] == [Status.RESOLVED] * 2


def test_it_is_put_aside_longer_each_time_and_closed_at_its_own_time_in_the_end(
    clock: SteppingClock,
):
    store = due_faults(clock, UnexpectedFailure())
    tries = []
    for _ in range(24 * 60):
        clock.at += timedelta(minutes=1)
        if closing(store, clock).run(lambda: True).left_over:
            tries.append(clock.at)
    pauses = [later - earlier for earlier, later in pairwise(tries)]

    assert len(tries) < 12
    assert pauses == sorted(pauses)
    assert pauses[0] == timedelta(minutes=5)
    store.error = None
    clock.at += timedelta(hours=12)
    assert closing(store, clock).run(lambda: True).done == 1
    closed = store.get("cus_A", 1)
    assert closed.resolved_at == closed.closes_at
    assert store.dues.kept == set()


def test_a_fault_that_cannot_even_be_put_aside_stays_where_it_is(clock: SteppingClock):
    store = due_faults(clock, UnexpectedFailure())

    class Full(InMemoryDueStore):
        def put_aside(self, due: Due, later: Due) -> None:
            del due, later
            raise Unavailable

    full = Full()
    full.kept = store.dues.kept
    store.dues = full

    assert closing(store, clock).run(lambda: True).done == 2
    assert [(due.number, due.tries) for due in store.dues.kept] == [(1, 0)]


class Books(InMemoryStatistics):
    """Raises `error` from the calls named `refused`, for one customer and, if it has one, one day.

    Recording is not among them: see `record`.
    """

    def __init__(self, customer_id: str, error: Exception, *refused: str, day: Any = None) -> None:
        super().__init__()
        self._poisoned = customer_id, day
        self._error = error
        self.refused = refused

    def slots(self, customer_id: str, day: date, *how: Any, **more: Any) -> Any:
        self._refuse("slots", customer_id, day)
        return super().slots(customer_id, day, *how, **more)

    def close(
        self, customer_id: str, day: date, totals: DayTotals, ranked: RankedHours, seen: Watermark
    ) -> None:
        self._refuse("close", customer_id, day)
        super().close(customer_id, day, totals, ranked, seen)

    def watermark(self, customer_id: str) -> Watermark:
        self._refuse("watermark", customer_id)
        return super().watermark(customer_id)

    def repair(self, customer_id: str, repair: Repair) -> None:
        self._refuse("repair", customer_id)
        super().repair(customer_id, repair)

    def prune(self, customer_id: str) -> None:
        self._refuse("prune", customer_id)
        super().prune(customer_id)

    def commit(self, customer_id: str, transaction: Transaction) -> None:
        self._refuse("commit", customer_id)
        super().commit(customer_id, transaction)

    def _refuse(self, name: str, customer_id: str, day: date | None = None) -> None:
        of_customer, of_day = self._poisoned
        if name in self.refused and customer_id == of_customer and of_day in {None, day}:
            raise self._error


def record(books: Books, clock: SteppingClock, days: int = 1) -> None:
    """One fault for each customer on each day, and then it is the day after."""
    refused, books.refused = books.refused, ()
    for day in range(days):
        for place, customer_id in enumerate(CUSTOMERS):
            fault = a_fault(customer_id, number=day * 10 + place, opened_at=clock.at)
            books.faults[customer_id, fault.number] = fault
            RecordChanges(books, clock, Attempts(1)).record([observation_of(fault)])
        clock.at += DAY
    books.refused = refused


@pytest.mark.parametrize("error", DEFECTS)
@pytest.mark.parametrize("call", ["slots", "close", "watermark"])
@pytest.mark.parametrize("customer_id", CUSTOMERS)
def test_days_of_other_customers_are_rolled_up(
    clock: SteppingClock, customer_id: str, call: str, error: Exception
):
    books = Books(customer_id, error, call)
    record(books, clock)

    done = CloseDays(books, clock).run(lambda: True)

    assert sorted(books.totals) == [(one, TODAY) for one in CUSTOMERS if one != customer_id]
    assert {(item.customer_id, item.reason) for item in done.left_over} == {(customer_id, error)}


def test_a_day_that_cannot_be_rolled_up_is_late_and_those_behind_it_are_rolled_up(
    clock: SteppingClock,
):
    books = Books("cus_B", UnexpectedFailure(), "close", day=TODAY + DAY)
    record(books, clock, days=3)

    done = CloseDays(books, clock).run(lambda: True)

    assert [(item.customer_id, item.day) for item in done.left_over] == [("cus_B", TODAY + DAY)]
    assert [day for name, day in sorted(books.totals) if name == "cus_B"] == [
        TODAY,
        TODAY + 2 * DAY,
    ]
    assert (books.closed["cus_B"], list(books.late["cus_B"])) == (TODAY + 2 * DAY, [TODAY + DAY])
    books.refused = ()
    assert CloseDays(books, clock).run(lambda: True).days == 1
    assert books.late["cus_B"] == {}


def test_every_customer_is_the_first_at_some_hour(clock: SteppingClock):
    books = Books("nobody", UnexpectedFailure())
    for customer_id in (f"cus_{n:02d}" for n in range(40)):
        books.serials[customer_id] = "1"
    firsts = set()
    for _ in range(100):
        seen: list[str] = []

        class Watching(Books):
            def watermark(self, customer_id: str, _seen: list[str] = seen) -> Watermark:
                _seen.append(customer_id)
                return super().watermark(customer_id)

        watching = Watching("nobody", UnexpectedFailure())
        watching.serials = books.serials
        CloseDays(watching, clock).run(lambda: False)
        firsts.add(seen[0])
        clock.at += timedelta(hours=1)

    assert len(firsts) == 40


@pytest.mark.parametrize("error", DEFECTS)
@pytest.mark.parametrize("call", ["repair", "prune", "commit"])
@pytest.mark.parametrize("customer_id", CUSTOMERS)
def test_counters_of_other_customers_are_mended(
    clock: SteppingClock, customer_id: str, call: str, error: Exception
):
    books = Books(customer_id, error, call)
    record(books, clock)
    right = {name: dict(books.counts[name][PRESENT]) for name in CUSTOMERS}
    for name in CUSTOMERS:
        books.counts[name][PRESENT][Measure(Subject.UNRESOLVED)] += 5
        books.faults[name, 99] = a_fault(name, number=99)  # its record was lost
    clock.at += DAY

    report = reconciled(books, clock)

    others = [name for name in CUSTOMERS if name != customer_id]
    for name in others:
        opened = books.counts[name][PRESENT][Measure(Subject.UNRESOLVED)]
        assert opened == right[name][Measure(Subject.UNRESOLVED)] + 1
        assert list(books.timelines_of[name, 99]) == [1]
    assert {(item.customer_id, item.reason) for item in report.left_over} == {(customer_id, error)}
    books.refused = ()
    reconciled(books, clock)
    assert reconciled(books, clock).drift == 0


def reconciled(books: Books, clock: SteppingClock) -> Findings:
    reconcile = Reconcile(books, books, RecordChanges(books, clock, Attempts(2)))
    assert not reconcile.run(lambda: True).is_finished
    clock.at += PAUSE
    return reconcile.run(lambda: True)
