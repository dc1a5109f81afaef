"""The event of a change: an entry of the event log, and the content of messages to endpoints.

One change has one event, whose id derives from the fault and its version: whoever records the
change, and however often, says the same thing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from faultbook.domain import hierarchy, identifiers
from faultbook.domain.comment import Comment
from faultbook.domain.details import IncidentDetails, OutageDetails
from faultbook.domain.fault import Change, ChangeKind, Fault, Origin
from faultbook.domain.text import cut

if TYPE_CHECKING:
    from faultbook.domain.listing import Position
    from faultbook.domain.timeline import Observation

KEPT = timedelta(days=30)
# A transaction's items become visible one after the other; by then all of them are.
SETTLED = timedelta(seconds=3)
_PREFIX = "fault."
_MAX_TEXT = 2000  # characters, where an event is too long
_COMMENTS = {ChangeKind.COMMENTED, ChangeKind.COMMENT_EDITED}


@dataclass(frozen=True, slots=True)
class FaultEvent:
    """`fault` is as the change left it, or as it last stood where the change was its end.

    `previous` has, by their names in the API, texts that the change replaced; it is empty where
    nobody knows them any more. Of the comments, it has only the one that was written or edited.
    """

    version: int
    what: ChangeKind
    at: datetime
    by: str
    api: Origin
    why: str
    fault: Fault
    previous: Mapping[str, str] = field(default_factory=dict)

    @property
    def event_id(self) -> str:
        fault = self.fault
        return identifiers.event_id(fault.customer_id, fault.number, self.version, self.at)

    @property
    def type(self) -> str:
        return type_of(self.what)


@dataclass(frozen=True, slots=True)
class EventFilter:
    """No types: all of them."""

    types: frozenset[str] = frozenset()
    path: str = ""

    def matches(self, event: FaultEvent) -> bool:
        if self.types and event.type not in self.types:
            return False
        return not self.path or hierarchy.is_within(event.fault.path, self.path)


@dataclass(frozen=True, slots=True)
class EventPage:
    """`last` is how far was read, which can be further than the last event that matched."""

    events: Sequence[FaultEvent]
    last: "Position"
    has_more: bool


def type_of(what: ChangeKind) -> str:
    return _PREFIX + what.replace(" ", "_")


TYPES = tuple(type_of(what) for what in ChangeKind)


def event_of(observation: "Observation") -> FaultEvent:
    entry = observation.entry
    return FaultEvent(
        version=entry.version,
        what=entry.what,
        at=entry.at,
        by=entry.by,
        api=entry.api,
        why=entry.why,
        fault=replace(
            observation.fault or _remembered(observation),
            newest_comments=_shown_comments(observation, entry.what),
            earlier_changes=(),
        ),
        previous=observation.previous,
    )


def shortened(event: FaultEvent) -> Iterator[FaultEvent]:
    """The event, and then with ever less in it, for what takes no more than so much."""
    yield event
    event = replace(event, fault=replace(event.fault, newest_comments=()))
    yield event
    bare = replace(event.fault, metadata={}, services=(), metric_names=())
    event = replace(event, fault=replace(bare, outage=replace(bare.outage, tags=())))
    yield event
    yield _with_short_texts(event)


def _with_short_texts(event: FaultEvent) -> FaultEvent:
    fault = event.fault
    return replace(
        event,
        why=cut(event.why, _MAX_TEXT),
        previous={name: cut(text, _MAX_TEXT) for name, text in event.previous.items()},
        fault=replace(
            fault,
            message=cut(fault.message, _MAX_TEXT),
            cause=cut(fault.cause, _MAX_TEXT),
            memo=cut(fault.memo, _MAX_TEXT),
            resolution_reason=cut(fault.resolution_reason, _MAX_TEXT),
            last_change=replace(fault.last_change, why=cut(fault.last_change.why, _MAX_TEXT)),
            incident=IncidentDetails(priority=fault.incident.priority),
            outage=OutageDetails(),
        ),
    )


def _shown_comments(observation: "Observation", what: ChangeKind) -> tuple[Comment, ...]:
    """An edited comment that is not the newest is left out."""
    if what not in _COMMENTS or not observation.fault:
        return ()
    return observation.fault.newest_comments[-1:]


def _remembered(observation: "Observation") -> Fault:
    """Of a fault that has gone, what its timeline knows of it."""
    # Functions that only tell of events do without the timeline.
    from faultbook.domain.timeline import OUTLIVES  # noqa: PLC0415

    entry, state = observation.entry, observation.entry.state
    return Fault(
        customer_id=observation.customer_id,
        number=observation.number,
        resource_id=state.resource_id,
        reporter="",
        type=state.type,
        severity=state.severity,
        message="",
        cause="",
        path=state.resource_id,
        opened_at=state.opened_at,
        expires_at=entry.kept_until - int(OUTLIVES.total_seconds()),
        last_change=Change(entry.what, entry.at, entry.by, entry.api, write_id="", why=entry.why),
        kind=state.kind,
        status=state.status,
        resolved_at=state.resolved_at,
        resolutions=state.resolutions,
        version=entry.version,
    )
