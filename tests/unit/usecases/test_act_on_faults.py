"""One action on many faults: each by itself, in order, until the time is over."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from faultbook.domain.comment import MAX_COMMENTS
from faultbook.domain.errors import (
    CommentLimitReached,
    FaultIsResolved,
    FaultNotFound,
    InvalidRequest,
    Unavailable,
)
from faultbook.domain.fault import ChangeKind, Fault, Status
from faultbook.domain.identifiers import draw_number
from faultbook.usecases.acknowledge_faults import AcknowledgeFaults
from faultbook.usecases.act_on_faults import (
    MAX_TIME,
    Action,
    ActionKind,
    ActOnFaults,
    SelectedFault,
)
from faultbook.usecases.change_faults import ChangeFaults
from faultbook.usecases.comment_faults import CommentFaults
from faultbook.usecases.snooze_faults import LONGEST, SnoozeFaults
from tests.support.builders import ACTOR, CUSTOMER, NOW, SteppingClock, a_change, a_fault
from tests.support.fakes import InMemoryCommentStore, InMemoryFaultStore


class World:
    """`before` is done before the store is read for the fault of that number."""

    def __init__(self) -> None:
        self.clock = SteppingClock()
        self.store = InMemoryFaultStore(self.clock)
        self.before: dict[int, Callable[[], Any]] = {}
        comments = InMemoryCommentStore(self.clock)
        changes = ChangeFaults(self.store, comments, self.clock)
        said = CommentFaults(self.store, comments, changes, draw_number)
        self.actions = ActOnFaults(
            self.store,
            AcknowledgeFaults(changes, said),
            SnoozeFaults(changes, self.store.dues),
            self.clock,
        )
        get = self.store.get

        def watched(customer_id: str, number: int) -> Fault:
            self.before.get(number, lambda: None)()
            return get(customer_id, number)

        self.store.get = watched  # type: ignore[method-assign] # a store that is looked at

    def put(self, *faults: Fault) -> list[SelectedFault]:
        for fault in faults:
            self.store.create(CUSTOMER, fault)
        return [SelectedFault(str(fault.number), fault.number) for fault in faults]

    def get(self, selected: SelectedFault) -> Fault:
        assert selected.number
        return self.store.get(CUSTOMER, selected.number)


@pytest.fixture
def world() -> World:
    return World()


TOMORROW = NOW + timedelta(days=1)


def act(kind: ActionKind, text: str = "", *, is_dry: bool = False) -> Action:
    until = TOMORROW if kind is ActionKind.SNOOZE else None
    return Action(kind, ACTOR, text, is_dry=is_dry, until=until)


RESOLVED = a_fault().resolved(a_change(ChangeKind.RESOLVED))
SEEN: dict[ActionKind, tuple[Callable[[Fault], Fault], Callable[[Fault], Any], Any]] = {
    ActionKind.ACKNOWLEDGE: (
        lambda f: f,
        lambda f: f.acknowledgement and f.acknowledgement.by,
        "user_1",
    ),
    ActionKind.UNACKNOWLEDGE: (
        lambda f: f.acknowledged(a_change(ChangeKind.ACKNOWLEDGED)),
        lambda f: f.acknowledgement,
        None,
    ),
    ActionKind.RESOLVE: (
        lambda f: f,
        lambda f: (f.status, f.resolution_reason),
        ("resolved", "why"),
    ),
    ActionKind.REOPEN: (
        lambda f: f.resolved(a_change(ChangeKind.RESOLVED)),
        lambda f: f.status,
        Status.UNRESOLVED,
    ),
    ActionKind.ASSIGN: (lambda f: f, lambda f: f.assignee, "why"),
    ActionKind.UNASSIGN: (
        lambda f: f.assigned(a_change(ChangeKind.ASSIGNED), "ann"),
        lambda f: f.assignee,
        "",
    ),
    ActionKind.SNOOZE: (lambda f: f, lambda f: f.snooze and f.snooze.until, TOMORROW),
    ActionKind.UNSNOOZE: (
        lambda f: f.snoozed(a_change(ChangeKind.SNOOZED), TOMORROW),
        lambda f: f.snooze,
        None,
    ),
    ActionKind.COMMENT: (lambda f: f, lambda f: [c.body for c in f.newest_comments], ["why"]),
}


@pytest.mark.parametrize("kind", ActionKind)
def test_each_action_is_done_to_each(world: World, kind: ActionKind):
    prepare, look, expected = SEEN[kind]
    selected = world.put(prepare(a_fault()), prepare(a_fault()))

    run = world.actions.run(CUSTOMER, selected, act(kind, "why"))

    assert run.is_over
    assert [outcome.is_changed for outcome in run.outcomes] == [True, True]
    assert [look(world.get(fault)) for fault in selected] == [expected, expected]
    assert [outcome.fault for outcome in run.outcomes] == [world.get(fault) for fault in selected]


@pytest.mark.parametrize("kind", ActionKind)
def test_what_is_done_dryly_writes_nothing_and_tells_what_would_be(world: World, kind: ActionKind):
    prepare, _, _ = SEEN[kind]
    fault = prepare(a_fault())
    selected = world.put(fault)

    [dry] = world.actions.run(CUSTOMER, selected, act(kind, "why", is_dry=True)).outcomes

    assert (dry.is_changed, world.get(selected[0])) == (True, fault)


@pytest.mark.parametrize("is_dry", [False, True])
def test_what_is_so_already_is_not_changed(world: World, is_dry: bool):  # noqa: FBT001 - as pytest has it
    selected = world.put(a_fault().assigned(a_change(ChangeKind.ASSIGNED), "ann"))

    [outcome] = world.actions.run(
        CUSTOMER, selected, act(ActionKind.ASSIGN, "ann", is_dry=is_dry)
    ).outcomes

    assert (outcome.is_changed, outcome.error) == (False, None)


@pytest.mark.parametrize("is_dry", [False, True])
def test_one_that_fails_does_not_hold_up_the_others(world: World, is_dry: bool):  # noqa: FBT001 - as above
    first, resolved, last = world.put(a_fault(), RESOLVED, a_fault())
    selected = [SelectedFault("flt_x", None), first, SelectedFault("gone", 7), resolved, last]

    run = world.actions.run(CUSTOMER, selected, act(ActionKind.ACKNOWLEDGE, is_dry=is_dry))

    assert [type(outcome.error) for outcome in run.outcomes] == [
        FaultNotFound,
        type(None),
        FaultNotFound,
        FaultIsResolved,
        type(None),
    ]
    assert run.is_over


@pytest.mark.parametrize("is_dry", [False, True])
def test_a_fault_that_is_full_of_comments_takes_no_more(world: World, is_dry: bool):  # noqa: FBT001 - as above
    selected = world.put(replace(a_fault(), comments_written=MAX_COMMENTS))

    [outcome] = world.actions.run(
        CUSTOMER, selected, act(ActionKind.COMMENT, "why", is_dry=is_dry)
    ).outcomes

    assert isinstance(outcome.error, CommentLimitReached)


def test_what_a_later_acknowledgement_says_is_kept_as_a_comment_and_changes_nothing(world: World):
    earlier = a_change(ChangeKind.ACKNOWLEDGED, by="ann")
    selected = world.put(a_fault().acknowledged(earlier), a_fault())

    run = world.actions.run(CUSTOMER, selected, act(ActionKind.ACKNOWLEDGE, "seen too"))

    assert [outcome.is_changed for outcome in run.outcomes] == [False, True]
    comments = [
        [comment.body for comment in world.get(fault).newest_comments] for fault in selected
    ]
    assert comments == [["seen too"], []]
    acknowledgement = world.get(selected[0]).acknowledgement
    assert acknowledgement
    assert acknowledgement.by == "ann"


def test_who_had_a_fault_before_is_told(world: World):
    selected = world.put(a_fault().assigned(a_change(ChangeKind.ASSIGNED), "ann"), a_fault())

    run = world.actions.run(CUSTOMER, selected, act(ActionKind.ASSIGN, "bob"))

    assert [outcome.before and outcome.before.assignee for outcome in run.outcomes] == ["ann", ""]


def test_a_snooze_is_noted_for_its_end_unless_it_is_dry(world: World):
    selected = world.put(a_fault())

    world.actions.run(CUSTOMER, selected, act(ActionKind.SNOOZE, is_dry=True))
    assert world.store.dues.kept == set()
    world.actions.run(CUSTOMER, selected, act(ActionKind.SNOOZE))
    assert [(due.number, due.at) for due in world.store.dues.kept] == [
        (selected[0].number, TOMORROW)
    ]


def test_a_time_that_no_snooze_may_have_is_refused_before_anything_is_done(world: World):
    selected = world.put(a_fault())
    action = replace(act(ActionKind.SNOOZE), until=world.clock.at + LONGEST + timedelta(seconds=1))

    with pytest.raises(InvalidRequest):
        world.actions.run(CUSTOMER, selected, action)

    assert world.get(selected[0]).snooze is None


def test_what_is_resolved_is_not_snoozed(world: World):
    [outcome] = world.actions.run(CUSTOMER, world.put(RESOLVED), act(ActionKind.SNOOZE)).outcomes

    assert isinstance(outcome.error, FaultIsResolved)


def test_what_was_changed_since_it_was_read_is_decided_anew(world: World):
    [selected] = world.put(a_fault())
    as_read = world.get(selected)
    world.actions.run(CUSTOMER, [selected], act(ActionKind.RESOLVE, "by another"))

    stale = SelectedFault(selected.fault_id, selected.number, as_read)
    [outcome] = world.actions.run(CUSTOMER, [stale], act(ActionKind.RESOLVE, "late")).outcomes

    assert not outcome.is_changed
    assert world.get(selected).resolution_reason == "by another"


def test_what_there_is_no_time_for_is_left_to_the_next_request(world: World):
    selected = world.put(*(a_fault() for _ in range(5)))

    def slow() -> None:
        world.clock.at += MAX_TIME / 4  # the store looks at a fault twice, to read and to write it

    world.before = {fault.number: slow for fault in selected if fault.number}

    run = world.actions.run(CUSTOMER, selected, act(ActionKind.RESOLVE))

    assert (len(run.outcomes), run.is_over) == (2, False)
    world.before = {}
    assert [world.get(fault).is_open for fault in selected] == [False, False, True, True, True]


def test_one_at_the_least_is_done_however_long_it_takes(world: World):
    selected = world.put(a_fault(), a_fault())

    def slow() -> None:
        world.clock.at += MAX_TIME + timedelta(seconds=1)

    world.before = {fault.number: slow for fault in selected if fault.number}

    assert len(world.actions.run(CUSTOMER, selected, act(ActionKind.RESOLVE)).outcomes) == 1


def test_a_store_that_does_not_answer_ends_the_run_and_what_was_done_is_told(world: World):
    selected = world.put(a_fault(), a_fault(), a_fault())

    def out() -> None:
        raise Unavailable

    assert selected[1].number
    world.before = {selected[1].number: out}

    run = world.actions.run(CUSTOMER, selected, act(ActionKind.RESOLVE))

    assert (len(run.outcomes), run.is_over) == (1, False)
    with pytest.raises(Unavailable):
        world.actions.run(CUSTOMER, selected[1:], act(ActionKind.RESOLVE))
