"""The wire of Opsgenie's Heartbeat API: what answers carry."""

from typing import NotRequired

from typing_extensions import TypedDict

from faultbook.domain.heartbeat import IntervalUnit
from faultbook.gateway.answer_types import Time
from functions.opsgenie_api.answers import Priority


class Switched(TypedDict):
    name: str
    enabled: bool
    expired: bool


class Heartbeat(Switched):
    description: str
    interval: int
    intervalUnit: IntervalUnit
    ownerTeam: NotRequired[dict[str, str]]
    lastPingTime: NotRequired[Time]
    alertMessage: str
    alertTags: list[str]
    alertPriority: Priority


class HeartbeatAnswer(TypedDict):
    data: Heartbeat
    took: float
    requestId: str


class SwitchedAnswer(TypedDict):
    data: Switched
    took: float
    requestId: str


class Listed(TypedDict):
    heartbeats: list[Heartbeat]


class HeartbeatList(TypedDict):
    data: Listed
    took: float
    requestId: str
