"""What a list of faults may ask for, and one page of the answer."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from faultbook.domain import hierarchy
from faultbook.domain.fault import Fault, Kind, Severity, Status
from faultbook.domain.identifiers import NUMBER_BITS, drawn_at
from faultbook.domain.retention import is_history

MAX_PAGE = 100
DEFAULT_PAGE = 50


class Order(StrEnum):
    """By which time a list is sorted, the newest first, or by severity before the time."""

    OPENED = "opened"
    RESOLVED = "resolved"
    SEVERITY = "severity"


@dataclass(frozen=True, slots=True)
class FaultFilter:
    """All given conditions hold together; `since` is inclusive, `until` exclusive.

    The span is one of `opened_at`, or of `resolved_at` when the list is in order of resolving.
    `path` matches whole segments, `text` is a substring of message or cause in any case. Of a set
    any member will do, and an empty set asks for nothing. Only a resolved fault has lasted for
    `min_duration`; `resolved_since` leaves out what was resolved before and nothing that is open;
    `resolved_until` has only what was resolved before it.
    """

    order: Order = Order.OPENED
    status: Status | None = None
    resource_id: str | None = None
    path: str | None = None
    text: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    acknowledged: bool | None = None
    snoozed: bool | None = None
    resolution: str | None = None
    min_duration: timedelta | None = None
    resolved_since: datetime | None = None
    resolved_until: datetime | None = None
    severities: frozenset[Severity] = frozenset()
    types: frozenset[str] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    reporters: frozenset[str] = frozenset()
    assignees: frozenset[str] = frozenset()
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
        severity = fault.severity if self.order is Order.SEVERITY else None
        return Position(self.sort_time(fault), fault.number, severity)

    def matches(self, fault: Fault) -> bool:
        at = self.sort_time(fault)
        return (
            (self.status is None or fault.status is self.status)
            and (self.resource_id is None or fault.resource_id == self.resource_id)
            and (self.path is None or hierarchy.is_within(fault.path, self.path))
            and (self.text is None or _contains(fault, self.text))
            and (self.since is None or at >= self.since)
            and (self.until is None or at < self.until)
            and (self.acknowledged is None or self.acknowledged is bool(fault.acknowledgement))
            and (self.snoozed is None or self.snoozed is bool(fault.snooze))
            and (self.resolution is None or fault.resolution == self.resolution)
            and (self.min_duration is None or _has_lasted(fault, self.min_duration))
            and (self.resolved_since is None or _is_open_since(fault, self.resolved_since))
            and (self.resolved_until is None or _was_resolved_before(fault, self.resolved_until))
            and self._matches_own_words(fault)
            and self._matches_sets(fault)
        )

    def _matches_own_words(self, fault: Fault) -> bool:
        """What every fault has one of; as sets, they cost nothing where they are empty."""
        return (
            (not self.severities or fault.severity in self.severities)
            and (not self.types or fault.type in self.types)
            and (not self.kinds or fault.kind in self.kinds)
            and (not self.reporters or fault.reporter in self.reporters)
            and (not self.assignees or fault.assignee in self.assignees)
        )

    def _matches_sets(self, fault: Fault) -> bool:
        """Sets of names, most of them empty; an empty one is not checked."""
        return (
            (not self.categories or fault.incident.category in self.categories)
            and (not self.services or _names_any(self.services, "name", fault))
            and (not self.namespaces or _names_any(self.namespaces, "namespace", fault))
            and (not self.metric_names or not self.metric_names.isdisjoint(fault.metric_names))
            and (not self.sources or fault.origin in self.sources)
        )


@dataclass(frozen=True, slots=True)
class Position:
    """The place of a fault in a list; the next page starts right after it.

    With its severity it is one of a list that has the gravest first.
    """

    at: datetime
    number: int
    severity: Severity | None = None

    @property
    def by_severity(self) -> tuple[int, float, int]:
        """Sorts the gravest first, and the newest of each severity."""
        rank = self.severity.rank if self.severity else -1
        return rank, -self.at.timestamp(), -self.number

    @property
    def is_in_history(self) -> bool:
        """A number beyond those that are drawn is no fault's: it stands for all of a time."""
        is_drawn = self.number < 1 << NUMBER_BITS
        return is_drawn and is_history(self.at, drawn_at(self.number))


@dataclass(frozen=True, slots=True)
class Page:
    """Newest first. `next` is None on the last page; a short or empty page may still have one.

    A page that was read backwards goes on, with `next`, towards newer faults. Not `is_complete` is
    a list for which more would have to be sorted than is read.
    """

    faults: tuple[Fault, ...]
    next: Position | None
    is_complete: bool = True

    def reversed(self) -> "Page":
        """Oldest first, of a page that was read backwards: it goes on behind its last fault."""
        return replace(self, faults=self.faults[::-1])

    def first(self, count: int, fault_filter: FaultFilter) -> "Page":
        """In the order in which they were read, one at the least; the list goes on behind them."""
        if count >= len(self.faults):
            return self
        faults = self.faults[:count]
        return replace(self, faults=faults, next=fault_filter.position_of(faults[-1]))


@dataclass(frozen=True, slots=True)
class Counted:
    """How many faults a list has behind a position; with `is_all` False at least so many."""

    number: int
    is_all: bool


def _names_any(names: frozenset[str], what: str, fault: Fault) -> bool:
    """`what` is the name or the namespace of a service."""
    return any(str(service.get(what, "")) in names for service in fault.affected)


def _is_open_since(fault: Fault, since: datetime) -> bool:
    return fault.resolved_at is None or fault.resolved_at >= since


def _was_resolved_before(fault: Fault, until: datetime) -> bool:
    return fault.resolved_at is not None and fault.resolved_at < until


def _has_lasted(fault: Fault, span: timedelta) -> bool:
    return fault.resolved_at is not None and fault.resolved_at - fault.opened_at >= span


def _contains(fault: Fault, text: str) -> bool:
    searched = text.casefold()
    return searched in fault.message.casefold() or searched in fault.cause.casefold()
