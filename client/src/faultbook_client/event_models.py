"""What happened to a fault, as the event log and webhooks tell it."""

from dataclasses import dataclass, field
from datetime import datetime

from faultbook_client.models import Fault, Wire


@dataclass(frozen=True, slots=True, kw_only=True)
class EventData:
    """`fault` is as the change left it; `previous` has texts that the change replaced."""

    fault: Fault
    previous: dict[str, str]
    by: str
    api: str
    reason: str | None
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One change has one id, however often it is delivered. `type` is as `fault.opened`."""

    id: str
    type: str
    timestamp: datetime
    data: EventData
    wire: Wire = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class EventPage:
    """`cursor` is where to go on, now or whenever something may have happened."""

    events: list[Event]
    cursor: str
    has_more: bool
