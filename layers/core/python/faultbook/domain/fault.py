"""The fault and its state transitions.

A transition returns a new value at the next version, or the same object where it changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from faultbook.domain import hierarchy
from faultbook.domain.comment import MAX_COMMENTS, Comment
from faultbook.domain.details import IncidentDetails, OutageDetails
from faultbook.domain.errors import CommentLimitReached
from faultbook.domain.identifiers import drawn_at
from faultbook.domain.retention import is_history
from faultbook.domain.text import cut

if TYPE_CHECKING:
    from faultbook.domain.earlier_changes import EarlierChange
    from faultbook.domain.edits import Edits

MAX_RESOLUTION = 20  # characters, of the Incidents service


class Status(StrEnum):
    UNRESOLVED = "unresolved"
    RESOLVED = "resolved"


class Severity(StrEnum):
    CRITICAL = "CRITICAL"
    HIGH = "HIGH"
    MEDIUM = "MEDIUM"
    WARNING = "WARNING"
    LOW = "LOW"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)


class Kind(StrEnum):
    INCIDENT = "INCIDENT"
    ANOMALY = "ANOMALY"
    ALERT = "ALERT"


class Origin(StrEnum):
    """The API or job through which a change came in."""

    FAULTS = "faults"
    FORTIMONITOR = "fortimonitor"
    INCIDENTS = "incidents"
    MACKEREL = "mackerel"
    PAGERDUTY = "pagerduty"
    OPSGENIE = "opsgenie"
    ALERTMANAGER = "alertmanager"
    WEBHOOKS = "webhooks"
    CLOUDWATCH = "cloudwatch"
    SCHEDULE = "schedule"


class ChangeKind(StrEnum):
    OPENED = "opened"
    UPDATED = "updated"
    SEVERITY_RAISED = "severity raised"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    ACKNOWLEDGED = "acknowledged"
    UNACKNOWLEDGED = "unacknowledged"
    ASSIGNED = "assigned"
    UNASSIGNED = "unassigned"
    COMMENTED = "commented"
    COMMENT_EDITED = "comment edited"
    COMMENT_DELETED = "comment deleted"
    BROADCAST = "broadcast"
    ESCALATED = "escalated"
    DELAYED = "delayed"
    SNOOZED = "snoozed"
    AWOKEN = "awoken"
    EXPIRED = "expired"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as named by the credential.

    `name` is who it is behind the credential: as a sender says it, or how a key is called.
    """

    subject: str
    api: Origin
    email: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """`write_id` is new for each write: it lets a retry recognise a write whose answer was lost."""

    what: ChangeKind
    at: datetime
    by: str
    api: Origin
    write_id: str
    why: str = ""
    by_name: str = ""


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    at: datetime
    by: str
    email: str = ""
    by_name: str = ""


@dataclass(frozen=True, slots=True)
class Snooze:
    """Nobody is notified of the fault until then."""

    until: datetime
    by: str


class _NextVersion(TypedDict):
    """What every change sets."""

    version: int
    last_change: Change


@dataclass(frozen=True, slots=True)
class Fault:
    """Times are aware UTC; `expires_at` is in Unix seconds, the store's own measure of expiry.

    `closes_at` is when the fault resolves by itself, unless somebody resolves it first.
    `detail_mark` is the mark of its detail (see `detail.py`), empty where it has none.
    """

    customer_id: str
    number: int
    resource_id: str
    reporter: str
    type: str
    severity: Severity
    message: str
    cause: str
    path: str
    opened_at: datetime
    expires_at: int
    last_change: Change
    kind: Kind = Kind.ALERT
    status: Status = Status.UNRESOLVED
    severity_word: str = ""
    resolved_at: datetime | None = None
    resolution: str = ""
    resolution_reason: str = ""
    resolutions: int = 0
    acknowledgement: Acknowledgement | None = None
    assignee: str = ""
    assigned_at: datetime | None = None
    services: tuple[Mapping[str, Any], ...] = ()
    metric_names: tuple[str, ...] = ()
    source: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    deduplication_key: str = ""
    memo: str = ""
    incident: IncidentDetails = field(default_factory=IncidentDetails)
    outage: OutageDetails = field(default_factory=OutageDetails)
    closes_at: datetime | None = None
    snooze: Snooze | None = None
    detail_mark: str = ""
    occurrences: int = 1
    last_seen_at: datetime | None = None
    comments_written: int = 0
    deleted_comments: tuple[int, ...] = ()
    newest_comments: tuple[Comment, ...] = ()
    earlier_changes: "tuple[EarlierChange, ...]" = ()
    version: int = 1

    @property
    def is_open(self) -> bool:
        return self.status is Status.UNRESOLVED

    @property
    def site(self) -> str:
        """The first segment of its path; empty when the path is its resource alone."""
        site = hierarchy.site(self.path)
        return "" if site == self.resource_id else site

    @property
    def reported_at(self) -> datetime:
        """When it was reported, to the second; read from its number."""
        return drawn_at(self.number)

    @property
    def seen_at(self) -> datetime:
        return self.last_seen_at or self.opened_at

    @property
    def is_history(self) -> bool:
        return is_history(self.opened_at, self.reported_at)

    @property
    def affected(self) -> tuple[Mapping[str, Any], ...]:
        """Its services; without any, its resource in the namespace of its site."""
        return self.services or ({"name": self.resource_id, "namespace": self.site},)

    @property
    def is_of_incidents(self) -> bool:
        """Whether the Incidents service made it: all its incidents have a category."""
        return bool(self.incident.category)

    @property
    def origin(self) -> str:
        """Its source, else its reporter; an incident's source may be empty."""
        return self.source if self.is_of_incidents else self.source or self.reporter

    @property
    def comment_count(self) -> int:
        return self.comments_written - len(self.deleted_comments)

    def is_expired(self, at: datetime) -> bool:
        return self.expires_at <= at.timestamp()

    def resolved(self, change: Change, *, resolution: str = "") -> "Fault":
        """Never before it was opened, even where the clock went backwards.

        Without a `resolution`, the start of the reason is taken, else the sender's earlier one.
        """
        if not self.is_open:
            return self
        return replace(
            self,
            **self._next(change),
            status=Status.RESOLVED,
            resolved_at=max(change.at, self.opened_at),
            resolution=resolution or cut(change.why, MAX_RESOLUTION) or self.resolution,
            resolution_reason=change.why,
            resolutions=self.resolutions + 1,
            snooze=None,
        )

    def reopened(self, change: Change) -> "Fault":
        """A reopened fault asks for attention again, so its acknowledgement goes."""
        if self.is_open:
            return self
        return replace(
            self,
            **self._next(change),
            status=Status.UNRESOLVED,
            resolved_at=None,
            resolution="",
            resolution_reason="",
            acknowledgement=None,
        )

    def acknowledged(self, change: Change, *, email: str = "") -> "Fault":
        """The first acknowledgement stays, a snooze ends; a resolved fault takes none."""
        if not self.is_open or (self.acknowledgement and not self.snooze):
            return self
        own = Acknowledgement(change.at, change.by, email, change.by_name)
        return replace(
            self, **self._next(change), acknowledgement=self.acknowledgement or own, snooze=None
        )

    def unacknowledged(self, change: Change) -> "Fault":
        if not self.acknowledgement:
            return self
        return replace(self, **self._next(change), acknowledgement=None)

    def snoozed(self, change: Change, until: datetime) -> "Fault":
        """A new snooze replaces the former one; a resolved fault takes none."""
        if not self.is_open or (self.snooze and self.snooze.until == until):
            return self
        return replace(self, **self._next(change), snooze=Snooze(until, change.by))

    def awoken(self, change: Change) -> "Fault":
        return replace(self, **self._next(change), snooze=None) if self.snooze else self

    def awoken_when_over(self, change: Change, until: datetime) -> "Fault":
        """At the end of this snooze it asks for attention again, so its acknowledgement goes."""
        if not self.snooze or self.snooze.until != until:
            return self
        return replace(self, **self._next(change), snooze=None, acknowledgement=None)

    def assigned(self, change: Change, to: str) -> "Fault":
        """An empty name unassigns it; nothing changes where it is assigned to `to` already."""
        if to == self.assignee:
            return self
        return replace(
            self, **self._next(change), assignee=to, assigned_at=change.at if to else None
        )

    def edited(self, change: Change, **edits: Unpack["Edits"]) -> "Fault":
        """A new severity also replaces the sender's word for it, unless the edits bring one."""
        severity = edits.get("severity", self.severity)
        if severity is not self.severity and (self.severity_word or self.is_of_incidents):
            edits.setdefault("severity_word", severity.value)
        edited = replace(self, **edits)
        if edited == self:
            return self
        return replace(edited, **self._next(change))

    def noted(self, change: Change) -> "Fault":
        """A broadcast, an escalation or a delay: recorded, but the fault's state stays."""
        return replace(self, **self._next(change))

    def repeated(self, at: datetime, **news: Unpack["Edits"]) -> "Fault":
        """Counts one more, without a new version; a report older than the last changes no more."""
        counted = replace(self, occurrences=self.occurrences + 1)
        return counted if self.seen_at > at else replace(counted, last_seen_at=at, **news)

    def commented(self, change: Change, comment: Comment) -> "Fault":
        return replace(
            self,
            **self._next(change),
            comments_written=comment.ordinal,
            newest_comments=(*self.newest_comments, comment),
        )

    def with_comment_edited(self, change: Change, comment: Comment) -> "Fault":
        edited = tuple(comment if c.number == comment.number else c for c in self.newest_comments)
        return replace(self, **self._next(change), newest_comments=edited)

    def with_comment_deleted(self, change: Change, comment: Comment) -> "Fault":
        """Deletions are kept by ordinal, so that deleting twice counts once."""
        if comment.ordinal in self.deleted_comments:
            return self
        left = tuple(c for c in self.newest_comments if c.number != comment.number)
        deleted = (*self.deleted_comments, comment.ordinal)
        return replace(self, **self._next(change), deleted_comments=deleted, newest_comments=left)

    def shows(self, comment: Comment) -> bool:
        """A stored comment counts from the moment its fault counts it until it is deleted."""
        written = comment.ordinal <= self.comments_written
        return written and comment.ordinal not in self.deleted_comments

    def comments_apart(self) -> list[int]:
        """Ordinals of the comments that are not kept in the fault's own item."""
        if self.comment_count == len(self.newest_comments):
            return []
        known = {*self.deleted_comments, *(comment.ordinal for comment in self.newest_comments)}
        return [n for n in range(1, self.comments_written + 1) if n not in known]

    def next_ordinal(self) -> int:
        """Raises CommentLimitReached."""
        if self.comments_written >= MAX_COMMENTS:
            raise CommentLimitReached(MAX_COMMENTS)
        return self.comments_written + 1

    def _next(self, change: Change) -> _NextVersion:
        return {"version": self.version + 1, "last_change": change}
