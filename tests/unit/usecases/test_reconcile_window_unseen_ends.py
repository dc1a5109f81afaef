"""The daily reconcile lowers no counter where faults may have ended unseen."""

from datetime import timedelta

import pytest

from faultbook.domain.retention import RETENTION_MONTHS, months_after
from faultbook.domain.statistics import Measure, Slot, Subject, slot_start
from faultbook.domain.timeline import expiry_of, observation_of
from faultbook.domain.times import microseconds
from faultbook.usecases.close_days import CloseDays
from faultbook.usecases.reconcile import Findings
from tests.support.builders import NOW, a_fault
from tests.support.fault_histories import flat
from tests.support.town_histories import CUSTOMERS, TownHistory, a_town


def test_nothing_is_lowered_where_faults_expired_that_no_run_has_listed():
    """As after days without a run: what is gone is in no index, and on no list."""
    town = TownHistory(12)
    expires = NOW - timedelta(hours=3)
    town.clock.at = months_after(expires, -RETENTION_MONTHS)
    fault = a_fault(CUSTOMERS[0], number=1, opened_at=town.clock.at)
    town.put_and_record(fault)
    town.clock.at += timedelta(days=2)
    CloseDays(town.books, town.clock).run(lambda: True)
    town.clock.at = NOW
    town.window.expire(fault)
    observation = observation_of(fault)
    town.record([observation, expiry_of(observation, fault.expires_at)])
    before = flat(town.books.counts[CUSTOMERS[0]])

    for _ in range(12):
        assert town.reconcile().drift == 0
        town.clock.at += timedelta(days=1)

    assert flat(town.books.counts[CUSTOMERS[0]]) == before
    count_too_much(town, Subject.OPENED)
    assert town.reconcile().wrong == 1


def count_too_much(town: TownHistory, subject: Subject) -> None:
    """In a slot of yesterday."""
    slot = Slot(slot_start(town.clock.at - timedelta(days=1)))
    town.books.counts[CUSTOMERS[0]].setdefault(slot, {})[Measure(subject)] = 300
    town.books.serials[CUSTOMERS[0]] = f"{microseconds(town.clock.at):016d}"


@pytest.mark.parametrize("seed", range(10))
def test_what_was_deleted_before_there_were_marks_lowers_no_counter(seed: int):
    """As after an upgrade: it is in no index, and nobody has marked it."""
    town = a_town(seed, faults=12, share_lost=0)
    town.window.marked.clear()
    town.window.first_asked = None
    before = {name: flat(counts) for name, counts in town.books.counts.items()}

    for _ in range(3):
        assert town.reconcile() == Findings(is_finished=True, missing=0, wrong=0)
        town.clock.at += timedelta(days=1)

    assert {name: flat(counts) for name, counts in town.books.counts.items()} == before
    count_too_much(town, Subject.OPENED)
    assert town.reconcile().wrong == 1


@pytest.mark.parametrize(("months", "wrong"), [(13, 0), (15, 1)])
def test_expiries_are_not_lowered_before_each_fault_was_marked_when_it_was_made(
    months: int, wrong: int
):
    """One that expires at another age than most is on no list if it was made before."""
    town = a_town(14, share_lost=0)
    town.window.first_asked = months_after(town.clock.at, -months)
    count_too_much(town, Subject.EXPIRED)

    assert town.reconcile().wrong == wrong
