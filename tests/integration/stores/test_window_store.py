"""The newest days of a customer: in memory, on moto and on Dynoxide."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from faultbook.domain.change_marks import ChangeMark, Expiring
from faultbook.domain.fault import ChangeKind, Fault
from faultbook.domain.recount import Stored
from faultbook.domain.statistics import NOW as PRESENT
from faultbook.domain.statistics import Measure, Slot, Subject
from faultbook.domain.timeline import deletion_of, observation_of
from faultbook.domain.window_recount import WindowRecount, WindowRun
from faultbook.dynamodb.change_marks import ChangeMarks
from faultbook.dynamodb.fault_store import DynamoFaultStore
from faultbook.dynamodb.ledger import DynamoLedger
from faultbook.dynamodb.window_store import DynamoWindowStore
from faultbook.usecases.record_changes import RecordChanges
from tests.support.builders import CUSTOMER, NOW, SteppingClock, a_change, a_fault
from tests.support.engines import Engine
from tests.support.statistics_fakes import Attempts, InMemoryStatistics
from tests.support.window_fakes import InMemoryWindow

DAY = timedelta(days=1)
TODAY = NOW.date()


@dataclass
class World:
    """Faults and what is recorded of them; the store looks at both."""

    store: Any
    ledger: Any
    clock: SteppingClock
    faults: DynamoFaultStore | None
    engine: Engine | None

    def create(self, fault: Fault) -> None:
        if self.faults:
            self.faults.create(fault.customer_id, fault)
        else:
            self.store.put(fault, self.clock())

    def save(self, before: Fault, after: Fault) -> None:
        if self.faults:
            self.faults.save(before.customer_id, before, after)
        else:
            self.store.put(after, self.clock())

    def delete(self, fault: Fault) -> None:
        if self.faults:
            self.faults.delete(fault.customer_id, fault)
        else:
            self.store.remove(fault, self.clock())

    def record(self, *faults: Fault) -> None:
        said = [observation_of(fault) for fault in faults]
        assert RecordChanges(self.ledger, self.clock, Attempts(1)).record(said) == []


@pytest.fixture
def world(engine: Engine | None, clock: SteppingClock) -> World:
    if engine is None:
        books = InMemoryStatistics()
        return World(InMemoryWindow(books), books, clock, None, None)
    tables = engine.tables
    return World(
        DynamoWindowStore(engine.client, tables.faults, tables.statistics, clock),
        DynamoLedger(engine.client, tables.faults, tables.statistics, tables.events),
        clock,
        DynamoFaultStore(engine.client, tables.faults, clock),
        engine,
    )


def reported_late(number: int) -> Fault:
    """Now, of what began nine days ago."""
    fault = a_fault(number=number, opened_at=NOW - 9 * DAY)
    return replace(fault, last_change=replace(fault.last_change, at=NOW))


def resolved(fault: Fault, at: datetime = NOW) -> Fault:
    return fault.resolved(a_change(ChangeKind.RESOLVED, at=at))


def test_open_faults_and_those_resolved_since_are_shown_by_the_indexes(world: World):
    first, second, third = (reported_late(n) for n in (1, 2, 3))
    for fault in (first, second, third):
        world.create(fault)
    world.save(second, resolved(second))
    world.save(third, resolved(third, NOW - 5 * DAY))

    assert list(world.store.open(CUSTOMER)) == [(1, first)]
    assert list(world.store.resolved(CUSTOMER, NOW - 2 * DAY)) == [2]


def test_a_deletion_leaves_a_mark(world: World):
    fault = a_fault(number=1)
    world.create(fault)
    assert list(world.store.marks(CUSTOMER, TODAY - DAY)) == []

    world.delete(fault)

    assert list(world.store.marks(CUSTOMER, TODAY)) == [ChangeMark(1, NOW)]
    assert list(world.store.marks(CUSTOMER, TODAY + DAY)) == []
    assert list(world.store.open(CUSTOMER)) == []


def test_a_change_of_what_was_resolved_long_ago_leaves_a_mark_and_one_of_late_leaves_none(
    world: World,
):
    old, late = reported_late(1), a_fault(number=2)
    for fault in (old, late):
        world.create(fault)
        world.save(fault, resolved(fault))
    world.clock.at += 3 * DAY
    before = resolved(old)
    change = a_change(ChangeKind.UPDATED, at=world.clock.at)

    world.save(before, before.edited(change, cause="Something else."))

    assert list(world.store.marks(CUSTOMER, TODAY)) == [ChangeMark(1, world.clock.at)]


@pytest.mark.parametrize("days", [0, 3])
def test_what_is_created_as_resolved_long_ago_leaves_a_mark(world: World, days: int):
    at = NOW - timedelta(days=days)
    world.create(resolved(a_fault(number=1, opened_at=at), at))

    assert [mark.number for mark in world.store.marks(CUSTOMER, TODAY)] == [1] * (days > 1)


def test_a_change_as_of_long_ago_leaves_a_mark(world: World):
    fault = reported_late(1)
    change = a_change(ChangeKind.ACKNOWLEDGED, at=NOW - 3 * DAY)
    world.create(fault)

    world.save(fault, fault.acknowledged(change))

    assert [mark.number for mark in world.store.marks(CUSTOMER, TODAY)] == [1]


def test_lists_of_what_expires_are_kept_by_day_and_replaced(world: World):
    for n in range(5):
        numbers = [n + 1, 2**52 + n]
        world.store.keep_expiring(CUSTOMER, TODAY + n * DAY, numbers, is_listed=True)
    world.store.keep_expiring(CUSTOMER, TODAY + DAY, [7], is_listed=False)
    world.store.keep_expiring(CUSTOMER, TODAY + 2 * DAY, [], is_listed=True)

    assert world.store.expiring(CUSTOMER, TODAY, TODAY + 3 * DAY) == {
        TODAY: Expiring([1, 2**52], is_listed=True),
        TODAY + DAY: Expiring([7], is_listed=False),
        TODAY + 2 * DAY: Expiring([], is_listed=True),
        TODAY + 3 * DAY: Expiring([4, 2**52 + 3], is_listed=True),
    }


def test_a_fault_that_does_not_expire_by_its_age_is_kept_from_its_creation(world: World):
    expires_at = int((NOW + 40 * DAY).timestamp())
    world.create(replace(a_fault(number=5), expires_at=expires_at))
    world.create(a_fault(number=6))

    day = (NOW + 40 * DAY).date()
    assert world.store.expiring(CUSTOMER, TODAY, TODAY + 500 * DAY) == {
        day: Expiring([5], is_listed=False)
    }


def test_a_long_list_is_kept_in_parts_and_made_shorter_again(world: World):
    numbers = [2**50 + n * n for n in range(70_000)]

    world.store.keep_expiring(CUSTOMER, TODAY, numbers, is_listed=True)

    assert world.store.expiring(CUSTOMER, TODAY, TODAY)[TODAY].numbers == numbers
    world.store.keep_expiring(CUSTOMER, TODAY, numbers[:10], is_listed=True)
    assert world.store.expiring(CUSTOMER, TODAY, TODAY)[TODAY].numbers == numbers[:10]


def test_faults_are_found_by_the_day_of_their_opening(world: World):
    for n, hour in enumerate((-1, 0, 23, 24)):
        at = datetime(2025, 12, 31, tzinfo=UTC) + timedelta(hours=hour)
        world.create(a_fault(number=n + 1, opened_at=at))

    found = world.store.opened_on(CUSTOMER, date(2025, 12, 31))

    assert sorted(one.number for one in found) == [2, 3]


def test_a_timeline_tells_what_is_recorded_and_what_is_not(world: World):
    fault, gone = a_fault(number=1), a_fault(number=2)
    world.create(fault)
    world.record(fault, gone)
    after = resolved(fault)
    world.save(fault, after)

    timeline = world.store.timeline(CUSTOMER, 1)
    assert [entry.version for entry in timeline.entries] == [1]
    assert (timeline.is_there, timeline.error) == (True, None)
    assert timeline.unrecorded
    assert timeline.unrecorded.entry.version == 2
    timeline = world.store.timeline(CUSTOMER, 2)
    assert (timeline.is_there, timeline.unrecorded, len(timeline.entries)) == (False, None, 1)
    timeline = world.store.timeline(CUSTOMER, 3)
    assert (timeline.is_there, list(timeline.entries)) == (False, [])


def test_what_has_ended_is_known_without_its_timeline(world: World):
    fault, other = a_fault(number=1), a_fault(number=2)
    world.record(fault, other)
    end = deletion_of(observation_of(fault), NOW)
    assert RecordChanges(world.ledger, world.clock, Attempts(1)).record([end]) == []

    assert world.store.ended(CUSTOMER, [1, 2, 3]) == {1}
    assert world.store.ended(CUSTOMER, []) == set()


def test_counters_of_the_present_and_of_some_days_are_read_with_their_serials(world: World):
    world.record(a_fault(number=1, opened_at=NOW - 3 * DAY), a_fault(number=2))

    read = {counter.group: counter.stored for counter in world.store.counters(CUSTOMER, [TODAY])}

    assert read[PRESENT].tally[Measure(Subject.UNRESOLVED)] == 2
    assert read[Slot(NOW)].tally[Measure(Subject.OPENED)] == 1
    assert Slot(NOW - 3 * DAY) not in read
    assert {stored.serial for stored in read.values()} == {read[PRESENT].serial}


def test_a_run_is_gone_on_with_where_it_was_saved(world: World):
    recount = WindowRecount(
        CUSTOMER, "1768478400000000", TODAY - DAY, TODAY, "1768478400000001", doubtful=[TODAY - DAY]
    )
    recount.begin(PRESENT, Stored({Measure(Subject.UNRESOLVED): 3}, "7", "8"))
    recount.begin(Slot(NOW), Stored({Measure(Subject.OPENED): 2}, "9"))
    recount.open, recount.accounted = {1, 2}, {3}
    recount.is_complete, recount.knows_expiries = False, False
    run = WindowRun("1768478400000000", NOW - DAY, "cus_0", recount, missing=1, wrong=2)
    assert world.store.load() is None

    world.store.save(run)
    saved = world.store.load()

    assert saved
    assert saved.current
    assert (saved.run, saved.after, saved.missing, saved.wrong) == (run.run, "cus_0", 1, 2)
    assert saved.marked_since == NOW - DAY
    assert saved.current.left == recount.left
    assert (saved.current.open, saved.current.accounted) == ({1, 2}, {3})
    assert [one.serial for one in saved.current.stored.values()] == ["7", "9"]
    assert (saved.current.since, saved.current.until) == (TODAY - DAY, TODAY)
    assert saved.current.doubtful == [TODAY - DAY]
    assert (saved.current.is_complete, saved.current.knows_expiries) == (False, False)
    world.store.clear()
    assert world.store.load() is None


def test_when_marks_were_first_asked_for_is_remembered(world: World):
    assert world.store.marked_since(NOW) == NOW
    assert world.store.marked_since(NOW + DAY) == NOW
    world.store.clear()
    assert world.store.marked_since(NOW + DAY) == NOW


def test_a_mark_that_cannot_be_written_keeps_its_change_from_being_made(
    dynoxide: Engine, clock: SteppingClock, monkeypatch: pytest.MonkeyPatch
):
    with dynoxide.fresh_tables() as tables:
        store = DynamoFaultStore(dynoxide.client, tables.faults, clock)
        fault = a_fault(number=1)
        store.create(CUSTOMER, fault)
        monkeypatch.setattr(ChangeMarks, "before_delete", _refuse)

        with pytest.raises(OSError, match="no room"):
            store.delete(CUSTOMER, fault)

        assert store.get(CUSTOMER, 1) == fault


def _refuse(marks: ChangeMarks, fault: Fault) -> None:
    del marks, fault
    raise OSError("no room")
