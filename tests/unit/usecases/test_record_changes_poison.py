"""What cannot be recorded is left over alone: other faults and other customers are recorded."""

from collections.abc import Callable

import pytest

from faultbook.domain.errors import Unavailable, UnexpectedFailure
from faultbook.domain.fault import ChangeKind
from faultbook.domain.statistics import NOW as PRESENT
from faultbook.domain.statistics import Measure, Subject
from faultbook.domain.timeline import Observation, TimelineEntry, observation_of
from faultbook.usecases.record_changes import RecordChanges, Unrecorded
from faultbook.usecases.statistics_ports import Overtaken, Transaction
from tests.support.builders import SteppingClock, a_change, a_fault
from tests.support.statistics_fakes import Attempts, InMemoryStatistics

OPEN = Measure(Subject.UNRESOLVED)
RESOLVED = Measure(Subject.RESOLVED_NOW)
Refused = Callable[[str, int, TimelineEntry], bool]  # customer, fault, entry


class PickyLedger(InMemoryStatistics):
    """Raises `error` for every transaction with an entry that `refused` is true of."""

    def __init__(self, refused: Refused, error: Exception) -> None:
        super().__init__()
        self._refused = refused
        self._error = error
        self.transactions = 0

    def commit(self, customer_id: str, transaction: Transaction) -> None:
        self.transactions += 1
        if any(self._refused(customer_id, number, entry) for number, entry in transaction.entries):
            raise self._error
        super().commit(customer_id, transaction)

    def now(self, customer_id: str, measure: Measure = OPEN) -> int:
        return self.counts.get(customer_id, {}).get(PRESENT, {}).get(measure, 0)


def lives(customer_id: str, *numbers: int, versions: int = 1) -> list[Observation]:
    """Fault by fault: opened, acknowledged, resolved."""
    seen = []
    for number in numbers:
        fault = a_fault(customer_id, number=number)
        acknowledged = fault.acknowledged(a_change(ChangeKind.ACKNOWLEDGED))
        resolved = acknowledged.resolved(a_change(ChangeKind.RESOLVED))
        seen += [observation_of(one) for one in (fault, acknowledged, resolved)[:versions]]
    return seen


def record(
    ledger: PickyLedger, observations: list[Observation], tries: int = 3
) -> list[Unrecorded]:
    return RecordChanges(ledger, SteppingClock(), Attempts(tries)).record(observations)


@pytest.mark.parametrize("error", [UnexpectedFailure(), KeyError("services"), RecursionError()])
def test_one_fault_that_is_refused_for_good_is_left_over_alone(error: Exception):
    ledger = PickyLedger(lambda customer, number, _: (customer, number) == ("cus_A", 3), error)
    observations = lives("cus_A", *range(1, 41)) + lives("cus_B", *range(1, 41))

    left = record(ledger, observations)

    assert [(item.place, item.what.customer_id, item.what.number) for item in left] == [
        (2, "cus_A", 3)
    ]
    assert left[0].what.reason is error
    assert (ledger.now("cus_A"), ledger.now("cus_B")) == (39, 40)


def test_what_came_before_of_a_refused_fault_is_recorded_and_what_came_later_is_not():
    ledger = PickyLedger(
        lambda _, number, entry: (number, entry.version) == (1, 2), UnexpectedFailure()
    )

    left = record(ledger, lives("cus_A", 1, 2, versions=3))

    assert [item.place for item in left] == [1, 2]
    assert sorted(ledger.timelines_of["cus_A", 1]) == [1]
    assert sorted(ledger.timelines_of["cus_A", 2]) == [1, 2, 3]
    assert (ledger.now("cus_A", OPEN), ledger.now("cus_A", RESOLVED)) == (1, 1)


@pytest.mark.parametrize("error", [Unavailable(), Overtaken()])
def test_a_customer_that_has_to_wait_does_not_keep_the_others_waiting(error: Exception):
    ledger = PickyLedger(lambda customer, *_: customer == "cus_A", error)
    observations = lives("cus_A", 1, 2) + lives("cus_B", 1) + lives("cus_C", 1)
    waits = []

    class Watching(Attempts):
        def wait(self, attempt: int) -> bool:
            waits.append((attempt, ledger.now("cus_B"), ledger.now("cus_C")))
            return super().wait(attempt)

    left = RecordChanges(ledger, SteppingClock(), Watching(3)).record(observations)

    assert [item.place for item in left] == [0, 1]
    assert waits == [(attempt, 1, 1) for attempt in range(4)]


def test_no_call_is_begun_once_the_time_is_up():
    ledger = PickyLedger(lambda *_: False, UnexpectedFailure())

    class Late(Attempts):
        def has_time(self) -> bool:
            return ledger.transactions < 2

    observations = lives("cus_A", 1) + lives("cus_B", 1) + lives("cus_C", 1)
    left = RecordChanges(ledger, SteppingClock(), Late(3)).record(observations)

    assert [(item.place, item.what.reason) for item in left] == [(2, None)]


def test_a_customer_whose_every_change_is_refused_costs_a_bounded_number_of_tries():
    ledger = PickyLedger(lambda *_: True, UnexpectedFailure())
    observations = lives("cus_A", *range(1, 31), versions=3)

    left = record(ledger, observations)

    assert [item.place for item in left] == list(range(90))
    assert ledger.transactions <= 2 * 30 + 1


def test_what_is_sent_again_is_recorded_once_the_reason_is_gone():
    poisoned = {3}
    ledger = PickyLedger(lambda _, number, __: number in poisoned, UnexpectedFailure())
    observations = lives("cus_A", *range(1, 11), versions=3)
    first = record(ledger, observations)[0].place

    poisoned.clear()
    assert record(ledger, observations[first:]) == []

    whole = PickyLedger(lambda *_: False, UnexpectedFailure())
    record(whole, observations)
    assert ledger.counts == whole.counts
