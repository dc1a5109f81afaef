"""Mackerel wire <-> domain; pure.

Every fault is the alert of a check: its resource is the host, its reporter the check monitor, its
message the check's. It is the only type of alert whose message every client shows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from faultbook.domain import text
from faultbook.domain.errors import InvalidRequest
from faultbook.domain.fault import ChangeKind, Fault, Origin, Severity, Status
from faultbook.domain.listing import FaultFilter
from faultbook.domain.report import Report
from functions.mackerel_api import answers, identifiers
from functions.mackerel_api.errors import complaints_of
from functions.mackerel_api.schemas import AlertStatus, CheckReport, ListAlerts

if TYPE_CHECKING:
    from faultbook.domain.timeline import TimelineEntry

SOURCE = "mackerel"  # begins the deduplication keys of the faults that check reports open
CHECK = "check"  # their type
OLDEST_REPORT = timedelta(hours=6)  # Mackerel ignores reports "6 hours or more" old
CHECK_IS_OK = "The check reports OK"
_MAX_SAID = 1000  # characters of a memo
HOST_IS_RETIRED = "The host is retired"

_SEVERITY: dict[str, Severity] = {
    "CRITICAL": Severity.CRITICAL,
    "UNKNOWN": Severity.MEDIUM,
    "WARNING": Severity.WARNING,
}
_STATUS: dict[Severity, AlertStatus] = {
    Severity.CRITICAL: "CRITICAL",
    Severity.HIGH: "CRITICAL",
    Severity.MEDIUM: "WARNING",
    Severity.WARNING: "WARNING",
    Severity.LOW: "WARNING",
}
_BY_MONITORING = frozenset({ChangeKind.OPENED, ChangeKind.SEVERITY_RAISED})


@dataclass(frozen=True, slots=True)
class CheckedHost:
    """The host of a check; an empty `path` means the host itself."""

    host_id: str
    name: str
    path: str = ""


def report_of(wire: CheckReport, host: CheckedHost, now: datetime) -> Report:
    """Of a check that is not OK."""
    return Report(
        resource_id=text.segment_of(host.name),
        reporter=wire.name,
        type=CHECK,
        severity=_SEVERITY[wire.status],
        severity_word=wire.status,
        message=wire.message or f"{wire.name} is {wire.status}",
        cause=f"The check {wire.name} on the host {host.name} reports {wire.status}.",
        path=host.path,
        deduplication_key=deduplication_key(host.host_id, wire),
        occurred_at=occurred_at(wire, now),
    )


def deduplication_key(host_id: str, wire: CheckReport) -> str:
    """One open alert for a host and a check; a host id holds no blank, so no two keys meet."""
    return f"{SOURCE} {host_id} {wire.name}"


def host_id_of(fault: Fault) -> str:
    """Of the host that a check was reported for; of another fault, of its resource."""
    rest = fault.deduplication_key.partition(" ")[2]
    resource = text.name_of_segment(fault.resource_id)
    name = rest.partition(" ")[0] if _is_of_check(fault) else resource
    return identifiers.host_id(fault.customer_id, name)


def _is_of_check(fault: Fault) -> bool:
    return fault.type == CHECK and fault.deduplication_key.startswith(f"{SOURCE} ")


def occurred_at(wire: CheckReport, now: datetime) -> datetime:
    """The time of a host whose clock is ahead counts as now."""
    return min(wire.occurred_at, now.replace(microsecond=0))


def reports_taken_wire(refused: Mapping[int, InvalidRequest]) -> answers.ReportsTaken:
    """`refused` are reports by their places."""
    taken: answers.ReportsTaken = {"success": True}
    if refused:
        taken["refused"] = [
            {"report": place, "message": complaints_of(error)} for place, error in refused.items()
        ]
    return taken


def reason_of(wire: CheckReport) -> str:
    """The reason of an alert that closes because its check is OK again."""
    return f"{CHECK_IS_OK}: {wire.message}" if wire.message else CHECK_IS_OK


def reason_of_memo(memo: str) -> str:
    """The timeline's text of a memo, which has less room."""
    return f"memo: {text.cut(memo, _MAX_SAID)}" if memo else "memo: none"


def filter_of(wire: ListAlerts) -> FaultFilter:
    return FaultFilter(status=None if wire.with_closed == "true" else Status.UNRESOLVED)


def alert_status(fault: Fault, status: Status, severity: Severity) -> AlertStatus:
    """The status of an alert whose fault has this status and severity."""
    if status is Status.RESOLVED:
        return "OK"
    if _is_of_check(fault) and severity is _SEVERITY["UNKNOWN"]:
        return "UNKNOWN"
    return _STATUS[severity]


def alert_wire(fault: Fault) -> answers.Alert:
    alert: answers.Alert = {
        "id": identifiers.alert_id(fault.number),
        "status": alert_status(fault, fault.status, fault.severity),
        "monitorId": identifiers.monitor_id(fault.customer_id, fault.reporter),
        "type": "check",
        "hostId": host_id_of(fault),
        "message": fault.message,
        "memo": fault.memo,
        "openedAt": seconds(fault.opened_at),
    }
    if fault.resolved_at:
        alert["reason"] = fault.resolution_reason
        alert["closedAt"] = seconds(fault.resolved_at)
    return alert


def log_entries(fault: Fault, timeline: Sequence["TimelineEntry"]) -> list["TimelineEntry"]:
    """Newest first; those in which the alert's status changed. `timeline` is oldest first."""
    changes: list[TimelineEntry] = []
    status = ""
    for entry in timeline:
        before, status = status, alert_status(fault, entry.status, entry.severity)
        if status != before:
            changes.append(entry)
    return changes[::-1]


def log_wires(fault: Fault, entries: Sequence["TimelineEntry"]) -> list[answers.AlertLog]:
    """Of what `log_entries` made.

    A fault keeps its first and its newest message only, so entries that a check made in between
    have no detail.
    """
    newest_trouble = next((e.version for e in entries if e.status is Status.UNRESOLVED), None)
    wires = []
    for entry in entries:
        first = entry.report.message if entry.report else _message_of_ok(entry)
        message = fault.message if entry.version == newest_trouble else first
        wires.append(_log_wire(fault, entry, message))
    return wires


def _log_wire(fault: Fault, entry: "TimelineEntry", message: str | None) -> answers.AlertLog:
    return {
        "id": identifiers.log_id(fault.customer_id, fault.number, entry.version),
        "status": alert_status(fault, entry.status, entry.severity),
        "trigger": _trigger(entry),
        "monitorId": identifiers.monitor_id(fault.customer_id, fault.reporter),
        "targetValue": None,
        "statusDetail": None if message is None else _detail(message),
        "createdAt": seconds(entry.at),
    }


def _detail(message: str) -> answers.StatusDetail:
    return {"type": "check", "detail": {"message": message, "memo": ""}}


def _trigger(entry: "TimelineEntry") -> answers.Trigger:
    if entry.api is Origin.MACKEREL and entry.why == HOST_IS_RETIRED:
        return "hostRetire"
    return "monitoring" if _is_by_monitoring(entry) else "manual"


def _is_by_monitoring(entry: "TimelineEntry") -> bool:
    """Whoever opens or repeats a fault monitors; Mackerel's API edits no status but by a check."""
    if entry.what is ChangeKind.RESOLVED:
        return entry.api is Origin.SCHEDULE or _message_of_ok(entry) is not None
    return entry.api is Origin.MACKEREL or entry.what in _BY_MONITORING


def _message_of_ok(entry: "TimelineEntry") -> str | None:
    """The message of the check that was OK again; None for any other entry."""
    if entry.api is not Origin.MACKEREL or not entry.why.startswith(CHECK_IS_OK):
        return None
    return entry.why.removeprefix(CHECK_IS_OK).removeprefix(": ")


def seconds(at: datetime) -> int:
    return int(at.timestamp())
