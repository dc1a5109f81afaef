"""Comments: first an item of its own, then the fault counts it; no step can lose one.

A comment exists once the fault counts its ordinal. A writer that died in between leaves an
uncounted one; readers skip it, and the next writer counts it before its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from faultbook.domain.comment import Comment
from faultbook.domain.earlier_changes import followed_by
from faultbook.domain.errors import CommentNotFound, FaultChanged, Unavailable
from faultbook.domain.fault import Actor, ChangeKind, Fault
from faultbook.usecases.change_faults import ChangeFaults
from faultbook.usecases.ports import CommentStore, DrawNumber, FaultStore
from faultbook.usecases.target import Target

MAX_READ = 1000  # comments for one list, unless a single fault has more
_ATTEMPTS = 100  # each lost round is another writer's comment, so the wait is bounded by theirs


@dataclass(frozen=True, slots=True)
class CommentFaults:
    """Numbers of comments are unique within the customer."""

    store: FaultStore
    comments: CommentStore
    changes: ChangeFaults
    draw_number: DrawNumber

    def add(self, target: Target, body: str) -> tuple[Fault, Comment]:
        """Returns the fault after it. Raises FaultNotFound or CommentLimitReached."""
        customer_id, clock = target.customer_id, self.changes.clock
        number = self.draw_number(clock())
        for _ in range(_ATTEMPTS):
            fault = self.store.get(customer_id, target.number)
            by, ordinal = target.by, fault.next_ordinal()
            comment = Comment(number, ordinal, body, by.subject, clock(), by.name)
            stored = self.comments.put(customer_id, fault, comment)
            fault = self._count(fault, stored, by)
            if stored.number == number:
                return fault, stored
        raise Unavailable

    def of(self, fault: Fault) -> Sequence[Comment]:
        """All of a fault's comments, oldest first; reads only when it does not hold them all."""
        if not fault.comments_apart():
            return fault.newest_comments
        stored = self.comments.of_fault(fault.customer_id, fault.number)
        return [comment for comment in stored if fault.shows(comment)]

    def of_each(self, faults: Sequence[Fault]) -> dict[int, Sequence[Comment]]:
        """All comments of the first of a customer's faults, by number, oldest first.

        Stops before the fault with which more than MAX_READ would be read in all.
        """
        first: list[Fault] = []
        apart: dict[int, list[int]] = {}
        left = MAX_READ
        for fault in faults:
            missing = fault.comments_apart()
            left -= len(missing)
            if left < 0 and apart:
                break
            first.append(fault)
            if missing:
                apart[fault.number] = missing
        stored = self.comments.of_faults(faults[0].customer_id, apart) if apart else {}
        return {
            fault.number: (*stored.get(fault.number, ()), *fault.newest_comments) for fault in first
        }

    def get(self, customer_id: str, number: int) -> tuple[Fault, Comment]:
        """Raises CommentNotFound, or FaultNotFound when the fault is gone."""
        fault_number, comment = self.comments.get(customer_id, number)
        fault = self.store.get(customer_id, fault_number)
        if not fault.shows(comment):
            raise CommentNotFound
        return fault, comment

    def edit(self, customer_id: str, number: int, body: str, by: Actor) -> Comment:
        """Raises CommentNotFound or FaultNotFound."""
        fault, comment = self.get(customer_id, number)
        edited = replace(comment, body=body)
        self.comments.edit(customer_id, fault.number, edited)
        change = self.changes.change_by(by, ChangeKind.COMMENT_EDITED)
        self.changes.apply(
            Target(customer_id, fault.number, by),
            lambda seen: seen.with_comment_edited(change, edited),
            as_read=fault,
        )
        return edited

    def delete(self, customer_id: str, number: int, by: Actor) -> None:
        """Raises CommentNotFound or FaultNotFound."""
        fault, comment = self.get(customer_id, number)
        change = self.changes.change_by(by, ChangeKind.COMMENT_DELETED)
        self.changes.apply(
            Target(customer_id, fault.number, by),
            lambda seen: seen.with_comment_deleted(change, comment),
            as_read=fault,
        )
        self.comments.delete(customer_id, fault.number, comment)

    def _count(self, fault: Fault, comment: Comment, by: Actor) -> Fault:
        """Makes the fault count the comment, unless another writer has."""
        author = replace(by, subject=comment.author, name=comment.author_name)
        change = self.changes.change_by(author, ChangeKind.COMMENTED, at=comment.at)
        for _ in range(_ATTEMPTS):
            if fault.comments_written >= comment.ordinal:
                return fault
            counted = followed_by(fault, fault.commented(change, comment))
            try:
                self.store.save(fault.customer_id, fault, counted)
            except FaultChanged:
                fault = self.store.get(fault.customer_id, fault.number)
            else:
                return counted
        raise Unavailable
