"""Rolling days up: late, twice, beside each other, and beside those who write."""

from datetime import date, timedelta

import pytest

from faultbook.domain.statistics import Measure, Ranking, Subject
from faultbook.domain.timeline import observation_of
from faultbook.usecases.close_days import GRACE, CloseDays
from faultbook.usecases.record_changes import RecordChanges
from tests.support.builders import CUSTOMER, NOW, SteppingClock, a_fault
from tests.support.interruptions import Interrupted
from tests.support.statistics_fakes import Attempts, InMemoryStatistics

TODAY = NOW.date()
DAY = timedelta(days=1)


class Office:
    def __init__(self) -> None:
        self.clock = SteppingClock(NOW)
        self.books = InMemoryStatistics()
        self._number = 0

    def record(self, days_ago: int = 0, customer_id: str = CUSTOMER) -> None:
        self._number += 1
        at = self.clock.at - days_ago * DAY
        fault = a_fault(customer_id, number=self._number, opened_at=at)
        RecordChanges(self.books, self.clock, Attempts(1)).record([observation_of(fault)])

    def close(self, books: object = None) -> int:
        statistics: InMemoryStatistics = books or self.books  # type: ignore[assignment]
        return CloseDays(statistics, self.clock).run(lambda: True).days

    def opened(self, day: date) -> int:
        totals = self.books.totals.get((CUSTOMER, day))
        if totals is None:
            return 0
        return sum(tally.get(Measure(Subject.OPENED), 0) for tally in totals.hours.values())


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_day_that_is_over_is_rolled_up_by_the_hour(office: Office):
    office.record()
    office.record()
    office.clock.at += DAY

    assert office.close() == 1

    totals = office.books.totals[CUSTOMER, TODAY]
    assert {hour: tally[Measure(Subject.OPENED)] for hour, tally in totals.hours.items()} == {12: 2}
    assert totals.tops[Ranking.RESOURCE].names == ((a_fault().resource_id, 2),)
    assert office.books.closed[CUSTOMER] == TODAY


def test_a_day_is_not_closed_before_its_last_writers_are_through(office: Office):
    office.record()
    office.clock.at = (NOW + DAY).replace(hour=0, minute=0) + GRACE - timedelta(seconds=1)
    assert office.close() == 0

    office.clock.at += timedelta(seconds=1)

    assert office.close() == 1


def test_a_second_run_finds_nothing_to_do(office: Office):
    office.record()
    office.clock.at += DAY
    office.close()
    before = dict(office.books.totals)

    assert office.close() == 0
    assert office.books.totals == before


def test_a_run_that_comes_a_day_late_closes_all_days_between(office: Office):
    for _ in range(4):
        office.record()
        office.clock.at += DAY

    office.close()

    assert [office.opened(TODAY + n * DAY) for n in range(4)] == [1, 1, 1, 1]


def test_a_customer_without_changes_costs_no_closing(office: Office):
    office.record()
    office.clock.at += 2 * DAY
    office.close()
    office.clock.at += 300 * DAY

    assert office.close() == 0


def test_a_fault_that_is_reported_late_has_its_day_rolled_up_again(office: Office):
    office.record()
    office.clock.at += DAY
    office.close()

    office.record(days_ago=1)
    office.record(days_ago=200)

    assert office.close() == 2
    assert office.opened(TODAY) == 2
    assert office.opened(TODAY - 199 * DAY) == 1
    assert office.close() == 0


@pytest.mark.parametrize("call", range(1, 9))
def test_who_writes_to_the_day_in_the_middle_of_a_run_is_counted(office: Office, call: int):
    office.record()
    office.clock.at += DAY
    books = Interrupted(office.books, before={call: lambda: office.record(days_ago=1)})

    office.close(books)
    office.close()

    assert office.opened(TODAY) == 1 + (len(books.calls) >= call)
    assert office.books.late[CUSTOMER] == {}


@pytest.mark.parametrize("call", range(1, 9))
def test_two_runs_at_once_end_like_one(office: Office, call: int):
    office.record()
    office.record(days_ago=3)
    office.clock.at += DAY
    books = Interrupted(office.books, before={call: office.close})

    office.close(books)

    assert office.opened(TODAY) == 1
    assert office.opened(TODAY - 3 * DAY) == 1
    assert office.books.closed[CUSTOMER] == TODAY


def test_what_time_does_not_allow_is_left_to_the_next_run(office: Office):
    for customer_id in ("cus_A", "cus_B", "cus_C"):
        office.record(customer_id=customer_id)
    office.clock.at += DAY
    steps = iter([True, True, True])

    CloseDays(office.books, office.clock).run(lambda: next(steps, False))
    assert 0 < len(office.books.totals) < 3

    office.close()
    assert len(office.books.totals) == 3
