"""Whoever stops pinging is a fault once, and none any more when the pings return."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faultbook.domain.due import DueKind
from faultbook.domain.errors import HeartbeatChanged, HeartbeatNotFound, Unavailable
from faultbook.domain.fault import Fault, Severity
from faultbook.domain.heartbeat import Heartbeat, HeartbeatState
from faultbook.domain.listing import FaultFilter
from faultbook.usecases.due_notes import SweepDueNotes
from faultbook.usecases.heartbeat_faults import (
    DELETED,
    KNOWN,
    PAUSED,
    RETURNED,
    HeartbeatFaults,
)
from faultbook.usecases.heartbeats import Heartbeats
from faultbook.usecases.watch_heartbeats import RecordSweeps, WatchHeartbeats
from tests.support.bound import Bound
from tests.support.builders import ACTOR, CUSTOMER, NOW, SteppingClock, a_target
from tests.support.fakes import InMemoryFaultStore
from tests.support.heartbeat_fakes import InMemoryHeartbeatStore, InMemorySweepStore

MINUTE = timedelta(minutes=1)
NAME = "backup"


class World:
    """Heartbeats every five minutes with one of grace, and a sweep each minute."""

    def __init__(self, store: Any = None) -> None:
        self.clock = SteppingClock()
        self.faults = InMemoryFaultStore(self.clock)
        self.store = store or InMemoryHeartbeatStore()
        self.sweep_store = InMemorySweepStore()
        self.bound = Bound(self.faults, self.clock)
        self.heartbeats = self.over(self.store, self.faults.dues, self.bound.reports)

    def over(self, store: Any, dues: Any, reports: Any) -> Heartbeats:
        return Heartbeats(store, dues, HeartbeatFaults(reports), self.clock)

    def make(self, name: str = NAME, **fields: Any) -> Heartbeat:
        fields.setdefault("interval", 5 * MINUTE)
        fields.setdefault("customer_id", CUSTOMER)
        return self.heartbeats.create(
            Heartbeat(name=name, created_at=self.clock.at, created_by="user_1", **fields)
        )

    def ping(self, name: str = NAME, customer_id: str = CUSTOMER) -> None:
        self.heartbeats.ping(customer_id, name)

    def get(self, name: str = NAME) -> Heartbeat:
        return self.heartbeats.get(CUSTOMER, name)

    def state(self, name: str = NAME) -> HeartbeatState:
        return self.get(name).state(self.clock.at)

    def sweep(self, store: Any = None, dues: Any = None, reports: Any = None) -> SweepDueNotes:
        store, dues = store or self.store, dues or self.faults.dues
        faults = HeartbeatFaults(reports or self.bound.reports)
        RecordSweeps(self.sweep_store, self.clock).begin()
        watch = WatchHeartbeats(store, self.sweep_store, dues, faults, self.clock)
        sweep = SweepDueNotes({DueKind.HEARTBEAT: watch}, dues, self.clock)
        assert [item.reason for item in sweep.run(lambda: True).left_over] in ([], [BROKEN])
        return sweep

    def after(self, minutes: int, *, pinging: bool = False) -> None:
        """That many pass, with a sweep in each."""
        for _ in range(minutes):
            self.clock.at += MINUTE
            if pinging:
                self.ping()
            self.sweep()

    def all_faults(self, customer_id: str = CUSTOMER) -> list[Fault]:
        page = self.faults.page(customer_id, FaultFilter(), 100, None)
        return sorted(page.faults, key=lambda fault: fault.number)

    def open_faults(self) -> list[Fault]:
        return [fault for fault in self.all_faults() if fault.is_open]


BROKEN = Unavailable()


def names(faults: list[Fault]) -> set[str]:
    return {fault.resource_id for fault in faults}


@pytest.fixture
def world() -> World:
    return World()


def test_what_was_never_pinged_is_waited_for_in_silence(world: World):
    world.make()

    world.after(600)

    assert world.state() is HeartbeatState.WAITING
    assert world.all_faults() == []
    assert world.faults.dues.kept == set()


def test_pings_that_come_are_no_fault(world: World):
    world.make()
    world.ping()

    world.after(60, pinging=True)

    assert world.state() is HeartbeatState.UP
    assert world.all_faults() == []
    assert len(world.faults.dues.kept) == 1


def test_a_ping_that_does_not_come_is_a_fault_when_its_grace_is_over(world: World):
    world.make(
        path="site|rack", severity=Severity.CRITICAL, message="No backup", tags=("night", "db")
    )
    world.ping()

    world.after(5)
    assert (world.state(), world.open_faults()) == (HeartbeatState.UP, [])
    world.clock.at += timedelta(seconds=1)
    assert (world.state(), world.open_faults()) == (HeartbeatState.LATE, [])
    world.clock.at -= timedelta(seconds=1)
    world.after(1)

    [fault] = world.open_faults()
    assert world.state() is HeartbeatState.DOWN
    assert (fault.path, fault.severity, fault.message) == (
        "site|rack",
        Severity.CRITICAL,
        "No backup",
    )
    assert (fault.type, fault.resource_id, fault.outage.tags) == (
        "heartbeat",
        NAME,
        ("night", "db"),
    )
    assert fault.opened_at == NOW + 5 * MINUTE
    assert "2026-01-15 12:00:00 UTC" in fault.cause


def test_it_is_told_once_however_long_it_is_missed(world: World):
    world.make()
    world.ping()

    world.after(60)

    [fault] = world.open_faults()
    assert (fault.occurrences, fault.version) == (1, 1)
    assert len(world.faults.dues.kept) == 1


def test_the_ping_that_returns_resolves_it_at_once(world: World):
    world.make()
    world.ping()
    world.after(10)
    [fault] = world.open_faults()
    world.clock.at += timedelta(seconds=20)

    world.ping()

    resolved = world.faults.get(CUSTOMER, fault.number)
    assert (resolved.is_open, resolved.resolved_at) == (False, world.clock.at)
    assert resolved.last_change.why == RETURNED
    assert world.state() is HeartbeatState.UP
    world.after(30, pinging=True)
    assert len(world.all_faults()) == 1


@pytest.mark.parametrize("what", ["acknowledge", "resolve"])
def test_a_fault_that_somebody_works_on_takes_pings_and_is_not_opened_twice(
    world: World, what: str
):
    world.make()
    world.ping()
    world.after(7)
    [fault] = world.open_faults()
    getattr(world.bound.changes, what)(a_target(fault, ACTOR))

    world.after(60)
    assert len(world.all_faults()) == 1
    world.ping()

    assert world.open_faults() == []
    assert world.state() is HeartbeatState.UP


def test_missed_again_is_another_fault(world: World):
    world.make()
    world.ping()
    world.after(7)
    world.ping()

    world.after(7)

    assert [fault.is_open for fault in world.all_faults()] == [False, True]


def test_each_customer_and_each_heartbeat_is_by_itself(world: World):
    for customer in (CUSTOMER, "cus_B"):
        for name in ("a", "b"):
            world.make(name, customer_id=customer)
            world.ping(name, customer)
    world.after(5)
    world.ping("a")

    world.after(2)

    assert names(world.all_faults()) == {"b"}
    assert names(world.all_faults("cus_B")) == {"a", "b"}


def test_one_that_cannot_be_told_holds_up_no_other():
    class Breaking(InMemoryHeartbeatStore):
        is_broken = False

        def find(self, customer_id: str, number: int) -> Heartbeat | None:
            found = super().find(customer_id, number)
            if self.is_broken and found and found.name == "a":
                raise BROKEN
            return found

    store = Breaking()
    world = World(store)
    for name in ("a", "b", "c"):
        world.make(name)
        world.ping(name)
    world.after(5)
    world.clock.at += MINUTE
    store.is_broken = True
    world.sweep()

    assert names(world.open_faults()) == {"b", "c"}
    store.is_broken = False
    world.after(1)
    assert names(world.open_faults()) == {"a", "b", "c"}


# ---------------------------------------------------------------- an outage of our own


def test_after_an_outage_of_our_own_each_has_the_time_for_one_ping_more(world: World):
    for number in range(20):
        world.make(f"heartbeat-{number}")
        world.ping(f"heartbeat-{number}")
    world.after(2)
    world.clock.at += timedelta(hours=3)

    world.after(5)
    assert world.open_faults() == []
    for number in range(1, 20):
        world.ping(f"heartbeat-{number}")
    world.after(2)

    assert names(world.open_faults()) == {"heartbeat-0"}


def test_a_ping_that_may_have_been_lost_in_an_outage_is_waited_for_once_more(world: World):
    """It was expected while we were out, and is looked at when we are back, in time."""
    world.make(interval=10 * MINUTE)
    world.ping()
    world.after(1)
    world.clock.at += 9 * MINUTE  # the pings of minute ten are lost
    world.after(1)
    assert world.get().down_at(None) == world.clock.at

    world.after(10)
    assert world.open_faults() == []
    world.after(1)

    assert len(world.open_faults()) == 1


def test_what_was_expected_after_an_outage_has_no_time_more(world: World):
    world.make(interval=60 * MINUTE)
    world.ping()
    world.after(1)
    world.clock.at += 30 * MINUTE

    world.after(30)

    assert len(world.open_faults()) == 1


def test_what_was_missed_before_an_outage_stays_missed_and_is_told_once(world: World):
    world.make()
    world.ping()
    world.after(7)
    world.clock.at += timedelta(hours=1)

    world.after(30)

    assert len(world.open_faults()) == 1
    assert world.open_faults()[0].occurrences == 1


def test_pauses_of_a_sweep_below_five_minutes_are_no_outage(world: World):
    world.make()
    world.ping()
    world.after(2)
    world.clock.at += 4 * MINUTE

    world.after(1)

    assert len(world.open_faults()) == 1


# ---------------------------------------------------------------- changed, paused, deleted


def test_a_shorter_interval_holds_at_once_and_a_longer_one_too(world: World):
    world.make(interval=timedelta(days=1))
    world.ping()
    world.after(10)

    world.heartbeats.change(
        CUSTOMER, NAME, lambda heartbeat: replace(heartbeat, interval=5 * MINUTE)
    )
    world.after(1)
    [fault] = world.open_faults()
    assert fault.opened_at == NOW + 5 * MINUTE
    world.ping()
    world.heartbeats.change(
        CUSTOMER, NAME, lambda heartbeat: replace(heartbeat, interval=30 * MINUTE)
    )
    world.after(30)
    assert world.open_faults() == []
    world.after(2)

    assert len(world.open_faults()) == 1
    world.clock.at += timedelta(days=1)
    world.after(1)
    assert len(world.faults.dues.kept) == 1


def test_other_changes_leave_its_note_alone(world: World):
    world.make()
    world.ping()
    kept = set(world.faults.dues.kept)

    world.heartbeats.change(CUSTOMER, NAME, lambda heartbeat: replace(heartbeat, description="new"))

    assert world.faults.dues.kept == kept
    assert world.get().description == "new"
    world.after(7)
    assert len(world.open_faults()) == 1


def test_one_that_is_paused_is_no_fault_and_waits_for_a_ping_when_it_goes_on(world: World):
    world.make()
    world.ping()
    world.after(7)

    world.heartbeats.change(CUSTOMER, NAME, lambda heartbeat: replace(heartbeat, enabled=False))
    [fault] = world.all_faults()
    assert (fault.is_open, fault.last_change.why) == (False, PAUSED)
    world.ping()
    world.after(60)
    assert world.state() is HeartbeatState.PAUSED
    world.heartbeats.change(CUSTOMER, NAME, lambda heartbeat: replace(heartbeat, enabled=True))
    world.after(60)
    assert (world.state(), world.open_faults()) == (HeartbeatState.WAITING, [])
    world.ping()
    world.after(7)

    assert len(world.open_faults()) == 1
    assert len(world.faults.dues.kept) == 1


def test_one_that_is_deleted_is_over(world: World):
    world.make()
    world.ping()
    world.after(7)

    world.heartbeats.delete(CUSTOMER, NAME)

    [fault] = world.all_faults()
    assert (fault.is_open, fault.last_change.why) == (False, DELETED)
    with pytest.raises(HeartbeatNotFound):
        world.ping()
    world.after(30)
    assert len(world.all_faults()) == 1
    assert world.faults.dues.kept == set()


def test_a_new_one_of_the_same_name_begins_anew(world: World):
    world.make()
    world.ping()
    world.after(4)
    world.heartbeats.delete(CUSTOMER, NAME)
    world.make()

    world.after(30)

    assert (world.state(), world.all_faults()) == (HeartbeatState.WAITING, [])


def test_pings_of_what_is_not_there_are_told_once_until_it_is(world: World):
    faults = HeartbeatFaults(world.bound.reports)
    for _ in range(3):
        faults.unknown(CUSTOMER, NAME)
    [fault] = world.open_faults()
    assert (fault.occurrences, fault.path) == (1, f"faultbook|heartbeats|{NAME}")

    world.make()

    [fault] = world.all_faults()
    assert (fault.is_open, fault.last_change.why) == (False, KNOWN)


def test_who_changes_a_heartbeat_behind_anothers_back_is_told(world: World):
    world.make()

    def slow(heartbeat: Heartbeat) -> Heartbeat:
        world.heartbeats.change(
            CUSTOMER, NAME, lambda heartbeat: replace(heartbeat, description="first")
        )
        return replace(heartbeat, description="second")

    with pytest.raises(HeartbeatChanged):
        world.heartbeats.change(CUSTOMER, NAME, slow)
    assert world.get().description == "first"


# ---------------------------------------------------------------- races and what breaks off


class Interrupting:
    """All calls go through; before the given one something happens, and after it it may fail."""

    def __init__(self, at: int, happening: Any, *, fails: bool) -> None:
        self._left = at
        self._happening = happening
        self._fails = fails

    def around(self, part: Any) -> Any:
        return _Watched(part, self)

    def called(self, call: Any, *arguments: Any, **named: Any) -> Any:
        self._left -= 1
        if self._left == 0:
            self._happening()
        answer = call(*arguments, **named)
        if self._left == 0 and self._fails:
            raise BROKEN
        return answer


class _Watched:
    def __init__(self, part: Any, interrupting: Interrupting) -> None:
        self._part = part
        self._interrupting = interrupting

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._part, name)
        if name in {"until", "clock"} or not callable(found):
            return found
        return lambda *given, **named: self._interrupting.called(found, *given, **named)


def nothing() -> None:
    pass


def interrupted(world: World, at: int, happening: Any = nothing, *, fails: bool) -> None:
    """One sweep, in which that happens."""
    interrupting = Interrupting(at, happening, fails=fails)
    world.sweep(
        interrupting.around(world.store),
        interrupting.around(world.faults.dues),
        interrupting.around(world.bound.reports),
    )


@pytest.mark.parametrize("fails", [False, True])
@pytest.mark.parametrize("at", range(1, 6))
def test_a_ping_at_any_moment_of_the_sweep_leaves_no_fault_open(at: int, fails: bool):  # noqa: FBT001
    world = World()
    world.make()
    world.ping()
    world.after(5)
    world.clock.at += MINUTE

    interrupted(world, at, world.ping, fails=fails)
    world.ping()
    world.after(10, pinging=True)

    assert world.open_faults() == []
    assert len(world.faults.dues.kept) == 1
    world.after(7)
    assert len(world.open_faults()) == 1


@pytest.mark.parametrize("at", range(1, 6))
def test_a_sweep_that_breaks_off_anywhere_is_finished_by_the_next(at: int):
    world = World()
    world.make()
    world.ping()
    world.after(5)
    world.clock.at += MINUTE

    interrupted(world, at, fails=True)
    world.after(10)

    assert len(world.open_faults()) == 1
    assert len(world.faults.dues.kept) == 1


@pytest.mark.parametrize("what", ["pause", "delete"])
@pytest.mark.parametrize("at", range(1, 6))
def test_one_that_goes_at_any_moment_of_the_sweep_leaves_no_fault_open(at: int, what: str):
    world = World()
    world.make()
    world.ping()
    world.after(5)
    world.clock.at += MINUTE

    def gone() -> None:
        if what == "delete":
            world.heartbeats.delete(CUSTOMER, NAME)
        else:
            world.heartbeats.change(
                CUSTOMER, NAME, lambda heartbeat: replace(heartbeat, enabled=False)
            )

    interrupted(world, at, gone, fails=False)
    world.after(10)

    assert world.open_faults() == []
    assert world.faults.dues.kept == set()


@pytest.mark.parametrize("at", range(1, 5))
def test_a_first_ping_that_breaks_off_anywhere_is_mended_by_the_next(at: int):
    world = World()
    world.make()
    interrupting = Interrupting(at, nothing, fails=True)
    parts = (world.store, world.faults.dues, world.bound.reports)
    breaking = world.over(*(interrupting.around(part) for part in parts))
    with suppress(Unavailable):
        breaking.ping(CUSTOMER, NAME)
    world.after(1)
    world.ping()

    world.after(7)

    assert len(world.open_faults()) == 1
    assert len(world.faults.dues.kept) == 1


def test_two_first_pings_at_once_leave_one_note_that_counts():
    world = World()
    world.make()
    interrupting = Interrupting(3, world.ping, fails=False)
    slow = world.over(
        interrupting.around(world.store), interrupting.around(world.faults.dues), None
    )

    slow.ping(CUSTOMER, NAME)
    world.after(7)

    assert len(world.open_faults()) == 1
    assert len(world.faults.dues.kept) == 1


HAPPENINGS = st.lists(
    st.tuples(
        st.sampled_from(
            ["wait", "ping", "pause", "resume", "shorter", "longer", "break", "outage"]
        ),
        st.integers(min_value=1, max_value=9),
    ),
    max_size=25,
)


@settings(max_examples=150)
@given(HAPPENINGS)
def test_whatever_happened_who_pings_has_no_fault_and_who_stops_has_one(happenings: Any):
    world = World()
    world.make()
    for what, number in happenings:
        _happen(world, what, number)
    _happen(world, "resume", 1)
    _happen(world, "longer", 1)
    world.ping()
    world.after(20, pinging=True)
    assert world.open_faults() == []

    for _ in range(60):
        if world.open_faults():
            break
        world.after(1)
    world.after(20)

    [fault] = world.open_faults()
    assert fault.occurrences == 1
    assert len(world.faults.dues.kept) == 1


def _happen(world: World, what: str, number: int) -> None:
    world.clock.at += timedelta(microseconds=1)

    def change(**fields: Any) -> None:
        world.heartbeats.change(CUSTOMER, NAME, lambda heartbeat: replace(heartbeat, **fields))

    match what:
        case "wait":
            world.after(number)
        case "ping":
            world.ping()
        case "pause":
            change(enabled=False)
        case "resume":
            change(enabled=True)
        case "shorter":
            change(interval=2 * MINUTE)
        case "longer":
            change(interval=6 * MINUTE)
        case "break":
            world.clock.at += MINUTE
            interrupted(world, number, world.ping, fails=True)
        case "outage":
            world.clock.at += number * 10 * MINUTE
