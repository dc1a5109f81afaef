"""What the use cases need from outside. Every store call takes the customer first.

All store calls raise Unavailable when the store does not answer in time.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from faultbook.domain.comment import Comment
from faultbook.domain.due import Due, DueKind
from faultbook.domain.edits import Edits
from faultbook.domain.fault import Fault
from faultbook.domain.idempotency import Claim
from faultbook.domain.listing import Counted, FaultFilter, Page, Position

Clock = Callable[[], datetime]
DrawNumber = Callable[[datetime], int]
FAILURES_KEPT = timedelta(hours=6)


class FaultStore(Protocol):
    """Expired faults are gone for every call, although the table may still hold them."""

    def get(self, customer_id: str, number: int) -> Fault:
        """Read your own writes. Raises FaultNotFound."""
        ...

    def details(self, customer_id: str, numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
        """Details of those that have a `detail_mark`; read your own writes."""
        ...

    def create(
        self,
        customer_id: str,
        fault: Fault,
        claims: Sequence[Claim] = (),
        *,
        detail: Mapping[str, Any] | None = None,
    ) -> None:
        """Put the fault, its detail and all its claims, or nothing.

        One that closes by itself gets its note for the DueStore first. Raises NumberTaken,
        ClaimTaken or TooLarge.
        """
        ...

    def save(
        self, customer_id: str, before: Fault, after: Fault, claims: Sequence[Claim] = ()
    ) -> None:
        """Write what differs and all claims, if the fault is still at `before.version`.

        Raises FaultNotFound, FaultChanged, ClaimTaken, or TooLarge; the last never for what only
        ends the fault.
        """
        ...

    def repeat(
        self,
        customer_id: str,
        number: int,
        at: datetime,
        write_id: str,
        claims: Sequence[Claim] = (),
        *,
        news: Edits | None = None,
    ) -> Fault:
        """Count one more occurrence of an open fault, once per write_id; return the fault after it.

        It was last seen at that time, and has the news, unless it was seen later before.
        Raises FaultNotFound, FaultChanged when it is resolved, or ClaimTaken.
        """
        ...

    def describe(self, customer_id: str, fault: Fault, detail: Mapping[str, Any]) -> None:
        """Replace the detail of the fault, which makes no new version. Raises FaultNotFound."""
        ...

    def delete(self, customer_id: str, fault: Fault) -> None:
        """Remove the fault, its detail and its deduplication claim.

        Raises FaultNotFound or FaultChanged.
        """
        ...

    def page(
        self,
        customer_id: str,
        fault_filter: FaultFilter,
        limit: int,
        after: Position | None,
        *,
        backwards: bool = False,
    ) -> Page:
        """The page after a position, or before it; reads a bounded number of faults for it."""
        ...

    def count(
        self,
        customer_id: str,
        fault_filter: FaultFilter,
        most: int,
        after: Position | None,
        *,
        backwards: bool = False,
    ) -> Counted:
        """How many follow a position, or come before it; counts `most` and one more.

        Reads a bounded number of faults for it.
        """
        ...

    def claim(self, customer_id: str, key: str) -> Claim | None:
        """The unexpired claim on a key, read strongly."""
        ...


class FailureStore(Protocol):
    """How often in a row something failed, by the deduplication key of the fault to come.

    A result that is not newer than the last one, failure or success, is ignored; all is forgotten
    FAILURES_KEPT after the last one.
    """

    def failed(self, customer_id: str, deduplication_key: str, at: datetime) -> int:
        """Count one more; returns how many there are now."""
        ...

    def succeeded(self, customer_id: str, deduplication_key: str, at: datetime) -> None:
        """Begin at nothing again."""
        ...


class DueStore(Protocol):
    """Notes of what is due at a time, of all customers."""

    def put(self, due: Due) -> None:
        """Before what it is about is written."""
        ...

    def until(self, at: datetime, kind: DueKind) -> Iterator[Due]:
        """Those to be looked at by then, the longest due first; reads on while it is consumed."""
        ...

    def remove(self, due: Due) -> None:
        """Removing twice is as good as once."""
        ...

    def put_aside(self, due: Due, later: Due) -> None:
        """`later` replaces the note that was found; for a moment there may be both."""
        ...


class CommentStore(Protocol):
    def put(self, customer_id: str, fault: Fault, comment: Comment) -> Comment:
        """Write it at its ordinal; return what stands there: it, or another that was first."""
        ...

    def of_fault(self, customer_id: str, fault_number: int) -> list[Comment]:
        """All, oldest first, with one that the fault may not count yet."""
        ...

    def of_faults(
        self, customer_id: str, ordinals_of: Mapping[int, Sequence[int]]
    ) -> dict[int, list[Comment]]:
        """Those of the wanted ordinals that are there, by the faults' numbers, oldest first."""
        ...

    def get(self, customer_id: str, number: int) -> tuple[int, Comment]:
        """The fault's number and the comment. Raises CommentNotFound."""
        ...

    def edit(self, customer_id: str, fault_number: int, comment: Comment) -> None:
        """Raises CommentNotFound."""
        ...

    def delete(self, customer_id: str, fault_number: int, comment: Comment) -> None:
        """Deleting twice is as good as once."""
        ...

    def delete_all(self, customer_id: str, fault_number: int) -> None: ...
