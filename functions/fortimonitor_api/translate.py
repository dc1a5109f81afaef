"""FortiMonitor's wire <-> domain; pure.

A server is a fault's resource, its server group the site. A compound service is kept among the
fault's services, under a namespace of its own. What other APIs report shows up by the same rules.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from faultbook.domain import text
from faultbook.domain.fault import Fault, Kind, Severity, Status
from faultbook.domain.listing import FaultFilter
from faultbook.domain.report import Report
from faultbook.gateway.wire_types import MAX_TYPE
from faultbook.usecases.caller import Caller
from functions.fortimonitor_api import answers
from functions.fortimonitor_api.links import Links, id_of, last_part, user_id
from functions.fortimonitor_api.schemas import (
    MAX_TEXT,
    CreateCustomIncident,
    CreateHistoricalOutage,
    ListOutages,
    SetLead,
)

SHOWN_SEVERITY: dict[Severity, answers.ShownSeverity] = {
    Severity.CRITICAL: "critical",
    Severity.HIGH: "critical",
    Severity.MEDIUM: "warning",
    Severity.WARNING: "warning",
    Severity.LOW: "warning",
}
SHOWN_STATUS: dict[Status, answers.ShownStatus] = {
    Status.UNRESOLVED: "active",
    Status.RESOLVED: "resolved",
}
SHOWN_TYPE: dict[Kind, answers.ShownType] = {
    Kind.INCIDENT: "outage",
    Kind.ALERT: "outage",
    Kind.ANOMALY: "anomaly",
}
_STATUS = {shown: status for status, shown in SHOWN_STATUS.items()}

CUSTOM_INCIDENT = "custom-incident"
HISTORICAL_OUTAGE = "historical-outage"
COMPOUND_SERVICE = "compound_service"
EXCLUDED = "exclude_from_availability"
NO_GROUP = ("0", "Default Server Group")


def custom_incident(
    server: str, wire: CreateCustomIncident, severity: Severity, now: datetime
) -> Report:
    """`severity` is what the wire's word means."""
    begun = wire.start_time or now
    lasts = timedelta(seconds=wire.auto_close_duration or 0)
    plugin, metric = wire.plugin_textkey or "", wire.resource_textkey or ""
    cause = " ".join(part for part in ("Custom incident", plugin, metric) if part)
    return Report(
        resource_id=text.segment_of(server),
        reporter=plugin or CUSTOM_INCIDENT,
        type=text.name_of(metric, MAX_TYPE) or CUSTOM_INCIDENT,
        severity=severity,
        severity_word=wire.severity or "critical",
        message=wire.description or f"{cause} on {server}",
        cause=cause,
        kind=Kind.INCIDENT,
        source=plugin,
        metric_names=(metric,) if metric else (),
        metadata=wire.metadata,
        occurred_at=wire.start_time,
        closes_at=begun + lasts if lasts else None,
    )


def historical_outage(name: str, wire: CreateHistoricalOutage) -> Report:
    service = {"name": name, "namespace": COMPOUND_SERVICE}
    return Report(
        resource_id=text.segment_of(name),
        reporter=HISTORICAL_OUTAGE,
        type=HISTORICAL_OUTAGE,
        severity=Severity.CRITICAL,
        severity_word="critical",
        message="Historical outage",
        cause="Recorded afterwards",
        kind=Kind.INCIDENT,
        services=(service,) if wire.compound_service else (),
        metric_names=tuple(last_part(service) for service in wire.network_services or ()),
        metadata={EXCLUDED: True} if wire.exclude_from_availability else {},
        occurred_at=wire.start_time,
        ended_at=wire.end_time,
    )


def outage_filter(
    wire: ListOutages,
    *,
    status: Status | None = None,
    server: str | None = None,
    compound_service: str | None = None,
) -> FaultFilter:
    """`status`, `server` and `compound_service` are what the path says; it goes first.

    The span is one of starting, and its end is in it.
    """
    shown = wire.severity
    about = server or wire.server_id or wire.server
    of = frozenset({compound_service}) if compound_service else frozenset()
    return FaultFilter(
        status=status or (_STATUS[wire.status] if wire.status else None),
        resource_id=text.segment_of(about) if about else None,
        severities=frozenset(s for s, word in SHOWN_SEVERITY.items() if word == shown),
        since=wire.start_time,
        until=wire.end_time + timedelta(seconds=1) if wire.end_time else None,
        min_duration=timedelta(seconds=wire.min_duration) if wire.min_duration else None,
        services=of,
        namespaces=frozenset({COMPOUND_SERVICE}) if of else frozenset(),
    )


def outage_wire(fault: Fault, links: Links, *, full: bool = False) -> answers.Outage:
    """`full`: the server itself instead of its URL."""
    seen = fault.acknowledgement
    group_id, group_name = _server_group(fault)
    compound = compound_service_of(fault)
    server = None if compound else text.name_of_segment(fault.resource_id)
    return {
        "url": links.outage(fault),
        "hash": links.hash_of(fault),
        "type": SHOWN_TYPE[fault.kind],
        "status": SHOWN_STATUS[fault.status],
        "severity": SHOWN_SEVERITY[fault.severity],
        "start_time": time_wire(fault.opened_at),
        "end_time": time_wire(fault.resolved_at) if fault.resolved_at else None,
        "acknowledged": user_wire(seen.by, seen.email, links, seen.by_name) if seen else None,
        "description": description_of(fault),
        "summary": fault.outage.summary,
        "server": _server_of(server, links, full=full) if server else None,
        "server_id": id_of(server) if server else None,
        "server_name": server,
        "server_fqdn": server,
        "compound_service": links.compound_service(compound) if compound else None,
        "compound_service_id": id_of(compound) if compound else None,
        "compound_service_name": compound,
        "server_group_id": group_id,
        "server_group_name": group_name,
        "network_service_type_list": [],
        "metadata": [
            {"name": name, "value": value_text(value)} for name, value in fault.metadata.items()
        ],
        "tags": list(fault.outage.tags),
        "metric_tags": list(fault.metric_names),
        "next_action": None,
        "has_active_maintenance": False,
        "exclude_from_availability": fault.metadata.get(EXCLUDED) is True,
        "lead": fault.assignee or None,
    }


def assignee_of(wire: SetLead, caller: Caller) -> str:
    """Empty is nobody."""
    if wire.who is None:
        return ""
    is_caller = last_part(wire.who) == str(user_id(caller.subject))
    return caller.subject if is_caller else caller.person(wire.who)


def description_of(fault: Fault) -> str:
    """The guide: the fields of the metadata are added to the incident's description."""
    return fault.message + _metadata_lines(fault.metadata)


def message_of(description: str, fault: Fault) -> str:
    """What a client has read and sends back holds the metadata already."""
    own_text = description.removesuffix(_metadata_lines(fault.metadata)) or description
    return text.cut(own_text, MAX_TEXT)


def user_wire(subject: str, email: str, links: Links, name: str = "") -> answers.User:
    """A credential, and by `name` who it is behind it."""
    url = links.user(subject)
    return {
        "url": url,
        "display_name": name or email or subject,
        "username": email or subject,
        "contact_info": [{"detail": email, "type": "email", "url": url}] if email else [],
        "roles": [],
        "created": None,
    }


def server_wire(name: str, links: Links) -> answers.Server:
    """Nothing is known of a server but its name."""
    return {
        "url": links.server(name),
        "name": name,
        "fqdn": name,
        "description": "",
        "status": "active",
        "server_group": None,
        "server_key": None,
        "partner_server_id": None,
        "additional_fqdns": [],
        "attributes": [],
        "tags": [],
        "agent_last_sync_time": None,
        "created": None,
        "deleted": None,
    }


def time_wire(at: datetime) -> str:
    """RFC 2822, with the `-0000` of a UTC time that says nothing about the place."""
    return format_datetime(at.astimezone(UTC).replace(tzinfo=None))


def value_text(value: Any) -> str:
    """Clients take names and values as texts."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def compound_service_of(fault: Fault) -> str | None:
    for service in fault.services:
        if service.get("namespace") == COMPOUND_SERVICE:
            return str(service.get("name", ""))
    return None


def _server_of(name: str, links: Links, *, full: bool) -> str | answers.Server:
    return server_wire(name, links) if full else links.server(name)


def _server_group(fault: Fault) -> tuple[str, str]:
    if not fault.site:
        return NO_GROUP
    name = text.name_of_segment(fault.site)
    return id_of(name), name


def _metadata_lines(metadata: Mapping[str, Any]) -> str:
    return "".join(f"\n{name}: {value_text(value)}" for name, value in metadata.items())
