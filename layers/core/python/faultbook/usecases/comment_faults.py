"""Comments: an item of its own first, then the fault counts it; no step can lose one.

A comment exists once the fault counts its ordinal. A writer that died in between leaves an
uncounted one behind; readers leave it out, and the next writer counts it before its own.
"""

from collections.abc import Sequence
from dataclasses import replace

from faultbook.domain.comment import Comment
from faultbook.domain.errors import CommentNotFound, FaultChanged, Unavailable
from faultbook.domain.fault import Actor, ChangeKind, Fault
from faultbook.usecases.change_faults import change_by, change_fault
from faultbook.usecases.ports import Clock, CommentStore, DrawNumber, FaultStore

_ATTEMPTS = 100  # each lost round is another writer's comment, so the wait is bounded by theirs


def add_comment(
    customer_id: str,
    number: int,
    body: str,
    by: Actor,
    *,
    store: FaultStore,
    comments: CommentStore,
    clock: Clock,
    draw_number: DrawNumber,
) -> tuple[Fault, Comment]:
    """Returns the fault after it. Raises FaultNotFound or CommentLimitReached."""
    comment_number = draw_number(clock())
    for _ in range(_ATTEMPTS):
        fault = store.get(customer_id, number)
        comment = Comment(comment_number, fault.next_ordinal(), body, by.subject, clock())
        standing = comments.put(customer_id, fault, comment)
        fault = _count(customer_id, fault, standing, by, store=store, clock=clock)
        if standing.number == comment_number:
            return fault, standing
    raise Unavailable


def list_comments(fault: Fault, *, comments: CommentStore) -> Sequence[Comment]:
    """All of a fault's comments, oldest first; reads only when the fault does not hold them all."""
    if fault.comment_count == len(fault.newest_comments):
        return fault.newest_comments
    stored = comments.of_fault(fault.customer_id, fault.number)
    return [comment for comment in stored if fault.shows(comment)]


def get_comment(
    customer_id: str, comment_number: int, *, store: FaultStore, comments: CommentStore
) -> tuple[Fault, Comment]:
    """Raises CommentNotFound, also when the fault is gone."""
    fault_number, comment = comments.get(customer_id, comment_number)
    fault = store.get(customer_id, fault_number)
    if not fault.shows(comment):
        raise CommentNotFound
    return fault, comment


def edit_comment(
    customer_id: str,
    comment_number: int,
    body: str,
    by: Actor,
    *,
    store: FaultStore,
    comments: CommentStore,
    clock: Clock,
) -> Comment:
    """Raises CommentNotFound or FaultNotFound."""
    fault, comment = get_comment(customer_id, comment_number, store=store, comments=comments)
    edited = replace(comment, body=body)
    comments.edit(customer_id, fault.number, edited)
    change = change_by(by, ChangeKind.COMMENT_EDITED, clock)
    change_fault(
        customer_id,
        fault.number,
        lambda seen: seen.with_comment_edited(change, edited),
        store=store,
        standing=fault,
    )
    return edited


def delete_comment(
    customer_id: str,
    comment_number: int,
    by: Actor,
    *,
    store: FaultStore,
    comments: CommentStore,
    clock: Clock,
) -> None:
    """Raises CommentNotFound or FaultNotFound."""
    fault, comment = get_comment(customer_id, comment_number, store=store, comments=comments)
    change = change_by(by, ChangeKind.COMMENT_DELETED, clock)
    change_fault(
        customer_id,
        fault.number,
        lambda seen: seen.with_comment_deleted(change, comment),
        store=store,
        standing=fault,
    )
    comments.delete(customer_id, fault.number, comment)


def _count(
    customer_id: str,
    fault: Fault,
    comment: Comment,
    by: Actor,
    *,
    store: FaultStore,
    clock: Clock,
) -> Fault:
    """Have the fault count the comment, unless somebody has done so already."""
    author = replace(by, subject=comment.author)
    change = replace(change_by(author, ChangeKind.COMMENTED, clock), at=comment.at)
    for _ in range(_ATTEMPTS):
        if fault.comments_written >= comment.ordinal:
            return fault
        counted = fault.commented(change, comment)
        try:
            store.save(customer_id, fault, counted)
        except FaultChanged:
            fault = store.get(customer_id, fault.number)
        else:
            return counted
    raise Unavailable
