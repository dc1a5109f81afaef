"""Heartbeats <-> native wire; pure."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from faultbook.domain.heartbeat import Heartbeat
from functions.fault_api import heartbeats_answers as answers
from functions.fault_api.heartbeats_schemas import ChangeHeartbeat, MakeHeartbeat
from functions.fault_api.translate import time_wire

_MINUTE = timedelta(minutes=1)


def heartbeat_of(wire: MakeHeartbeat, customer_id: str, by: str, now: datetime) -> Heartbeat:
    return Heartbeat(
        customer_id=customer_id,
        name=wire.name,
        created_at=now,
        created_by=by,
        interval=wire.interval_minutes * _MINUTE,
        grace=wire.grace_minutes * _MINUTE,
        enabled=wire.enabled,
        description=wire.description,
        path=wire.path or "",
        severity=wire.severity,
        message=wire.message,
        tags=tuple(dict.fromkeys(wire.tags)),
    )


def edited(heartbeat: Heartbeat, wire: ChangeHeartbeat) -> Heartbeat:
    named: dict[str, Any] = wire.model_dump(include=wire.model_fields_set)
    as_kept = {
        "interval": named.get("interval_minutes", 0) * _MINUTE,
        "grace": named.get("grace_minutes", 0) * _MINUTE,
        "path": named.get("path") or "",
        "tags": tuple(dict.fromkeys(named.get("tags", ()))),
    }
    members = {name.removesuffix("_minutes"): value for name, value in named.items()}
    return replace(heartbeat, **{name: as_kept.get(name, members[name]) for name in members})


def heartbeat_wire(heartbeat: Heartbeat, now: datetime) -> answers.Heartbeat:
    pinged_at = heartbeat.beat.pinged_at
    return {
        "name": heartbeat.name,
        "state": heartbeat.state(now),
        "enabled": heartbeat.enabled,
        "interval_minutes": heartbeat.interval // _MINUTE,
        "grace_minutes": heartbeat.grace // _MINUTE,
        "last_ping_at": time_wire(pinged_at) if pinged_at else None,
        "description": heartbeat.description,
        "path": heartbeat.path or None,
        "severity": heartbeat.severity,
        "message": heartbeat.message,
        "tags": list(heartbeat.tags),
        "created_at": time_wire(heartbeat.created_at),
        "created_by": heartbeat.created_by,
    }
