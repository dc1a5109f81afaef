"""Recounting and mending: after corruption, after losses, beside live writes, in pieces."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from faultbook.domain.fault import ChangeKind
from faultbook.domain.statistics import NOW as PRESENT
from faultbook.domain.statistics import Measure, Slot, Subject, slot_start
from faultbook.domain.times import from_microseconds
from faultbook.usecases.close_days import CloseDays
from faultbook.usecases.reconcile import PAUSE, Findings, Reconcile
from faultbook.usecases.record_changes import RecordChanges
from tests.support.builders import NOW, SteppingClock, a_change
from tests.support.fault_histories import Life, flat, random_life, random_source, recount
from tests.support.interruptions import Interrupted, Killed
from tests.support.statistics_fakes import Attempts, InMemoryStatistics

CUSTOMERS = ("cus_A", "cus_B")
LATER = NOW + timedelta(days=2)


class World:
    """Faults, what is recorded of them, and what happens to both."""

    def __init__(self, seed: int, faults: int = 20) -> None:
        self.draw = random_source(seed)
        self.clock = SteppingClock(LATER)
        self.books = InMemoryStatistics()
        self.lives: list[Life] = []
        for number in range(1, faults + 1):
            self.live(random_life(self.draw, self.draw.choice(CUSTOMERS), number, steps=4))

    def live(self, life: Life, *, lost: int = -1) -> None:
        """Everything is recorded but the record at the place `lost`."""
        first = life.versions[0]
        if life.ended is None:
            self.books.faults[first.customer_id, first.number] = life.versions[-1]
        for place, said in enumerate(life.observations()):
            if place != lost:
                RecordChanges(self.books, self.clock, Attempts(3)).record(said)
        self.lives.append(life)

    def write(self) -> None:
        """A live write: another fault, or the resolution of one."""
        number = len(self.lives) + 1
        life = random_life(self.draw, self.draw.choice(CUSTOMERS), number, steps=2)
        life.ended = None
        self.live(life)

    def corrupt(self, share: float) -> int:
        """How many counters say something else now."""
        places = [
            (tally, measure)
            for counts in self.books.counts.values()
            for tally in counts.values()
            for measure in tally
        ]
        chosen = self.draw.sample(places, max(1, round(len(places) * share)))
        for tally, measure in chosen:
            if self.draw.random() < 0.3:
                del tally[measure]
            else:
                tally[measure] += self.draw.choice([-3, -1, 1, 7])
        return len(chosen)

    def lose_counters(self) -> None:
        """The whole table of statistics."""
        for part in (
            self.books.counts,
            self.books.serials,
            self.books.closed,
            self.books.late,
            self.books.last_serials,
        ):
            part.clear()
        self.clock.at += timedelta(hours=1)

    def reconcile(
        self,
        books: Any = None,
        may_go_on: Callable[[], bool] = lambda: True,
        *,
        may_begin: bool = True,
    ) -> Findings:
        """With the pause between counters and timelines behind it."""
        books = books or self.books
        changes = RecordChanges(books, self.clock, Attempts(3))
        reconcile = Reconcile(books, books, changes)
        report = reconcile.run(may_go_on, may_begin=may_begin)
        if report.is_finished or not self._is_pausing():
            return report
        self.clock.at += PAUSE
        return reconcile.run(may_go_on, may_begin=may_begin)

    def _is_pausing(self) -> bool:
        saved = self.books.saved
        return bool(saved and from_microseconds(int(saved.read_at)) > self.clock.at - PAUSE)

    def assert_right(self) -> None:
        for customer_id in {life.versions[0].customer_id for life in self.lives}:
            theirs = [life for life in self.lives if life.versions[0].customer_id == customer_id]
            recorded = []
            for life in theirs:
                entries = self.books.timelines_of[customer_id, life.versions[0].number]
                versions = {fault.version for fault in life.versions} & entries.keys()
                recorded.append((life, versions, len(entries) > len(versions)))
            assert flat(self.books.counts.get(customer_id, {})) == recount(recorded)


def test_a_clean_run_finds_no_drift_and_changes_nothing():
    world = World(1)
    before = {name: flat(counts) for name, counts in world.books.counts.items()}

    report = world.reconcile()

    assert report == Findings(is_finished=True, missing=0, wrong=0)
    assert {name: flat(counts) for name, counts in world.books.counts.items()} == before


@pytest.mark.parametrize("seed", range(20))
def test_corrupted_counters_are_as_counted_by_hand_after_one_run(seed: int):
    world = World(seed)
    corrupted = world.corrupt(0.1)

    report = world.reconcile()

    world.assert_right()
    assert 0 < report.wrong <= corrupted
    assert world.reconcile().drift == 0


@pytest.mark.parametrize("seed", range(10))
def test_live_writes_before_every_call_are_neither_lost_nor_counted_twice(seed: int):
    world = World(seed)
    world.corrupt(0.1)
    calls = Interrupted(world.books, before=dict.fromkeys(range(1, 400), world.write))

    world.reconcile(calls)

    assert len(calls.calls) > 30
    world.assert_right()
    assert world.reconcile().drift == 0


@pytest.mark.parametrize("seed", range(10))
def test_a_run_that_is_stopped_again_and_again_gets_through(seed: int):
    world = World(seed)
    world.corrupt(0.1)
    runs = 0
    finished = False
    while not finished:
        finished = world.reconcile(may_go_on=three_times()).is_finished
        world.write()
        runs += 1

    assert runs > 5
    world.assert_right()
    assert world.books.saved is None


@pytest.mark.parametrize("call", range(1, 60))
def test_a_run_that_is_killed_at_any_call_is_made_good_by_the_next(call: int):
    def kill() -> None:
        raise Killed

    world = World(3, faults=6)
    world.corrupt(0.3)
    try:
        world.reconcile(Interrupted(world.books, before={call: kill}))
    except Killed:
        world.reconcile()

    world.assert_right()


def test_a_run_that_may_not_begin_goes_on_with_what_was_saved():
    world = World(1)
    world.corrupt(0.1)
    assert world.reconcile(may_begin=False) == Findings(is_finished=True, missing=0, wrong=0)
    assert not world.reconcile(may_go_on=three_times()).is_finished
    world.clock.at += timedelta(hours=1)

    report = world.reconcile(may_begin=False)

    assert report.is_finished
    assert report.wrong > 0
    world.assert_right()


def test_a_recount_of_two_days_ago_is_left_to_a_run_that_may_begin():
    world = World(1)
    world.corrupt(0.1)
    assert not world.reconcile(may_go_on=three_times()).is_finished
    world.clock.at += timedelta(days=2)

    assert world.reconcile(may_begin=False).drift == 0
    assert world.reconcile().wrong > 0
    world.assert_right()


def test_two_runs_side_by_side_mend_once():
    world = World(4)
    world.corrupt(0.2)
    calls = Interrupted(world.books, before={30: world.reconcile})

    world.reconcile(calls)

    assert len(calls.calls) > 30
    world.assert_right()


@pytest.mark.parametrize("before", range(3))
def test_a_last_record_that_was_lost_is_made_up_for(before: int):
    world = World(5, faults=3)
    life = random_life(world.draw, "cus_A", 50, steps=0)
    for turn in range(before):
        change = a_change(ChangeKind.UPDATED)
        life.versions.append(life.versions[-1].edited(change, type=f"type {turn}"))
    life.ended = None
    world.live(life, lost=len(life.versions) - 1)

    report = world.reconcile()

    assert report.missing == 1
    world.assert_right()
    assert life.versions[-1].version in world.books.timelines_of["cus_A", 50]


@pytest.mark.parametrize("ended", [ChangeKind.DELETED, ChangeKind.EXPIRED])
def test_a_removal_that_was_lost_is_made_up_for(ended: ChangeKind):
    world = World(6, faults=3)
    life = random_life(world.draw, "cus_A", 50, steps=2)
    life.ended, life.ended_at = ended, world.clock.at
    world.live(life, lost=len(life.versions))
    if ended is ChangeKind.EXPIRED:
        world.clock.at += timedelta(days=430)

    report = world.reconcile()

    assert report.missing == (ended is ChangeKind.EXPIRED)  # the deletion is no hour ago
    world.assert_right()


def test_counters_that_are_all_gone_are_built_again_and_can_be_read():
    world = World(7)
    world.lose_counters()

    world.reconcile()

    world.assert_right()
    assert world.reconcile().drift == 0
    assert all(world.books.watermark(customer_id).serial for customer_id in CUSTOMERS)


@pytest.mark.parametrize("call", range(1, 9))
def test_a_customer_who_begins_anew_beside_a_run_is_left_to_the_next(call: int):
    world = World(7, faults=1)
    [life] = world.lives
    customer_id = life.versions[0].customer_id
    world.lose_counters()
    opened = random_life(world.draw, customer_id, 2, steps=0)
    opened.ended = None

    world.reconcile(Interrupted(world.books, before={call: lambda: world.live(opened)}))

    totals = Counter[str]()
    for label, number in flat(world.books.counts[customer_id]).items():
        totals[label[-3]] += number * (label[-2:] == ("total", ""))
    assert totals["opened"] <= 2
    world.reconcile()
    world.assert_right()


def test_a_rolled_up_day_that_says_something_else_than_its_slots_is_rolled_up_again():
    world = World(8)
    CloseDays(world.books, world.clock).run(lambda: True)
    right = dict(world.books.totals)
    place = next(iter(world.books.totals))
    world.books.totals[place] = world.books.totals[place].__class__()

    report = world.reconcile()

    assert report.wrong == 1
    assert world.books.totals == right


def test_a_slot_that_is_mended_has_its_day_rolled_up_again():
    world = World(9)
    CloseDays(world.books, world.clock).run(lambda: True)
    right = dict(world.books.totals)
    counts = world.books.counts["cus_A"]
    slot = next(group for group in counts if isinstance(group, Slot))
    counts[slot][Measure(Subject.OPENED)] = 99
    world.books.late["cus_A"][slot.start.date()] = "corrupted before the day was closed"
    CloseDays(world.books, world.clock).run(lambda: True)

    world.reconcile()
    CloseDays(world.books, world.clock).run(lambda: True)

    assert world.books.totals == right


def test_counts_of_faults_whose_entries_are_gone_are_kept():
    world = World(10, faults=4)
    for life in world.lives:
        life.ended = None
    old = random_life(world.draw, "cus_A", 90, steps=3)
    old.ended, old.ended_at = ChangeKind.EXPIRED, NOW
    world.live(old)
    before = flat(world.books.counts["cus_A"])
    del world.books.timelines_of["cus_A", 90]
    world.clock.at += timedelta(days=450)

    world.reconcile()

    after = flat(world.books.counts["cus_A"])
    history = {label for label in before if label[0] != "now"}
    assert {label: after.get(label) for label in history} == {
        label: before[label] for label in history
    }


def test_a_counter_of_old_history_that_is_too_low_is_raised():
    world = World(11, faults=1)
    [life] = world.lives
    customer_id = life.versions[0].customer_id
    slot = Slot(slot_start(life.versions[0].opened_at))
    world.books.counts[customer_id][slot][Measure(Subject.OPENED)] = 0
    ancient = Slot(slot.start - timedelta(days=700))
    world.books.counts[customer_id][ancient] = {Measure(Subject.OPENED): 5}

    world.reconcile()

    assert world.books.counts[customer_id][slot][Measure(Subject.OPENED)] == 1
    assert world.books.counts[customer_id][ancient][Measure(Subject.OPENED)] == 5


def test_labels_that_no_fault_has_any_more_are_let_go():
    world = World(12, faults=3)
    counts = world.books.counts[world.lives[0].versions[0].customer_id]
    counts[PRESENT][Measure(Subject.UNRESOLVED)] = counts[PRESENT].get(
        Measure(Subject.UNRESOLVED), 0
    )

    world.reconcile()

    assert all(counts[PRESENT].values())


def three_times() -> Callable[[], bool]:
    steps = iter([True, True, True])
    return lambda: next(steps, False)
