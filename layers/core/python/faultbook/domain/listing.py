"""What a list of faults may ask for, and one page of the answer."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from faultbook.domain import hierarchy
from faultbook.domain.fault import Fault, Severity, Status

MAX_PAGE = 100
DEFAULT_PAGE = 50


class Order(StrEnum):
    """By which time a list is sorted; the newest comes first."""

    OPENED = "opened"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class FaultFilter:
    """All given conditions hold together; `since` is inclusive, `until` exclusive.

    The span is one of `opened_at`, or of `resolved_at` when the list is in order of resolving.
    `path` matches whole segments, `text` is a substring of message or cause in any case.
    """

    order: Order = Order.OPENED
    status: Status | None = None
    severity: Severity | None = None
    type: str | None = None
    resource_id: str | None = None
    path: str | None = None
    text: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def sort_time(self, fault: Fault) -> datetime:
        if self.order is Order.RESOLVED and fault.resolved_at:
            return fault.resolved_at
        return fault.opened_at

    def matches(self, fault: Fault) -> bool:
        at = self.sort_time(fault)
        return (
            (self.status is None or fault.status is self.status)
            and (self.severity is None or fault.severity is self.severity)
            and (self.type is None or fault.type == self.type)
            and (self.resource_id is None or fault.resource_id == self.resource_id)
            and (self.path is None or hierarchy.is_within(fault.path, self.path))
            and (self.text is None or _contains(fault, self.text))
            and (self.since is None or at >= self.since)
            and (self.until is None or at < self.until)
        )


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a list: everything at or before it, newest first, has been given out."""

    at: datetime
    number: int


@dataclass(frozen=True, slots=True)
class Page:
    """`next` is None on the last page; a page may be short, even empty, and still have a next."""

    faults: tuple[Fault, ...]
    next: Position | None


def _contains(fault: Fault, text: str) -> bool:
    wanted = text.casefold()
    return wanted in fault.message.casefold() or wanted in fault.cause.casefold()
