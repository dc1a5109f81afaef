"""The wire of heartbeats: what answers carry."""

from typing_extensions import TypedDict

from faultbook.domain.fault import Severity
from faultbook.domain.heartbeat import HeartbeatState
from faultbook.gateway.answer_types import Time


class Heartbeat(TypedDict):
    name: str
    state: HeartbeatState
    enabled: bool
    interval_minutes: int
    grace_minutes: int
    last_ping_at: Time | None
    description: str
    path: str | None
    severity: Severity
    message: str
    tags: list[str]
    created_at: Time
    created_by: str


class HeartbeatList(TypedDict):
    data: list[Heartbeat]
