"""Heartbeats in the OpenAPI document."""

from typing import Any

from faultbook.domain.errors import HeartbeatNotFound
from faultbook.gateway.documentation import Parameter
from functions.fault_api import heartbeats_answers as answers
from functions.fault_api import heartbeats_schemas as schemas

_HEARTBEAT = {
    "name": "nightly-backup",
    "state": "up",
    "enabled": True,
    "interval_minutes": 1440,
    "grace_minutes": 60,
    "last_ping_at": "2026-01-15T03:10:00.000000Z",
    "description": "Copies of all databases.",
    "path": "frankfurt|backup",
    "severity": "HIGH",
    "message": "No backup of last night",
    "tags": ["db"],
    "created_at": "2025-10-21T12:00:00.000000Z",
    "created_by": "user_1",
}

PARAMETERS = {
    "heartbeat": Parameter(
        "The heartbeat's `name`.",
        {"type": "string", "pattern": "^[^/?]+$", "maxLength": 200},
        "nightly-backup",
        (HeartbeatNotFound(),),
    )
}
_OF_ITS_FAULT = {
    "path": "Where its fault is; without one at `heartbeats` and its name.",
    "severity": "That of its fault.",
    "message": "That of its fault; an empty one names the heartbeat.",
    "tags": "Those of its fault.",
    "enabled": "Whether pings are expected.",
    "description": "What it is for.",
}
MEMBERS = {
    **{
        f"{model}.{name}": words
        for model in ("MakeHeartbeat", "ChangeHeartbeat", "Heartbeat")
        for name, words in _OF_ITS_FAULT.items()
    },
    "interval_minutes": "How long after a ping the next one is expected.",
    "grace_minutes": "How long after that it is missed.",
    "last_ping_at": "When the last ping came; null before the first.",
    "Heartbeat.state": "`waiting` for its first ping, `late` within its grace, `down` when missed.",
    "Heartbeat.created_at": "When it was made.",
}
EXAMPLES: dict[Any, Any] = {
    schemas.MakeHeartbeat: {
        "name": "nightly-backup",
        "interval_minutes": 1440,
        "grace_minutes": 60,
        "path": "frankfurt|backup",
        "message": "No backup of last night",
    },
    schemas.ChangeHeartbeat: {"enabled": False},
    answers.Heartbeat: _HEARTBEAT,
    answers.HeartbeatList: {"data": [_HEARTBEAT]},
}
