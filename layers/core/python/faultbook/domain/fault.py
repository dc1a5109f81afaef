"""The fault: what it is and what may happen to it.

A change returns a new value one version on, or the same object when nothing is to be done.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, TypedDict, Unpack

from faultbook.domain import hierarchy
from faultbook.domain.comment import MAX_COMMENTS, Comment
from faultbook.domain.details import IncidentDetails, OutageDetails
from faultbook.domain.errors import CommentLimitReached
from faultbook.domain.identifiers import drawn_at
from faultbook.domain.retention import is_history


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
    """By which door a change came in."""

    FAULTS = "faults"
    FORTIMONITOR = "fortimonitor"
    INCIDENTS = "incidents"
    MACKEREL = "mackerel"
    SCHEDULE = "schedule"


class ChangeKind(StrEnum):
    OPENED = "opened"
    UPDATED = "updated"
    SEVERITY_RAISED = "severity raised"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    ACKNOWLEDGED = "acknowledged"
    UNACKNOWLEDGED = "unacknowledged"
    COMMENTED = "commented"
    COMMENT_EDITED = "comment edited"
    COMMENT_DELETED = "comment deleted"
    BROADCAST = "broadcast"
    ESCALATED = "escalated"
    DELAYED = "delayed"
    EXPIRED = "expired"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, as the credential says it."""

    subject: str
    api: Origin
    email: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """`write_id` is new for each write: a write whose answer was lost knows itself by it."""

    what: ChangeKind
    at: datetime
    by: str
    api: Origin
    write_id: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    at: datetime
    by: str
    email: str = ""


class Edits(TypedDict, total=False):
    """Attributes of a fault that a sender may set."""

    severity: Severity
    severity_word: str
    type: str
    message: str
    cause: str
    resolution: str
    services: tuple[Mapping[str, Any], ...]
    metric_names: tuple[str, ...]
    source: str
    metadata: Mapping[str, Any]
    memo: str
    incident: IncidentDetails
    outage: OutageDetails


@dataclass(frozen=True, slots=True)
class Fault:
    """Times are aware UTC; `expires_at` is in Unix seconds, the store's own measure of expiry.

    `closes_at` is when the fault resolves by itself, if nobody was faster.
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
    services: tuple[Mapping[str, Any], ...] = ()
    metric_names: tuple[str, ...] = ()
    source: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    deduplication_key: str = ""
    memo: str = ""
    incident: IncidentDetails = field(default_factory=IncidentDetails)
    outage: OutageDetails = field(default_factory=OutageDetails)
    closes_at: datetime | None = None
    occurrences: int = 1
    last_seen_at: datetime | None = None
    comments_written: int = 0
    deleted_comments: tuple[int, ...] = ()
    newest_comments: tuple[Comment, ...] = ()
    version: int = 1

    @property
    def is_open(self) -> bool:
        return self.status is Status.UNRESOLVED

    @property
    def reported_at(self) -> datetime:
        """To the second: its number was drawn then."""
        return drawn_at(self.number)

    @property
    def is_history(self) -> bool:
        return is_history(self.opened_at, self.reported_at)

    @property
    def affected(self) -> tuple[Mapping[str, Any], ...]:
        """Its services; without any, its resource in the namespace of its site."""
        own = {"name": self.resource_id, "namespace": hierarchy.site(self.path)}
        return self.services or (own,)

    @property
    def origin(self) -> str:
        """Its source; without one, who reported it."""
        return self.source or self.reporter

    @property
    def comment_count(self) -> int:
        return self.comments_written - len(self.deleted_comments)

    def is_expired(self, at: datetime) -> bool:
        return self.expires_at <= at.timestamp()

    def resolved(self, change: Change, *, resolution: str = "") -> "Fault":
        """Resolved no earlier than it was opened, whatever the clock did meanwhile."""
        if not self.is_open:
            return self
        return self._changed(
            change,
            status=Status.RESOLVED,
            resolved_at=max(change.at, self.opened_at),
            resolution=resolution,
            resolution_reason=change.why,
            resolutions=self.resolutions + 1,
        )

    def reopened(self, change: Change) -> "Fault":
        """A reopened fault asks for attention again, so its acknowledgement goes."""
        if self.is_open:
            return self
        return self._changed(
            change,
            status=Status.UNRESOLVED,
            resolved_at=None,
            resolution="",
            resolution_reason="",
            acknowledgement=None,
        )

    def acknowledged(self, change: Change, *, email: str = "") -> "Fault":
        """The first acknowledgement stays; a resolved fault takes none."""
        if self.acknowledgement or not self.is_open:
            return self
        return self._changed(
            change, acknowledgement=Acknowledgement(at=change.at, by=change.by, email=email)
        )

    def unacknowledged(self, change: Change) -> "Fault":
        return self._changed(change, acknowledgement=None) if self.acknowledgement else self

    def edited(self, change: Change, **edits: Unpack[Edits]) -> "Fault":
        edited = replace(self, **edits)
        if edited == self:
            return self
        return replace(edited, version=self.version + 1, last_change=change)

    def noted(self, change: Change) -> "Fault":
        """Something was done about the fault that leaves it as it is: told, escalated, delayed."""
        return self._changed(change)

    def repeated(self, at: datetime) -> "Fault":
        """The same report again: counted, but no new version."""
        return replace(self, occurrences=self.occurrences + 1, last_seen_at=at)

    def commented(self, change: Change, comment: Comment) -> "Fault":
        return self._changed(
            change,
            comments_written=comment.ordinal,
            newest_comments=(*self.newest_comments, comment),
        )

    def with_comment_edited(self, change: Change, comment: Comment) -> "Fault":
        edited = tuple(comment if c.number == comment.number else c for c in self.newest_comments)
        return self._changed(change, newest_comments=edited)

    def with_comment_deleted(self, change: Change, comment: Comment) -> "Fault":
        """Deletions are kept by ordinal, so that deleting twice counts once."""
        if comment.ordinal in self.deleted_comments:
            return self
        left = tuple(c for c in self.newest_comments if c.number != comment.number)
        deleted = (*self.deleted_comments, comment.ordinal)
        return self._changed(change, deleted_comments=deleted, newest_comments=left)

    def shows(self, comment: Comment) -> bool:
        """A stored comment counts from the moment its fault counts it until it is deleted."""
        written = comment.ordinal <= self.comments_written
        return written and comment.ordinal not in self.deleted_comments

    def next_ordinal(self) -> int:
        """Raises CommentLimitReached."""
        if self.comments_written >= MAX_COMMENTS:
            raise CommentLimitReached(MAX_COMMENTS)
        return self.comments_written + 1

    def _changed(self, change: Change, **fields: Any) -> "Fault":
        return replace(self, version=self.version + 1, last_change=change, **fields)
