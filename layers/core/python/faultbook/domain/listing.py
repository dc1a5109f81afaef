"""What a list of faults may ask for, and one page of the answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from faultbook.domain import hierarchy
from faultbook.domain.fault import Fault, Kind, Severity, Status
from faultbook.domain.identifiers import NUMBER_BITS, drawn_at
from faultbook.domain.retention import is_history

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
    `path` matches whole segments, `text` is a substring of message or cause in any case. Of a set
    any member will do, and an empty set asks for nothing. Only a resolved fault has lasted for
    `min_duration`.
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
    acknowledged: bool | None = None
    assignee: str | None = None
    resolution: str | None = None
    min_duration: timedelta | None = None
    severities: frozenset[Severity] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    categories: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    namespaces: frozenset[str] = frozenset()
    metric_names: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()

    def sort_time(self, fault: Fault) -> datetime:
        if self.order is Order.RESOLVED and fault.resolved_at:
            return fault.resolved_at
        return fault.opened_at

    def position_of(self, fault: Fault) -> "Position":
        return Position(self.sort_time(fault), fault.number)

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
            and (self.acknowledged is None or self.acknowledged is bool(fault.acknowledgement))
            and (self.assignee is None or fault.assignee == self.assignee)
            and (self.resolution is None or fault.resolution == self.resolution)
            and (self.min_duration is None or _has_lasted(fault, self.min_duration))
            and self._matches_sets(fault)
        )

    def _matches_sets(self, fault: Fault) -> bool:
        """Which are empty in most lists, and cost nothing then."""
        return (
            (not self.severities or fault.severity in self.severities)
            and (not self.kinds or fault.kind in self.kinds)
            and (not self.categories or fault.incident.category in self.categories)
            and (not self.services or _names_any(self.services, "name", fault))
            and (not self.namespaces or _names_any(self.namespaces, "namespace", fault))
            and (not self.metric_names or not self.metric_names.isdisjoint(fault.metric_names))
            and (not self.sources or fault.origin in self.sources)
        )


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a list, the one of a fault: a page goes on beside it and does not hold it."""

    at: datetime
    number: int

    @property
    def is_in_history(self) -> bool:
        """A number beyond those that are drawn is no fault's: it stands for all of a time."""
        is_drawn = self.number < 1 << NUMBER_BITS
        return is_drawn and is_history(self.at, drawn_at(self.number))


@dataclass(frozen=True, slots=True)
class Page:
    """Newest first. `next` is None on the last page; a short or empty page may still have one.

    A page that was read backwards goes on, with `next`, towards newer faults.
    """

    faults: tuple[Fault, ...]
    next: Position | None

    def first(self, count: int, wanted: FaultFilter) -> "Page":
        """Of a page that was read forwards, one at the least; the list goes on behind them."""
        if count >= len(self.faults):
            return self
        faults = self.faults[:count]
        return Page(faults, wanted.position_of(faults[-1]))


@dataclass(frozen=True, slots=True)
class Counted:
    """How many faults a list has behind a position; with `is_all` False at least so many."""

    number: int
    is_all: bool


def _names_any(wanted: frozenset[str], what: str, fault: Fault) -> bool:
    """`what` is the name or the namespace of a service."""
    return any(str(service.get(what, "")) in wanted for service in fault.affected)


def _has_lasted(fault: Fault, span: timedelta) -> bool:
    return fault.resolved_at is not None and fault.resolved_at - fault.opened_at >= span


def _contains(fault: Fault, text: str) -> bool:
    wanted = text.casefold()
    return wanted in fault.message.casefold() or wanted in fault.cause.casefold()
