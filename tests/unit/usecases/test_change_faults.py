from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from faultbook.domain.errors import (
    FaultChanged,
    FaultNotFound,
    PreconditionFailed,
    Unavailable,
)
from faultbook.domain.fault import Actor, ChangeKind, Fault, Origin, Severity, Status
from faultbook.usecases import change_faults
from tests.support.builders import ACTOR, CUSTOMER, NOW, SteppingClock, a_change, a_comment, a_fault
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
def do(store: InMemoryFaultStore, clock: SteppingClock) -> Callable[..., Fault]:
    """Call a use case on the store, as somebody."""

    def call(use_case: Any, fault: Fault, *args: Any, by: Actor = ACTOR, **named: Any) -> Fault:
        parts = {"store": store, "clock": clock} | named
        result: Fault = use_case(CUSTOMER, fault.number, by, *args, **parts)
        return result

    return call


def test_resolving_says_who_when_and_why(do, store: InMemoryFaultStore, fault: Fault):
    resolved = do(change_faults.resolve_fault, fault, reason="modem replaced", resolution="FIXED")

    assert resolved == store.get(CUSTOMER, fault.number)
    assert (resolved.status, resolved.resolved_at) == (Status.RESOLVED, NOW)
    assert (resolved.resolution, resolved.resolution_reason) == ("FIXED", "modem replaced")
    change = resolved.last_change
    assert (change.what, change.by, change.api) == (ChangeKind.RESOLVED, "user_1", Origin.FAULTS)


def test_resolving_twice_is_one_change_with_the_first_time(
    do, store: InMemoryFaultStore, clock: SteppingClock, fault: Fault
):
    first = do(change_faults.resolve_fault, fault, reason="first")
    clock.at += timedelta(hours=1)

    second = do(change_faults.resolve_fault, fault, reason="second", by=OTHER)

    assert second == first
    assert store.get(CUSTOMER, fault.number) == first


def test_reopening_twice_is_one_change(do, clock: SteppingClock, fault: Fault):
    do(change_faults.resolve_fault, fault)
    first = do(change_faults.reopen_fault, fault, reason="back again")
    clock.at += timedelta(hours=1)

    assert do(change_faults.reopen_fault, fault) == first
    assert (first.is_open, first.version) == (True, 3)


def test_the_first_acknowledgement_stays(do, clock: SteppingClock, fault: Fault):
    first = do(change_faults.acknowledge_fault, fault, by=OTHER)
    clock.at += timedelta(hours=1)

    second = do(change_faults.acknowledge_fault, fault)

    assert second == first
    assert first.acknowledgement
    assert (first.acknowledgement.by, first.acknowledgement.email) == (OTHER.subject, OTHER.email)


def test_an_acknowledgement_is_taken_back(do, fault: Fault):
    do(change_faults.acknowledge_fault, fault)

    taken_back = do(change_faults.unacknowledge_fault, fault)

    assert taken_back.acknowledgement is None
    assert do(change_faults.unacknowledge_fault, fault) == taken_back


def test_a_fault_resolved_while_the_clock_went_back_is_resolved_when_it_was_opened(
    do, clock: SteppingClock, fault: Fault
):
    clock.at -= timedelta(seconds=5)

    assert do(change_faults.resolve_fault, fault).resolved_at == fault.opened_at


def test_an_edit_and_a_turn_are_one_change(do, fault: Fault):
    edited = do(
        change_faults.edit_fault,
        fault,
        {"severity": Severity.LOW},
        status=Status.RESOLVED,
        reason="harmless",
    )

    assert (edited.severity, edited.status, edited.version) == (Severity.LOW, Status.RESOLVED, 2)
    assert edited.last_change.what is ChangeKind.RESOLVED
    assert edited.resolution_reason == "harmless"


def test_an_edit_of_a_fault_that_is_resolved_already_is_an_update(do, fault: Fault):
    resolved = do(change_faults.resolve_fault, fault, reason="first")

    edited = do(change_faults.edit_fault, fault, {"cause": "other"}, status=Status.RESOLVED)

    assert (edited.version, edited.last_change.what) == (3, ChangeKind.UPDATED)
    assert edited.resolved_at == resolved.resolved_at
    assert edited.resolution_reason == "first"


def test_an_edit_can_reopen(do, fault: Fault):
    do(change_faults.resolve_fault, fault)

    edited = do(change_faults.edit_fault, fault, {}, status=Status.UNRESOLVED)

    assert edited.is_open
    assert edited.last_change.what is ChangeKind.REOPENED


def test_an_edit_that_says_nothing_new_writes_nothing(do, fault: Fault):
    same = do(change_faults.edit_fault, fault, {"cause": fault.cause}, status=Status.UNRESOLVED)

    assert same == fault


def test_a_stale_version_fails_and_changes_nothing(do, store: InMemoryFaultStore, fault: Fault):
    resolved = do(change_faults.resolve_fault, fault)

    for use_case in (change_faults.reopen_fault, change_faults.acknowledge_fault):
        with pytest.raises(PreconditionFailed):
            do(use_case, fault, seen_version=1)

    assert store.get(CUSTOMER, fault.number) == resolved


def test_the_seen_version_succeeds(do, fault: Fault):
    assert do(change_faults.resolve_fault, fault, seen_version=1).version == 2


def test_another_customers_fault_is_not_found(
    store: InMemoryFaultStore, clock: SteppingClock, fault: Fault
):
    with pytest.raises(FaultNotFound):
        change_faults.resolve_fault("cus_other", fault.number, ACTOR, store=store, clock=clock)

    assert store.get(CUSTOMER, fault.number) == fault


def test_a_lost_race_is_decided_anew_on_what_stands(do, store: InMemoryFaultStore, fault: Fault):
    def another_edits() -> None:
        do(change_faults.edit_fault, fault, {"cause": "theirs"}, by=OTHER)

    racing = Interrupted(store, before={2: another_edits})

    edited = do(change_faults.edit_fault, fault, {"message": "ours"}, store=racing)

    assert racing.calls == ["get", "save", "get", "save"]
    assert (edited.message, edited.cause, edited.version) == ("ours", "theirs", 3)


def test_who_resolves_second_gets_the_first_resolution(do, store: InMemoryFaultStore, fault: Fault):
    def another_resolves() -> None:
        do(change_faults.resolve_fault, fault, reason="theirs", by=OTHER)

    racing = Interrupted(store, before={2: another_resolves})

    resolved = do(change_faults.resolve_fault, fault, reason="ours", store=racing)

    assert racing.calls == ["get", "save", "get"]
    assert (resolved.resolution_reason, resolved.version) == ("theirs", 2)


def test_with_a_seen_version_a_lost_race_fails(do, store: InMemoryFaultStore, fault: Fault):
    def another_edits() -> None:
        do(change_faults.edit_fault, fault, {"cause": "theirs"}, by=OTHER)

    racing = Interrupted(store, before={2: another_edits})

    with pytest.raises(PreconditionFailed):
        do(change_faults.resolve_fault, fault, seen_version=1, store=racing)
    assert store.get(CUSTOMER, fault.number).is_open


def test_who_loses_every_race_is_told_so(do, store: InMemoryFaultStore, fault: Fault):
    def another_edits() -> None:
        standing = store.get(CUSTOMER, fault.number)
        change = a_change(ChangeKind.UPDATED)
        store.save(CUSTOMER, standing, standing.edited(change, cause=f"v{standing.version}"))

    racing = Interrupted(store, before=dict.fromkeys(range(1, 100), another_edits))

    with pytest.raises(FaultChanged):
        do(change_faults.resolve_fault, fault, store=racing)


@pytest.fixture
def comments(clock: SteppingClock) -> InMemoryCommentStore:
    return InMemoryCommentStore(clock)


def commented(store: Any, comments: Any, fault: Fault) -> None:
    comment = a_comment(1)
    comments.put(CUSTOMER, fault, comment)
    store.save(CUSTOMER, fault, fault.commented(a_change(ChangeKind.COMMENTED), comment))


def delete(store: Any, comments: Any, fault: Fault, **named: Any) -> None:
    change_faults.delete_fault(CUSTOMER, fault.number, store=store, comments=comments, **named)


def test_a_deleted_fault_is_gone_with_its_comments(
    store: InMemoryFaultStore, comments: InMemoryCommentStore, fault: Fault
):
    commented(store, comments, fault)

    delete(store, comments, fault)

    with pytest.raises(FaultNotFound):
        store.get(CUSTOMER, fault.number)
    assert comments.of_fault(CUSTOMER, fault.number) == []


def test_deleting_what_is_gone_is_not_found(
    store: InMemoryFaultStore, comments: InMemoryCommentStore, fault: Fault
):
    delete(store, comments, fault)

    with pytest.raises(FaultNotFound):
        delete(store, comments, fault)


def test_deleting_a_stale_version_fails(
    do, store: InMemoryFaultStore, comments: InMemoryCommentStore, fault: Fault
):
    do(change_faults.resolve_fault, fault)

    with pytest.raises(PreconditionFailed):
        delete(store, comments, fault, seen_version=1)

    assert store.get(CUSTOMER, fault.number).version == 2


def test_deleting_is_decided_anew_when_the_fault_changes_meanwhile(
    do, store: InMemoryFaultStore, comments: InMemoryCommentStore, fault: Fault
):
    racing = Interrupted(store, before={2: lambda: do(change_faults.resolve_fault, fault)})

    delete(racing, comments, fault)

    assert racing.calls == ["get", "delete", "get", "delete"]


def test_a_fault_that_goes_between_look_and_deletion_is_deleted(
    store: InMemoryFaultStore, comments: InMemoryCommentStore, fault: Fault
):
    # It may have been our own deletion, whose answer was lost.
    racing = Interrupted(store, before={2: lambda: delete(store, comments, fault)})

    delete(racing, comments, fault)

    with pytest.raises(FaultNotFound):
        store.get(CUSTOMER, fault.number)


def test_comments_that_cannot_be_removed_do_not_bring_a_deletion_down(
    store: InMemoryFaultStore, comments: InMemoryCommentStore, fault: Fault
):
    def unavailable() -> None:
        raise Unavailable

    commented(store, comments, fault)

    delete(store, Interrupted(comments, before={1: unavailable}), fault)

    with pytest.raises(FaultNotFound):
        store.get(CUSTOMER, fault.number)
