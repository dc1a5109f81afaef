"""The daily reconcile: finds what was lost of the last days, and mends what is wrong."""

import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import settings

from faultbook.domain.bounded_names import OTHER
from faultbook.domain.fault import ChangeKind
from faultbook.domain.rollup import DayTotals
from faultbook.domain.statistics import NOW as PRESENT
from faultbook.domain.statistics import Dimension, Group, Measure, Subject, day_of
from faultbook.domain.timeline import LAST_VERSION
from faultbook.domain.window_recount import first_day
from faultbook.usecases.close_days import CloseDays
from faultbook.usecases.reconcile import Findings
from faultbook.usecases.reconcile_window import WatermarkLost
from faultbook.usecases.transaction_draft import MAX_TYPES
from tests.support.builders import NOW, a_fault
from tests.support.fault_histories import Life, flat
from tests.support.interruptions import Interrupted, Killed
from tests.support.town_histories import CUSTOMERS, TownHistory, a_town

# 10,000 with `HYPOTHESIS_PROFILE=explore`.
IS_EXPLORING = settings.get_current_profile_name() == "explore"
BLOCK = 1000 if IS_EXPLORING else 40


def of_window(town: TownHistory) -> Callable[[Group, Measure], bool]:
    since = first_day(town.end)

    def is_in(group: Group, measure: Measure) -> bool:
        day = day_of(group)
        return measure.subject is Subject.UNRESOLVED if day is None else day >= since

    return is_in


def corrupt(town: TownHistory, wanted: Callable[[Group, Measure], bool], share: float) -> int:
    """How many counters say something else now."""
    places = [
        (tally, measure)
        for counts in town.books.counts.values()
        for group, tally in counts.items()
        for measure in tally
        if wanted(group, measure)
    ]
    chosen = town.draw.sample(places, max(1, round(len(places) * share)))
    for tally, measure in chosen:
        if town.draw.random() < 0.3 and tally[measure]:
            del tally[measure]
        else:
            tally[measure] += town.draw.choice([-3, -1, 1, 7])
    return len(chosen)


@pytest.mark.parametrize("block", range(10))
def test_last_records_that_were_lost_are_found_within_one_run(block: int):
    for seed in range(block * BLOCK, (block + 1) * BLOCK):
        town = a_town(seed)

        report = town.reconcile()

        town.assert_right()
        assert report.is_finished
        assert report.left_over == []
        assert town.reconcile() == Findings(is_finished=True, missing=0, wrong=0)


def test_the_histories_lose_records_of_every_kind():
    lost: set[ChangeKind] = set()
    for seed in range(60):
        town = a_town(seed)
        for life in town.lives:
            first = life.versions[0]
            entries = town.books.timelines_of.get((first.customer_id, first.number), {})
            if life.ended and LAST_VERSION not in entries:
                lost.add(life.ended)
            elif life.versions[-1].version not in entries:
                lost.add(life.versions[-1].last_change.what)

    assert lost >= {
        *(ChangeKind.OPENED, ChangeKind.ACKNOWLEDGED, ChangeKind.UNACKNOWLEDGED),
        *(ChangeKind.RESOLVED, ChangeKind.REOPENED, ChangeKind.UPDATED, ChangeKind.COMMENTED),
        *(ChangeKind.DELETED, ChangeKind.EXPIRED),
    }


@pytest.mark.parametrize("seed", range(40))
def test_counters_of_the_window_that_were_corrupted_are_mended_by_one_run(seed: int):
    town = a_town(seed, faults=12)
    corrupted = corrupt(town, of_window(town), 0.1)

    report = town.reconcile()

    town.assert_right()
    assert report.wrong <= corrupted
    assert town.reconcile().drift == 0


@pytest.mark.parametrize("seed", range(20))
def test_counters_that_were_corrupted_anywhere_are_mended_by_a_recount_of_everything(seed: int):
    town = a_town(seed, faults=12)
    town.reconcile()
    corrupted = corrupt(town, lambda *_: True, 0.1)

    report = town.recount_everything()

    town.assert_right()
    assert 0 < report.wrong <= corrupted
    assert town.recount_everything().drift == 0
    assert town.reconcile().drift == 0


def test_counters_before_the_window_are_left_to_the_recount_of_everything():
    town = a_town(1, faults=12)
    town.reconcile()
    is_in = of_window(town)
    before = {name: flat(counts) for name, counts in town.books.counts.items()}
    corrupt(town, lambda group, measure: not is_in(group, measure), 0.5)
    corrupted = {name: flat(counts) for name, counts in town.books.counts.items()}

    assert town.reconcile().drift == 0
    assert {name: flat(counts) for name, counts in town.books.counts.items()} == corrupted
    town.recount_everything()
    assert {name: flat(counts) for name, counts in town.books.counts.items()} == before


@pytest.mark.parametrize("seed", range(10))
def test_live_writes_before_every_call_are_neither_lost_nor_counted_twice(seed: int):
    town = a_town(seed, share_lost=0)
    corrupt(town, of_window(town), 0.1)
    window = Interrupted(town.window, before=dict.fromkeys(range(1, 400), town.write))
    books = Interrupted(town.books, before=dict.fromkeys(range(1, 400), town.write))

    town.reconcile(books=books, window=window)

    assert len(books.calls) + len(window.calls) > 40
    town.assert_right()
    assert town.reconcile().drift == 0


@pytest.mark.parametrize("seed", range(10))
def test_a_run_that_is_stopped_again_and_again_gets_through(seed: int):
    town = a_town(seed, faults=12)
    corrupt(town, of_window(town), 0.1)
    runs = 0
    finished = False
    while not finished:
        finished = town.reconcile(three_times()).is_finished
        town.write()
        runs += 1
        assert runs < 500

    assert runs > 3
    town.assert_right()
    assert town.window.saved is None
    assert town.reconcile().drift == 0


@pytest.mark.parametrize("call", range(1, 50))
def test_a_run_that_is_killed_at_any_call_is_made_good_by_the_next(call: int):
    def kill() -> None:
        raise Killed

    for part in ("books", "window"):
        town = a_town(3)
        corrupt(town, of_window(town), 0.3)
        interrupted: Any = {part: Interrupted(getattr(town, part), before={call: kill})}
        with contextlib.suppress(Killed):
            town.reconcile(**interrupted)

        town.reconcile()

        town.assert_right()
        assert town.reconcile().drift == 0


def test_two_runs_side_by_side_mend_once():
    town = a_town(4, faults=12)
    corrupt(town, of_window(town), 0.2)
    books = Interrupted(town.books, before={20: town.reconcile})

    town.reconcile(books=books)

    assert len(books.calls) > 20
    town.assert_right()


class Failing:
    """One call fails for one customer, or a timeline of this fault cannot be read."""

    def __init__(self, window: Any, customer_id: str, call: str, torn: int = 0) -> None:
        self._window = window
        self._customer_id = customer_id
        self._call = call
        self._torn = torn

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._window, name)

        def called(*args: Any, **kwargs: Any) -> Any:
            if name == self._call and args[:1] == (self._customer_id,):
                raise KeyError(name)
            answer = method(*args, **kwargs)
            if name == "timeline" and args == (self._customer_id, self._torn):
                return replace(answer, entries=[], unrecorded=None, error=KeyError("state"))
            return answer

        return called


@pytest.mark.parametrize("call", ["open", "resolved", "marks", "timeline", "counters", "expiring"])
@pytest.mark.parametrize("customer_id", CUSTOMERS)
def test_what_fails_for_one_customer_is_left_over_and_the_other_is_looked_after(
    customer_id: str, call: str
):
    town = a_town(5, faults=12)
    corrupt(town, of_window(town), 0.3)

    report = town.reconcile(window=Failing(town.window, customer_id, call))

    assert report.is_finished
    assert {one.customer_id for one in report.left_over} == {customer_id}
    town.assert_right(*(name for name in CUSTOMERS if name != customer_id))
    town.reconcile()
    town.assert_right()


def test_a_timeline_that_cannot_be_read_lowers_no_counter():
    town = a_town(6, faults=12, share_lost=0)
    town.write()
    torn = town.lives[-1].versions[-1]
    before = {name: flat(counts) for name, counts in town.books.counts.items()}

    report = town.reconcile(window=Failing(town.window, torn.customer_id, "", torn.number))

    assert [(one.customer_id, one.number) for one in report.left_over] == [
        (torn.customer_id, torn.number)
    ]
    assert report.wrong == 0
    assert {name: flat(counts) for name, counts in town.books.counts.items()} == before


def test_a_fault_that_moves_between_the_indexes_while_they_are_read_is_no_drift():
    """Reopened after the open faults were read, and before those that were resolved of late."""
    town = a_town(7, share_lost=0)
    life = Life([a_fault(CUSTOMERS[0], number=77, opened_at=NOW)])
    town.lives.append(life)
    town.put_and_record(life.versions[0])
    town.change(life, ChangeKind.RESOLVED)

    def reopen() -> None:
        town.change(life, ChangeKind.REOPENED)

    window = Interrupted(town.window, before={6: reopen})

    report = town.reconcile(window=window)

    calls = ["load", "marked_since", "counters", "marks", "open", "resolved"]
    assert window.calls[:6] == calls
    assert window.calls.count("resolved") == len(CUSTOMERS) + 1
    assert report.wrong == 0
    town.assert_right()


def test_a_registered_customer_without_a_standing_is_left_to_the_recount_of_everything():
    town = a_town(8)
    del town.books.counts[CUSTOMERS[0]]
    town.books.serials[CUSTOMERS[0]] = ""

    report = town.reconcile()

    [left] = report.left_over
    assert (left.customer_id, type(left.reason)) == (CUSTOMERS[0], WatermarkLost)
    town.assert_right(CUSTOMERS[1])


def test_a_rolled_up_day_of_the_window_that_says_something_else_is_rolled_up_again():
    town = a_town(9, share_lost=0)
    CloseDays(town.books, town.clock).run(lambda: True)
    right = dict(town.books.totals)
    place = max(town.books.totals, key=lambda place: place[1])
    town.books.totals[place] = DayTotals()

    report = town.reconcile()

    assert report.wrong == 1
    assert town.books.totals == right


def test_more_corrections_than_one_expression_takes_are_made_in_pieces():
    town = a_town(10, share_lost=0)
    tally = town.books.counts[CUSTOMERS[0]][PRESENT]
    for n in range(250):
        tally[Measure(Subject.UNRESOLVED, Dimension.TYPE, f"type {n}")] = 1

    report = town.reconcile()

    assert report.wrong == 250
    town.assert_right()


def test_a_customer_who_counts_other_types_has_every_open_fault_asked_for_its_own():
    town = TownHistory(11)
    town.clock.at = NOW
    for number in range(1, MAX_TYPES + 4):
        fault = a_fault(CUSTOMERS[0], number=number, opened_at=NOW, type=f"type {number}")
        town.put_and_record(fault)
    town.clock.at += timedelta(days=5)

    assert town.reconcile().drift == 0
    town.books.counts[CUSTOMERS[0]][PRESENT][
        Measure(Subject.UNRESOLVED, Dimension.TYPE, OTHER)
    ] += 2
    assert town.reconcile().wrong == 1


def test_a_day_that_was_rolled_up_before_there_were_seals_is_right_without():
    town = a_town(9, share_lost=0)
    CloseDays(town.books, town.clock).run(lambda: True)
    before = {place: replace(totals, seal="") for place, totals in town.books.totals.items()}
    town.books.totals = dict(before)

    assert town.reconcile().drift == 0
    assert town.recount_everything().drift == 0
    assert town.books.totals == before


def three_times() -> Callable[[], bool]:
    steps = iter([True, True, True])
    return lambda: next(steps, False)
