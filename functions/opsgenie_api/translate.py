"""Opsgenie's alerts <-> domain; pure."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from faultbook.domain import hierarchy, identifiers
from faultbook.domain.detail import detail_of, shortened
from faultbook.domain.details import OutageDetails
from faultbook.domain.fault import ChangeKind, Fault, Severity
from faultbook.domain.report import Report
from faultbook.domain.text import cut_apart, segment_of
from faultbook.usecases.caller import Caller
from functions.opsgenie_api import answers, schemas

_SCHEME = "opsgenie "  # begins deduplication keys
_TYPE = "alert"
_PREFIX = "flt_"
_MAX_SEGMENT = 255
PRIORITIES: tuple[answers.Priority, ...] = ("P1", "P2", "P3", "P4", "P5")


def deduplication_key(alias: str) -> str:
    """Within the customer, as within Opsgenie's account."""
    return f"{_SCHEME}{alias}"


def severity_of(priority: str) -> Severity:
    """One to one, by rank."""
    return list(Severity)[PRIORITIES.index(priority)]


def report_of(wire: schemas.CreateAlert, caller: Caller) -> Report:
    resource = cut_apart(segment_of(wire.entity or wire.source or caller.name), _MAX_SEGMENT)
    priority = wire.priority or "P3"
    return Report(
        resource_id=resource,
        reporter=caller.name,
        type=_TYPE,
        severity=severity_of(priority),
        severity_word=priority,
        message=wire.message,
        cause=shortened(wire.description),
        path=_path_of(wire, caller, resource),
        source=wire.source,
        deduplication_key=deduplication_key(wire.alias) if wire.alias else "",
        outage=OutageDetails(tags=tuple(wire.tags)),
        detail=described(
            {},
            description=wire.description,
            details=wire.details,
            responders=wire.responders,
            visible_to=wire.visible_to,
            actions=wire.actions,
        ),
        only_counts_again=True,
    )


def described(detail: Mapping[str, Any], **parts: Any) -> dict[str, Any]:
    """The detail with other parts; one that says nothing goes."""
    return detail_of("", **{**detail, **parts})


def person_of(owner: Mapping[str, Any]) -> str:
    names = (owner.get(name) for name in ("username", "name", "id"))
    return cut_apart(next(name for name in names if isinstance(name, str)), _MAX_SEGMENT)


def alert_id(fault: Fault) -> str:
    return alert_id_of(fault.customer_id, fault.number)


def alert_id_of(customer_id: str, number: int) -> str:
    return identifiers.fault_id(customer_id, number).removeprefix(_PREFIX)


def alias_of(fault: Fault) -> str:
    """Without one it is the id."""
    key = fault.deduplication_key
    return key.removeprefix(_SCHEME) if key.startswith(_SCHEME) else alert_id(fault)


def priority_of(fault: Fault) -> answers.Priority:
    return priority_of_severity(fault.severity)


def priority_of_severity(severity: Severity) -> answers.Priority:
    return PRIORITIES[severity.rank]


def listed_wire(fault: Fault) -> answers.ListedAlert:
    wire: answers.ListedAlert = {
        "id": alert_id(fault),
        "tinyId": str(fault.number),
        "alias": alias_of(fault),
        "message": fault.message,
        "status": "open" if fault.is_open else "closed",
        "acknowledged": fault.acknowledgement is not None,
        "isSeen": fault.acknowledgement is not None,
        "tags": list(fault.outage.tags),
        "snoozed": fault.snooze is not None,
        "count": fault.occurrences,
        "lastOccurredAt": time_wire(fault.seen_at),
        "createdAt": time_wire(fault.opened_at),
        "updatedAt": time_wire(max(fault.last_change.at, fault.seen_at)),
        "source": fault.origin,
        "owner": fault.assignee,
        "priority": priority_of(fault),
        "teams": [],
        "responders": [],
        "integration": {"id": fault.reporter, "name": fault.reporter, "type": "API"},
        "report": report_wire(fault),
    }
    if fault.snooze:
        wire["snoozedUntil"] = time_wire(fault.snooze.until)
    return wire


def alert_wire(fault: Fault, detail: Mapping[str, Any]) -> answers.Alert:
    details = detail.get("details")
    return {
        **listed_wire(fault),
        "responders": list(detail.get("responders", [])),
        "actions": list(detail.get("actions", [])),
        "entity": fault.resource_id,
        "description": str(detail.get("description", fault.cause)),
        "details": {name: str(value) for name, value in details.items()}
        if isinstance(details, dict)
        else {},
    }


def time_wire(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


LOGS: dict[ChangeKind, str] = {
    ChangeKind.OPENED: "Alert created",
    ChangeKind.UPDATED: "Alert updated",
    ChangeKind.SEVERITY_RAISED: "Alert priority raised",
    ChangeKind.RESOLVED: "Alert closed",
    ChangeKind.REOPENED: "Alert opened again",
    ChangeKind.ACKNOWLEDGED: "Alert acknowledged",
    ChangeKind.UNACKNOWLEDGED: "Alert unacknowledged",
    ChangeKind.ASSIGNED: "Alert assigned to",
    ChangeKind.UNASSIGNED: "Alert assigned to nobody",
    ChangeKind.COMMENTED: "Note added",
    ChangeKind.COMMENT_EDITED: "Note edited",
    ChangeKind.COMMENT_DELETED: "Note deleted",
    ChangeKind.BROADCAST: "Message broadcast",
    ChangeKind.ESCALATED: "Alert escalated",
    ChangeKind.DELAYED: "Notifications delayed",
    ChangeKind.SNOOZED: "Alert snoozed",
    ChangeKind.AWOKEN: "Snooze ended",
    ChangeKind.EXPIRED: "Alert expired",
    ChangeKind.DELETED: "Alert deleted",
}


def report_wire(fault: Fault) -> answers.Report:
    report: answers.Report = {}
    if fault.acknowledgement:
        report["ackTime"] = _milliseconds(fault, fault.acknowledgement.at)
        report["acknowledgedBy"] = fault.acknowledgement.by
    if fault.resolved_at:
        report["closeTime"] = _milliseconds(fault, fault.resolved_at)
        last = fault.last_change
        report["closedBy"] = last.by if last.what is ChangeKind.RESOLVED else ""
    return report


def _milliseconds(fault: Fault, at: datetime) -> int:
    return max(0, int((at - fault.opened_at).total_seconds() * 1000))


def _path_of(wire: schemas.CreateAlert, caller: Caller, resource: str) -> str:
    """The key's own path first; then what the details say of the place, and the resource."""
    details = wire.details
    place = details.get("path") or hierarchy.SEPARATOR.join(
        segment_of(details[name]) for name in ("site", "host", "instance") if details.get(name)
    )
    segments = hierarchy.segments(hierarchy.path_of(place)) if place else []
    if segments[-1:] != [resource]:
        segments.append(resource)
    begin = [caller.path] if caller.path else []
    return hierarchy.path_of(hierarchy.SEPARATOR.join([*begin, *segments]))
