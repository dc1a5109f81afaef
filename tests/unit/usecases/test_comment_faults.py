from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from faultbook.domain.comment import Comment
from faultbook.domain.errors import (
    CommentNotFound,
    FaultNotFound,
    Unavailable,
)
from faultbook.domain.fault import Actor, ChangeKind, Fault, Origin
from faultbook.usecases.comment_faults import CommentFaults
from faultbook.usecases.target import Target
from tests.support.bound import Bound
from tests.support.builders import (
    ACTOR,
    CUSTOMER,
    NOW,
    SteppingClock,
    a_comment,
    a_fault,
    a_target,
)
from tests.support.fakes import InMemoryCommentStore, InMemoryFaultStore
from tests.support.interruptions import Interrupted, Killed

OTHER = Actor(subject="user_other", api=Origin.FAULTS)


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock()


@pytest.fixture
def store(clock: SteppingClock) -> InMemoryFaultStore:
    return InMemoryFaultStore(clock)


@pytest.fixture
def comments(clock: SteppingClock) -> InMemoryCommentStore:
    return InMemoryCommentStore(clock)


@pytest.fixture
def fault(store: InMemoryFaultStore) -> Fault:
    fault = a_fault()
    store.create(CUSTOMER, fault)
    return fault


@pytest.fixture
def bound(
    store: InMemoryFaultStore, comments: InMemoryCommentStore, clock: SteppingClock
) -> CommentFaults:
    """Comments are numbered from 1."""
    return Bound(store, clock, comments).comments


@pytest.fixture
def add(bound: CommentFaults, fault: Fault) -> Callable[..., tuple[Fault, Comment]]:
    """Comment on the fault."""

    def call(body: str, by: Actor = ACTOR, **parts: Any) -> tuple[Fault, Comment]:
        return replace(bound, **parts).add(a_target(fault, by), body)

    return call


def end() -> None:
    raise Killed


def shown(bound: CommentFaults, fault: Fault) -> list[str]:
    return [comment.body for comment in bound.of(bound.store.get(CUSTOMER, fault.number))]


def test_a_comment_is_counted_by_its_fault(
    add, bound: CommentFaults, store: InMemoryFaultStore, fault: Fault
):
    commented, comment = add("on my way")

    assert comment == Comment(1, 1, "on my way", ACTOR.subject, NOW)
    assert commented == store.get(CUSTOMER, fault.number)
    assert (commented.comment_count, commented.version) == (1, 2)
    assert commented.last_change.what is ChangeKind.COMMENTED
    assert shown(bound, fault) == ["on my way"]


def test_comments_stand_in_order(add, bound: CommentFaults, fault: Fault):
    for body in ("one", "two", "three"):
        add(body)

    assert shown(bound, fault) == ["one", "two", "three"]


def test_a_resolved_fault_takes_comments_too(add, bound: CommentFaults, fault: Fault):
    bound.changes.resolve(a_target(fault))

    commented, _ = add("it was the fan")

    assert (commented.is_open, commented.comment_count) == (False, 1)


def test_another_customers_fault_takes_none(
    bound: CommentFaults, comments: InMemoryCommentStore, fault: Fault
):
    with pytest.raises(FaultNotFound):
        bound.add(Target("cus_other", fault.number, ACTOR), "hello")

    assert comments.of_fault("cus_other", fault.number) == []


def test_two_at_once_both_stand(
    add, bound: CommentFaults, comments: InMemoryCommentStore, fault: Fault
):
    # Between our look at the fault and our writing somebody else is faster.
    racing = Interrupted(comments, before={1: lambda: add("theirs", OTHER)})

    commented, comment = add("ours", comments=racing)

    assert shown(bound, fault) == ["theirs", "ours"]
    assert (comment.body, comment.ordinal, commented.comment_count) == ("ours", 2, 2)


def test_what_a_writer_left_uncounted_is_not_shown_until_the_next_writer_counts_it(
    add,
    bound: CommentFaults,
    store: InMemoryFaultStore,
    comments: InMemoryCommentStore,
    fault: Fault,
):
    with pytest.raises(Killed):
        add("unfinished", OTHER, store=Interrupted(store, before={2: end}))
    assert [comment.body for comment in comments.of_fault(CUSTOMER, fault.number)] == ["unfinished"]
    assert shown(bound, fault) == []

    commented, comment = add("finished")

    assert shown(bound, fault) == ["unfinished", "finished"]
    assert (comment.ordinal, commented.comment_count, commented.version) == (2, 2, 3)
    assert [c.author for c in comments.of_fault(CUSTOMER, fault.number)] == [
        OTHER.subject,
        ACTOR.subject,
    ]


def test_a_comment_is_counted_in_the_name_of_its_author(
    add, store: InMemoryFaultStore, fault: Fault
):
    with pytest.raises(Killed):
        add("unfinished", OTHER, store=Interrupted(store, before={2: end}))
    authors: list[str] = []

    def look() -> None:
        authors.append(store.get(CUSTOMER, fault.number).last_change.by)

    add("finished", store=Interrupted(store, before={3: look}))

    assert authors == [OTHER.subject]


def test_who_tries_again_after_an_end_in_the_middle_loses_nothing(
    add, bound: CommentFaults, store: InMemoryFaultStore, fault: Fault
):
    # Two equal comments at once look the same as one that is tried again, so both stand.
    with pytest.raises(Killed):
        add("on my way", store=Interrupted(store, before={2: end}))

    _, comment = add("on my way")

    assert shown(bound, fault) == ["on my way", "on my way"]
    assert comment.ordinal == 2


def test_a_comment_counts_although_the_fault_changes_meanwhile(
    add, bound: CommentFaults, store: InMemoryFaultStore, fault: Fault
):
    def resolve() -> None:
        bound.changes.resolve(a_target(fault, OTHER))

    racing = Interrupted(store, before={2: resolve})

    commented, _ = add("ours", store=racing)

    assert racing.calls == ["get", "save", "get", "save"]
    assert (commented.is_open, commented.comment_count) == (False, 1)


def test_who_is_always_overtaken_is_told_to_try_again(add, comments: InMemoryCommentStore):
    racing = Interrupted(
        comments, before=dict.fromkeys(range(1, 1000), lambda: add("theirs", OTHER))
    )

    with pytest.raises(Unavailable):
        add("ours", comments=racing)


def test_a_comment_is_found_by_its_number(add, bound: CommentFaults):
    commented, comment = add("on my way")

    assert bound.get(CUSTOMER, comment.number) == (commented, comment)
    with pytest.raises(CommentNotFound):
        bound.get("cus_other", comment.number)
    with pytest.raises(CommentNotFound):
        bound.get(CUSTOMER, 99)


def test_an_uncounted_comment_is_not_found(add, bound: CommentFaults, store: InMemoryFaultStore):
    with pytest.raises(Killed):
        add("unfinished", store=Interrupted(store, before={2: end}))

    with pytest.raises(CommentNotFound):
        bound.get(CUSTOMER, 1)


def test_an_edited_comment_reads_new_everywhere(
    add,
    bound: CommentFaults,
    store: InMemoryFaultStore,
    comments: InMemoryCommentStore,
    fault: Fault,
):
    _, comment = add("on my way")

    edited = bound.edit(CUSTOMER, comment.number, "arrived", OTHER)

    assert edited == replace(comment, body="arrived")
    assert shown(bound, fault) == ["arrived"]
    assert [comment.body for comment in comments.of_fault(CUSTOMER, fault.number)] == ["arrived"]
    change = store.get(CUSTOMER, fault.number).last_change
    assert (change.what, change.by) == (ChangeKind.COMMENT_EDITED, OTHER.subject)


def test_a_deleted_comment_is_gone_and_its_place_stays_empty(
    add, bound: CommentFaults, store: InMemoryFaultStore, fault: Fault
):
    _, first = add("one")
    add("two")

    bound.delete(CUSTOMER, first.number, ACTOR)

    assert shown(bound, fault) == ["two"]
    assert store.get(CUSTOMER, fault.number).comment_count == 1
    with pytest.raises(CommentNotFound):
        bound.delete(CUSTOMER, first.number, ACTOR)
    _, third = add("three")
    assert third.ordinal == 3


def test_a_deletion_that_broke_off_has_hidden_the_comment(
    add, bound: CommentFaults, comments: InMemoryCommentStore, fault: Fault
):
    _, comment = add("one")
    breaking = replace(bound, comments=Interrupted(comments, before={2: end}))
    with pytest.raises(Killed):
        breaking.delete(CUSTOMER, comment.number, ACTOR)

    assert shown(bound, fault) == []
    with pytest.raises(CommentNotFound):
        bound.delete(CUSTOMER, comment.number, ACTOR)


def test_a_fault_that_holds_only_its_newest_comments_has_the_others_read(
    bound: CommentFaults, comments: InMemoryCommentStore, fault: Fault
):
    stored = [a_comment(ordinal, body=f"comment {ordinal}") for ordinal in (1, 2, 3)]
    for comment in stored:
        comments.put(CUSTOMER, fault, comment)
    partial = replace(fault, comments_written=3, newest_comments=(stored[2],))

    assert bound.of(partial) == stored


def test_a_fault_that_holds_all_its_comments_needs_no_reading(
    bound: CommentFaults, comments: InMemoryCommentStore, fault: Fault
):
    comment = a_comment(1)
    whole = replace(fault, comments_written=1, newest_comments=(comment,))
    nowhere = replace(bound, comments=Interrupted(comments, before={1: end}))

    assert list(nowhere.of(whole)) == [comment]


def test_comments_go_with_an_expired_fault(
    add, bound: CommentFaults, clock: SteppingClock, fault: Fault
):
    _, comment = add("on my way")
    clock.at = NOW + timedelta(seconds=fault.expires_at - NOW.timestamp())

    with pytest.raises(CommentNotFound):
        bound.get(CUSTOMER, comment.number)
    with pytest.raises(FaultNotFound):
        add("too late")
