from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from faultbook.domain.edits import Edits
from faultbook.domain.errors import (
    Conflict,
    FaultChanged,
    FaultNotFound,
    Unavailable,
    VersionMismatch,
)
from faultbook.domain.fault import Actor, ChangeKind, Fault, Origin, Severity, Status
from faultbook.usecases.change_faults import ChangeFaults
from faultbook.usecases.target import Target
from tests.support.builders import (
    ACTOR,
    CUSTOMER,
    NOW,
    SteppingClock,
    a_change,
    a_comment,
    a_fault,
    a_target,
)
from tests.support.fakes import InMemoryCommentStore, InMemoryFaultStore
from tests.support.interruptions import Interrupted

OTHER = Actor(subject="user_other", api=Origin.FAULTS, email="other@example.org")


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock()


@pytest.fixture
def store(clock: SteppingClock) -> InMemoryFaultStore:
    return InMemoryFaultStore(clock)


@pytest.fixture
def fault(store: InMemoryFaultStore) -> Fault:
    fault = a_fault(deduplication_key="link-7")
    store.create(CUSTOMER, fault)
    return fault


@pytest.fixture
def comments(clock: SteppingClock) -> InMemoryCommentStore:
    return InMemoryCommentStore(clock)


@pytest.fixture
def changes(
    store: InMemoryFaultStore, comments: InMemoryCommentStore, clock: SteppingClock
) -> ChangeFaults:
    return ChangeFaults(store, comments, clock)


def test_resolving_says_who_when_and_why(
    changes: ChangeFaults, store: InMemoryFaultStore, fault: Fault
):
    resolved = changes.resolve(a_target(fault), "modem replaced", resolution="FIXED")

    assert resolved == store.get(CUSTOMER, fault.number)
    assert (resolved.status, resolved.resolved_at) == (Status.RESOLVED, NOW)
    assert (resolved.resolution, resolved.resolution_reason) == ("FIXED", "modem replaced")
    change = resolved.last_change
    assert (change.what, change.by, change.api) == (ChangeKind.RESOLVED, "user_1", Origin.FAULTS)


def test_the_timeline_says_who_has_it_now(changes: ChangeFaults, fault: Fault):
    given = changes.assign(a_target(fault), "ann")
    taken_back = changes.assign(a_target(fault), "")

    assert (given.assignee, given.assigned_at) == ("ann", NOW)
    assert (given.last_change.what, given.last_change.why) == (ChangeKind.ASSIGNED, "ann")
    assert taken_back.assignee == ""
    assert (taken_back.last_change.what, taken_back.last_change.why) == (ChangeKind.UNASSIGNED, "")


def test_resolving_twice_is_one_change_with_the_first_time(
    changes: ChangeFaults, store: InMemoryFaultStore, clock: SteppingClock, fault: Fault
):
    first = changes.resolve(a_target(fault), "first")
    clock.at += timedelta(hours=1)

    second = changes.resolve(a_target(fault, by=OTHER), "second")

    assert second == first
    assert store.get(CUSTOMER, fault.number) == first


def test_what_was_over_earlier_is_resolved_then(changes: ChangeFaults, fault: Fault):
    over = fault.opened_at + timedelta(minutes=1)

    resolved = changes.resolve(a_target(fault), at=over)

    assert (resolved.resolved_at, resolved.last_change.at) == (over, over)


def test_reopening_twice_is_one_change(changes: ChangeFaults, clock: SteppingClock, fault: Fault):
    changes.resolve(a_target(fault))
    first = changes.reopen(a_target(fault), "back again")
    clock.at += timedelta(hours=1)

    assert changes.reopen(a_target(fault)) == first
    assert (first.is_open, first.version) == (True, 3)


def test_an_acknowledgement_is_taken_back(changes: ChangeFaults, fault: Fault):
    changes.acknowledge(a_target(fault))

    taken_back = changes.unacknowledge(a_target(fault))

    assert taken_back.acknowledgement is None
    assert changes.unacknowledge(a_target(fault)) == taken_back


def test_a_fault_resolved_while_the_clock_went_back_is_resolved_when_it_was_opened(
    changes: ChangeFaults, clock: SteppingClock, fault: Fault
):
    clock.at -= timedelta(seconds=5)

    assert changes.resolve(a_target(fault)).resolved_at == fault.opened_at


def test_an_edit_and_a_turn_are_one_change(changes: ChangeFaults, fault: Fault):
    edited = changes.edit(
        a_target(fault), {"severity": Severity.LOW}, status=Status.RESOLVED, reason="harmless"
    )

    assert (edited.severity, edited.status, edited.version) == (Severity.LOW, Status.RESOLVED, 2)
    assert edited.last_change.what is ChangeKind.RESOLVED
    assert edited.resolution_reason == "harmless"


def test_an_edit_of_a_fault_that_is_resolved_already_is_an_update(
    changes: ChangeFaults, fault: Fault
):
    resolved = changes.resolve(a_target(fault), "first")

    edited = changes.edit(a_target(fault), {"cause": "other"}, status=Status.RESOLVED)

    assert (edited.version, edited.last_change.what) == (3, ChangeKind.UPDATED)
    assert edited.resolved_at == resolved.resolved_at
    assert edited.resolution_reason == "first"


def test_an_edit_can_reopen(changes: ChangeFaults, fault: Fault):
    changes.resolve(a_target(fault))

    edited = changes.edit(a_target(fault), {}, status=Status.UNRESOLVED)

    assert edited.is_open
    assert edited.last_change.what is ChangeKind.REOPENED


def test_an_edit_that_says_nothing_new_writes_nothing(changes: ChangeFaults, fault: Fault):
    same = changes.edit(a_target(fault), {"cause": fault.cause}, status=Status.UNRESOLVED)

    assert same == fault


def test_an_edit_that_depends_on_the_fault_is_decided_on_what_stands(
    changes: ChangeFaults, store: InMemoryFaultStore, fault: Fault
):
    def longer(stored: Fault) -> Edits:
        return {"metadata": {**stored.metadata, "ours": 1}}

    def another_edits() -> None:
        changes.edit(a_target(fault, by=OTHER), {"metadata": {"theirs": 2}})

    racing = Interrupted(store, before={2: another_edits})

    edited = replace(changes, store=racing).edit(a_target(fault), longer)

    assert edited.metadata == {"theirs": 2, "ours": 1}


def test_an_edit_that_refuses_changes_nothing(
    changes: ChangeFaults, store: InMemoryFaultStore, fault: Fault
):
    def refuse(stored: Fault) -> Edits:
        raise Conflict(f"{stored.number} is full.")

    with pytest.raises(Conflict):
        changes.edit(a_target(fault), refuse)

    assert store.get(CUSTOMER, fault.number) == fault


def test_a_stale_version_fails_and_changes_nothing(
    changes: ChangeFaults, store: InMemoryFaultStore, fault: Fault
):
    resolved = changes.resolve(a_target(fault))

    for verb in (changes.reopen, changes.acknowledge):
        with pytest.raises(VersionMismatch):
            verb(a_target(fault, seen_version=1))

    assert store.get(CUSTOMER, fault.number) == resolved


def test_the_seen_version_succeeds(changes: ChangeFaults, fault: Fault):
    assert changes.resolve(a_target(fault, seen_version=1)).version == 2


def test_another_customers_fault_is_not_found(
    changes: ChangeFaults, store: InMemoryFaultStore, fault: Fault
):
    with pytest.raises(FaultNotFound):
        changes.resolve(Target("cus_other", fault.number, ACTOR))

    assert store.get(CUSTOMER, fault.number) == fault


def test_a_lost_race_is_decided_anew_on_what_stands(
    changes: ChangeFaults, store: InMemoryFaultStore, fault: Fault
):
    def another_edits() -> None:
        changes.edit(a_target(fault, by=OTHER), {"cause": "theirs"})

    racing = Interrupted(store, before={2: another_edits})

    edited = replace(changes, store=racing).edit(a_target(fault), {"message": "ours"})

    assert racing.calls == ["get", "save", "get", "save"]
    assert (edited.message, edited.cause, edited.version) == ("ours", "theirs", 3)


def test_who_resolves_second_gets_the_first_resolution(
    changes: ChangeFaults, store: InMemoryFaultStore, fault: Fault
):
    def another_resolves() -> None:
        changes.resolve(a_target(fault, by=OTHER), "theirs")

    racing = Interrupted(store, before={2: another_resolves})

    resolved = replace(changes, store=racing).resolve(a_target(fault), "ours")

    assert racing.calls == ["get", "save", "get"]
    assert (resolved.resolution_reason, resolved.version) == ("theirs", 2)


def test_with_a_seen_version_a_lost_race_fails(
    changes: ChangeFaults, store: InMemoryFaultStore, fault: Fault
):
    def another_edits() -> None:
        changes.edit(a_target(fault, by=OTHER), {"cause": "theirs"})

    racing = Interrupted(store, before={2: another_edits})

    with pytest.raises(VersionMismatch):
        replace(changes, store=racing).resolve(a_target(fault, seen_version=1))
    assert store.get(CUSTOMER, fault.number).is_open


def test_who_loses_every_race_is_told_so(
    changes: ChangeFaults, store: InMemoryFaultStore, fault: Fault
):
    def another_edits() -> None:
        stored = store.get(CUSTOMER, fault.number)
        change = a_change(ChangeKind.UPDATED)
        store.save(CUSTOMER, stored, stored.edited(change, cause=f"v{stored.version}"))

    racing = Interrupted(store, before=dict.fromkeys(range(1, 100), another_edits))

    with pytest.raises(FaultChanged):
        replace(changes, store=racing).resolve(a_target(fault))


def commented(store: Any, comments: Any, fault: Fault) -> None:
    comment = a_comment(1)
    comments.put(CUSTOMER, fault, comment)
    store.save(CUSTOMER, fault, fault.commented(a_change(ChangeKind.COMMENTED), comment))


def test_a_deleted_fault_is_gone_with_its_comments(
    changes: ChangeFaults, store: InMemoryFaultStore, comments: InMemoryCommentStore, fault: Fault
):
    commented(store, comments, fault)

    changes.delete(a_target(fault))

    with pytest.raises(FaultNotFound):
        store.get(CUSTOMER, fault.number)
    assert comments.of_fault(CUSTOMER, fault.number) == []


def test_deleting_what_is_gone_is_not_found(changes: ChangeFaults, fault: Fault):
    changes.delete(a_target(fault))

    with pytest.raises(FaultNotFound):
        changes.delete(a_target(fault))


def test_deleting_a_stale_version_fails(
    changes: ChangeFaults, store: InMemoryFaultStore, fault: Fault
):
    changes.resolve(a_target(fault))

    with pytest.raises(VersionMismatch):
        changes.delete(a_target(fault, seen_version=1))

    assert store.get(CUSTOMER, fault.number).version == 2


def test_deleting_is_decided_anew_when_the_fault_changes_meanwhile(
    changes: ChangeFaults, store: InMemoryFaultStore, fault: Fault
):
    racing = Interrupted(store, before={2: lambda: changes.resolve(a_target(fault))})

    replace(changes, store=racing).delete(a_target(fault))

    assert racing.calls == ["get", "delete", "get", "delete"]


def test_a_fault_that_goes_between_look_and_deletion_is_deleted(
    changes: ChangeFaults, store: InMemoryFaultStore, fault: Fault
):
    # It may have been our own deletion, whose answer was lost.
    racing = Interrupted(store, before={2: lambda: changes.delete(a_target(fault))})

    replace(changes, store=racing).delete(a_target(fault))

    with pytest.raises(FaultNotFound):
        store.get(CUSTOMER, fault.number)


def test_comments_that_cannot_be_removed_do_not_bring_a_deletion_down(
    changes: ChangeFaults, store: InMemoryFaultStore, comments: InMemoryCommentStore, fault: Fault
):
    def unavailable() -> None:
        raise Unavailable

    commented(store, comments, fault)

    replace(changes, comments=Interrupted(comments, before={1: unavailable})).delete(
        a_target(fault)
    )

    with pytest.raises(FaultNotFound):
        store.get(CUSTOMER, fault.number)
