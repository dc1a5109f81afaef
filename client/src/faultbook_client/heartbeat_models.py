"""Heartbeats, as they are answered."""

from dataclasses import dataclass, field
from datetime import datetime

from faultbook_client.enums import Severity
from faultbook_client.models import Wire


@dataclass(frozen=True, slots=True, kw_only=True)
class Heartbeat:
    """`state` is `paused`, `waiting` for its first ping, `up`, `late` or `down`."""

    name: str
    state: str
    enabled: bool
    interval_minutes: int
    grace_minutes: int
    last_ping_at: datetime | None
    description: str
    path: str | None
    severity: Severity
    message: str
    tags: list[str]
    created_at: datetime
    created_by: str
    wire: Wire = field(default_factory=dict, repr=False, compare=False)
