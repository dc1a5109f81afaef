"""Opsgenie's heartbeats <-> domain; pure."""

from dataclasses import replace
from datetime import datetime

from faultbook.domain.fault import Severity
from faultbook.domain.heartbeat import LONGEST, Heartbeat, HeartbeatState, IntervalUnit
from faultbook.domain.text import cut_apart, segment_of
from faultbook.usecases.caller import Caller
from functions.opsgenie_api import heartbeats_answers as answers
from functions.opsgenie_api.heartbeats_schemas import CreateHeartbeat, UpdateHeartbeat
from functions.opsgenie_api.translate import priority_of_severity, severity_of, time_wire

_MAX_SEGMENT = 255


def heartbeat_of(wire: CreateHeartbeat, caller: Caller, now: datetime) -> Heartbeat:
    return Heartbeat(
        customer_id=caller.customer_id,
        name=wire.name,
        created_at=now,
        created_by=caller.subject,
        interval=min(wire.interval * wire.interval_unit.length, LONGEST),
        unit=wire.interval_unit,
        enabled=wire.enabled,
        description=wire.description,
        path=_path_of(wire.name, caller),
        severity=severity_of(wire.alert_priority) if wire.alert_priority else Severity.MEDIUM,
        message=wire.alert_message,
        tags=tuple(wire.alert_tags),
        owner_team=tuple(wire.owner_team.items()),
    )


def edited(heartbeat: Heartbeat, wire: UpdateHeartbeat) -> Heartbeat:
    unit = wire.interval_unit or heartbeat.unit
    count = wire.interval or count_of(heartbeat)
    priority = wire.alert_priority
    return replace(
        heartbeat,
        interval=min(count * unit.length, LONGEST),
        unit=unit,
        enabled=heartbeat.enabled if wire.enabled is None else wire.enabled,
        description=_unless_none(wire.description, heartbeat.description),
        severity=severity_of(priority) if priority else heartbeat.severity,
        message=_unless_none(wire.alert_message, heartbeat.message),
        tags=heartbeat.tags if wire.alert_tags is None else tuple(wire.alert_tags),
        owner_team=tuple(wire.owner_team.items()) if wire.owner_team else heartbeat.owner_team,
    )


def switched_wire(heartbeat: Heartbeat, now: datetime) -> answers.Switched:
    return {
        "name": heartbeat.name,
        "enabled": heartbeat.enabled,
        "expired": heartbeat.state(now) is HeartbeatState.DOWN,
    }


def heartbeat_wire(heartbeat: Heartbeat, now: datetime) -> answers.Heartbeat:
    wire: answers.Heartbeat = {
        "name": heartbeat.name,
        "enabled": heartbeat.enabled,
        "expired": heartbeat.state(now) is HeartbeatState.DOWN,
        "description": heartbeat.description,
        "interval": count_of(heartbeat),
        "intervalUnit": _unit_of(heartbeat),
        "alertMessage": heartbeat.message,
        "alertTags": list(heartbeat.tags),
        "alertPriority": priority_of_severity(heartbeat.severity),
    }
    if heartbeat.owner_team:
        wire["ownerTeam"] = dict(heartbeat.owner_team)
    if heartbeat.beat.pinged_at:
        wire["lastPingTime"] = time_wire(heartbeat.beat.pinged_at)
    return wire


def count_of(heartbeat: Heartbeat) -> int:
    return heartbeat.interval // _unit_of(heartbeat).length


def _unit_of(heartbeat: Heartbeat) -> IntervalUnit:
    """Minutes where the interval was changed to none of its unit."""
    is_whole = not heartbeat.interval % heartbeat.unit.length
    return heartbeat.unit if is_whole else IntervalUnit.MINUTES


def _path_of(name: str, caller: Caller) -> str:
    """Below the key's path; of one that has none it is where all heartbeats are."""
    segment = cut_apart(segment_of(name), _MAX_SEGMENT)
    return f"{caller.path}|{segment}" if caller.path else ""


def _unless_none(text: str | None, otherwise: str) -> str:
    return otherwise if text is None else text
