"""Native wire <-> domain; pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from faultbook.domain import hierarchy, identifiers
from faultbook.domain.comment import Comment
from faultbook.domain.edits import Edits
from faultbook.domain.errors import InvalidRequest
from faultbook.domain.fault import Fault, Severity, Status
from faultbook.domain.listing import FaultFilter, Order
from faultbook.domain.report import Report
from faultbook.gateway.answer_size import newest_that_fit
from faultbook.gateway.validation import INVALID
from faultbook.usecases.caller import Caller
from functions.fault_api import answers
from functions.fault_api.schemas import (
    CreateFault,
    Filters,
    ListedStatus,
    ListFaults,
    ListRecentFaults,
    UpdateFault,
)

if TYPE_CHECKING:
    from faultbook.domain.timeline import FirstReport, TimelineEntry
    from functions.fault_api.actions_schemas import ActionFilter

RECENT = timedelta(hours=24)  # how long a resolved fault counts as recent

# Altostrat's older API shows severities as words; which word is which was never published.
_LEGACY_SEVERITY: dict[Severity, str] = {
    Severity.CRITICAL: "critical",
    Severity.HIGH: "error",
    Severity.MEDIUM: "error",
    Severity.WARNING: "warning",
    Severity.LOW: "info",
}


def report_of(wire: CreateFault) -> Report:
    return Report(
        resource_id=wire.resource_id,
        reporter=wire.microservice_id,
        type=wire.type,
        severity=wire.severity,
        message=wire.message or f"{wire.type} on {wire.resource_id}",
        cause=wire.cause,
        path=wire.resource_ancestry_path or "",
        kind=wire.kind,
        metadata=wire.metadata,
        deduplication_key=wire.deduplication_key or "",
        occurred_at=wire.occurred_at,
    )


def edits_of(wire: UpdateFault) -> Edits:
    """Only what the request names."""
    edits: Edits = {}
    if "severity" in wire.model_fields_set:
        edits["severity"] = wire.severity
    if "message" in wire.model_fields_set:
        edits["message"] = wire.message
    if "cause" in wire.model_fields_set:
        edits["cause"] = wire.cause
    if "type" in wire.model_fields_set:
        edits["type"] = wire.type
    if "resource_ancestry_path" in wire.model_fields_set:
        edits["path"] = wire.resource_ancestry_path
    return edits


def filter_of(wire: "Filters | ActionFilter", caller: Caller, now: datetime) -> FaultFilter:
    """What was resolved within a span is in the order of resolving, or of `from` and `to`.

    Raises InvalidRequest for a resolution of what is open.
    """
    found = FaultFilter(
        severities=frozenset(wire.severity),
        types=frozenset(wire.type),
        kinds=frozenset(wire.kind),
        reporters=frozenset(wire.reporter),
        assignees=frozenset(caller.person(name) for name in wire.assignee),
        acknowledged=wire.acknowledged,
        resource_id=wire.resource_id,
        path=_narrower(wire.site, wire.path),
        snoozed=wire.snoozed,
        text=wire.q,
        since=wire.from_,
        until=wire.to,
    )
    found = _with_status(found, frozenset(wire.status), now - RECENT)
    return _resolved_within(found, wire.resolved_from, wire.resolved_to)


def list_filter_of(wire: ListFaults, caller: Caller, now: datetime) -> FaultFilter:
    """Raises InvalidRequest for what is not open in a list by severity."""
    found = filter_of(wire, caller, now)
    if wire.order != "severity":
        return found
    if found.status not in (None, Status.UNRESOLVED) or set(wire.status) - {"unresolved"}:
        raise InvalidRequest(INVALID, {"order": ["by severity of open faults alone"]})
    return replace(found, order=Order.SEVERITY, status=Status.UNRESOLVED)


def _with_status(
    found: FaultFilter, said: frozenset[ListedStatus], recently: datetime
) -> FaultFilter:
    """What was resolved recently is among what is resolved."""
    if said == {"recent"}:
        since = max(recently, found.since or recently)
        return replace(found, order=Order.RESOLVED, status=Status.RESOLVED, since=since)
    if said == {"recent", "unresolved"}:
        return replace(found, resolved_since=recently)
    statuses = {Status(one) for one in said if one != "recent"}
    return replace(found, status=statuses.pop()) if len(statuses) == 1 else found


def _resolved_within(
    found: FaultFilter, since: datetime | None, until: datetime | None
) -> FaultFilter:
    """The index of what is resolved is sorted by it, so that without another span it is one."""
    if since is None and until is None:
        return found
    if found.status is Status.UNRESOLVED:
        name = "resolved_to" if since is None else "resolved_from"
        raise InvalidRequest(INVALID, {name: ["of resolved faults alone"]})
    starts = [one for one in (since, found.resolved_since) if one is not None]
    narrower = replace(
        found,
        status=Status.RESOLVED,
        resolved_since=max(starts, default=None),
        resolved_until=until,
    )
    if found.order is Order.OPENED and found.since is None and found.until is None:
        return replace(
            narrower,
            order=Order.RESOLVED,
            since=narrower.resolved_since,
            until=until,
            resolved_since=None,
            resolved_until=None,
        )
    return narrower


def recent_filters_of(wire: ListRecentFaults, now: datetime) -> list[FaultFilter]:
    """Of what is open, and of what was resolved within the last day."""
    types = frozenset({wire.type}) if wire.type else frozenset()
    of = FaultFilter(status=Status.UNRESOLVED, types=types, path=wire.site)
    since = now - RECENT
    return [of, replace(of, order=Order.RESOLVED, status=Status.RESOLVED, since=since)]


def fault_wire(fault: Fault, comments: Sequence[Comment]) -> answers.Fault:
    acknowledgement = fault.acknowledgement
    return {
        "id": identifiers.fault_id(fault.customer_id, fault.number),
        "resource_id": fault.resource_id,
        "customer_id": fault.customer_id,
        "microservice_id": fault.reporter,
        "type": fault.type,
        "kind": fault.kind,
        "status": fault.status,
        "severity": fault.severity,
        "message": fault.message,
        "cause": fault.cause,
        "created_at": time_wire(fault.opened_at),
        "resolved_at": time_wire(fault.resolved_at) if fault.resolved_at else None,
        "resource_ancestry_path": fault.path,
        "ttl": fault.expires_at,
        "comments": newest_that_fit(comments, _comment_wire),
        "comment_count": fault.comment_count,
        "acknowledged_at": time_wire(acknowledgement.at) if acknowledgement else None,
        "acknowledged_by": acknowledgement.by if acknowledgement else None,
        "acknowledged_by_name": (acknowledgement.by_name or None) if acknowledgement else None,
        "assigned_at": time_wire(fault.assigned_at) if fault.assigned_at else None,
        "assignee": fault.assignee or None,
        "resolution_reason": fault.resolution_reason or None,
        "deduplication_key": fault.deduplication_key or None,
        "memo": fault.memo or None,
        "snoozed_until": time_wire(fault.snooze.until) if fault.snooze else None,
        "snoozed_by": fault.snooze.by if fault.snooze else None,
        "occurrences": fault.occurrences,
        "last_seen_at": time_wire(fault.last_seen_at or fault.opened_at),
        "metadata": dict(fault.metadata),
        "version": fault.version,
    }


def timeline_entry_wire(entry: "TimelineEntry") -> answers.TimelineEntry:
    return {
        "version": entry.version,
        "what": entry.what,
        "at": time_wire(entry.at),
        "by": entry.by,
        "by_name": entry.by_name or None,
        "api": entry.api,
        "reason": entry.why or None,
        "status": entry.status,
        "severity": entry.severity,
        "report": _first_report_wire(entry.report) if entry.report else None,
    }


def legacy_fault_wire(fault: Fault, now: datetime) -> answers.LegacyFault:
    return {
        "id": identifiers.fault_id(fault.customer_id, fault.number),
        "message": fault.message,
        "resolved_at": time_wire(fault.resolved_at) if fault.resolved_at else None,
        "created_at": time_wire(fault.opened_at),
        "duration": _duration((fault.resolved_at or now) - fault.opened_at),
        "severity": _LEGACY_SEVERITY[fault.severity],
        "type": fault.type,
        "cause": fault.cause,
        "site_id": site_of(fault),
        "resource_identifier": fault.resource_id,
    }


def site_of(fault: Fault) -> str | None:
    """None where the path is the resource itself, so that no site was named."""
    return fault.site or None


def time_wire(at: datetime) -> str:
    """Six fraction digits always, as in the founding document."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _first_report_wire(report: "FirstReport") -> answers.FirstReport:
    return {
        "message": report.message,
        "cause": report.cause,
        "metadata": dict(report.metadata),
    }


def _comment_wire(comment: Comment) -> answers.Comment:
    return {
        "user_id": comment.author,
        "user_name": comment.author_name or None,
        "comment": comment.body,
        "created_at": time_wire(comment.at),
    }


def _narrower(site: str | None, path: str | None) -> str | None:
    """A site is the path of its first segment; a path outside the site matches nothing."""
    if site is None or path is None:
        return path or site
    return path if hierarchy.is_within(path, site) else f"{site}{hierarchy.SEPARATOR}"


def _duration(span: timedelta) -> str:
    """`2 hours, 15 minutes`: the two largest units, as Altostrat's legacy faults show it."""
    seconds = max(0, int(span.total_seconds()))
    units = {"day": 86_400, "hour": 3_600, "minute": 60, "second": 1}
    parts = []
    for name, length in units.items():
        count, seconds = divmod(seconds, length)
        if count:
            parts.append(f"{count} {name}{'' if count == 1 else 's'}")
    return ", ".join(parts[:2]) or "0 seconds"
