"""Opsgenie's heartbeats in the OpenAPI document."""

from typing import Any

from faultbook.domain.errors import HeartbeatNotFound
from faultbook.gateway.documentation import Parameter
from functions.opsgenie_api import heartbeats_answers as answers
from functions.opsgenie_api import heartbeats_schemas as schemas

_TAIL = {"took": 0.001, "requestId": "Ax6k2hRZoAMEVHg="}
_SWITCHED = {"name": "nightly-backup", "enabled": True, "expired": False}
_HEARTBEAT = {
    **_SWITCHED,
    "description": "Copies of all databases.",
    "interval": 1,
    "intervalUnit": "days",
    "lastPingTime": "2026-01-15T03:10:00.000Z",
    "alertMessage": "No backup of last night",
    "alertTags": ["db"],
    "alertPriority": "P2",
}

PARAMETERS = {
    "heartbeat": Parameter(
        "The heartbeat's name.",
        {"type": "string", "pattern": "^[^/?]+$"},
        "nightly-backup",
        (HeartbeatNotFound(),),
    )
}
MEMBERS = {
    "CreateHeartbeat.description": "What it is for.",
    "UpdateHeartbeat.description": "What it is for.",
    "Heartbeat.description": "What it is for.",
    "interval": "How many units after a ping the next one is expected.",
    "intervalUnit": "What the interval counts.",
    "enabled": "Whether pings are expected.",
    "expired": "Whether a ping was missed.",
    "ownerTeam": "Kept and shown.",
    "lastPingTime": "When the last ping came.",
    "alertMessage": "That of the alert.",
    "alertTags": "Those of the alert, up to 20.",
    "alertPriority": "That of the alert.",
}
EXAMPLES: dict[Any, Any] = {
    schemas.CreateHeartbeat: {
        "name": "nightly-backup",
        "interval": 1,
        "intervalUnit": "days",
        "enabled": True,
        "alertMessage": "No backup of last night",
        "alertPriority": "P2",
    },
    schemas.UpdateHeartbeat: {"interval": 2},
    answers.HeartbeatAnswer: {"data": _HEARTBEAT, **_TAIL},
    answers.HeartbeatList: {"data": {"heartbeats": [_HEARTBEAT]}, **_TAIL},
    answers.SwitchedAnswer: {"data": _SWITCHED, **_TAIL},
}
