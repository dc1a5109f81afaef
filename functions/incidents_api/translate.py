"""Incidents wire <-> domain; pure.

Every fault is an incident. What a fault of another API lacks is shown by these rules, and a
filter finds it by what is shown: its category is RELIABILITY, its source is its reporter, its
service is its resource in the namespace of its site if it has one, its incidentId is the id that
Mackerel shows, its priority is NONE, its resolution is the beginning of the reason. A field that
comes back as it was shown changes nothing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar, get_args

from faultbook.domain import hierarchy, identifiers, text
from faultbook.domain.comment import Comment
from faultbook.domain.details import IncidentDetails
from faultbook.domain.edits import Edits
from faultbook.domain.fault import MAX_RESOLUTION, Fault, Severity, Status
from faultbook.domain.listing import FaultFilter
from faultbook.domain.report import Report
from faultbook.incidents.cluster_score import ClusterScore, ScanReport
from functions.incidents_api import answers
from functions.incidents_api.schemas import Category, Filters, PutIncident, UpdateIncident
from functions.incidents_api.schemas import Status as StatusWord

_Value = TypeVar("_Value")
NO_PRIORITY = "NONE"
OTHER_CATEGORY: Category = "RELIABILITY"
FACET_VALUES = 100  # of one facet that are shown
_CATEGORIES: Mapping[str, Category] = {word: word for word in get_args(Category)}
STATUS: Mapping[StatusWord, Status] = {"OPEN": Status.UNRESOLVED, "RESOLVED": Status.RESOLVED}
_SHOWN_STATUS = {status: word for word, status in STATUS.items()}
_TITLE, _TEXT, _SITE, _WORD = 255, 2000, 50, 10


def report_of(wire: PutIncident, severity: Severity) -> Report:
    """Its first service is the resource, below the source's site."""
    resource, path = _place(wire)
    return Report(
        resource_id=resource,
        reporter=text.name_of(wire.source) or "incidents",
        type=wire.category.lower(),
        severity=severity,
        message=_title_of(wire, resource),
        cause=wire.description,
        path=path,
        kind=wire.type,
        severity_word=wire.severity,
        services=tuple(wire.services),
        metric_names=tuple(wire.metric_names),
        source=wire.source,
        metadata=wire.metadata,
        incident=IncidentDetails(
            external_id=wire.incident_id,
            category=wire.category,
            priority=wire.priority,
            recommendation=wire.recommendation,
            source_site=wire.source_site,
        ),
        occurred_at=wire.start_time,
    )


def _place(wire: PutIncident) -> tuple[str, str]:
    """The resource and its path."""
    name = str(wire.services[0].get("name", ""))
    resource = _segment(name) or _segment(wire.incident_id) or "incident"
    site = _segment(wire.source_site)
    return resource, hierarchy.SEPARATOR.join((site, resource)) if site else resource


def status_of(wire: UpdateIncident) -> Status:
    return STATUS[wire.status]


def edits_of(fault: Fault, wire: UpdateIncident, severity: Severity) -> Edits:
    """What the wire says otherwise than the fault is shown; all else as the fault has it.

    `severity` is what the wire's word means.
    """
    shown, now = incident_wire(fault), fault.incident
    title = _title_of(wire, fault.resource_id)
    edits: Edits = {
        "message": _unless_shown(title, shown["title"], fault.message),
        "cause": _unless_shown(wire.description, shown["description"], fault.cause),
        "resolution": _unless_shown(wire.resolution, shown["resolution"], fault.resolution),
        "incident": replace(
            now,
            priority=_unless_shown(wire.priority, shown["priority"], now.priority),
            recommendation=_unless_shown(
                wire.recommendation, shown["recommendation"], now.recommendation
            ),
        ),
    }
    if wire.severity != shown["severity"]:
        edits |= {"severity": severity, "severity_word": wire.severity}
    return _with_all(edits, wire, shown, fault) if isinstance(wire, PutIncident) else edits


def _with_all(edits: Edits, wire: PutIncident, shown: answers.Incident, fault: Fault) -> Edits:
    """Also what only a whole incident says; what another API made is the sender's from then on."""
    now = fault.incident
    services, metrics = tuple(wire.services), tuple(wire.metric_names)
    incident = replace(
        edits["incident"],
        category=_unless_shown(wire.category, shown["category"], now.category),
        source_site=_unless_shown(wire.source_site, shown["sourceSite"], now.source_site),
    )
    own: Edits = {
        "services": _unless_shown(services, tuple(shown["services"]), fault.services),
        "metric_names": _unless_shown(metrics, tuple(shown["metricNames"]), fault.metric_names),
        "source": _unless_shown(wire.source, shown["source"], fault.source),
        "metadata": _unless_shown(wire.metadata, shown["metadata"], fault.metadata),
        "incident": incident,
    }
    if (services, wire.source_site) != (tuple(shown["services"]), shown["sourceSite"]):
        own["resource_id"], own["path"] = _place(wire)
    edits |= own
    if fault.is_of_incidents or fault == replace(fault, **edits):
        return edits
    whole = replace(edits["incident"], category=wire.category, priority=wire.priority)
    return edits | {"source": wire.source, "severity_word": wire.severity, "incident": whole}


def _unless_shown(sent: _Value, shown: _Value, stored: _Value) -> _Value:
    return stored if sent == shown else sent


def incident_wire(fault: Fault) -> answers.Incident:
    seen = fault.acknowledgement
    return {
        "id": fault.number,
        "type": fault.kind,
        "incidentId": fault.incident.external_id or identifiers.short_id(fault.number),
        "title": fault.message[:_TITLE],
        "category": _category(fault),
        "description": fault.cause[:_TEXT],
        "recommendation": fault.incident.recommendation,
        "source": fault.origin,
        "status": _SHOWN_STATUS[fault.status],
        "resolution": fault.resolution[:MAX_RESOLUTION],
        "services": [dict(service) for service in fault.affected],
        "metricNames": list(fault.metric_names),
        "startTime": time_wire(fault.opened_at),
        "endTime": time_wire(fault.resolved_at) if fault.resolved_at else None,
        "sourceSite": fault.incident.source_site or text.name_of_segment(fault.site)[:_SITE],
        "severity": _severity_word(fault),
        "priority": fault.incident.priority or ("" if fault.is_of_incidents else NO_PRIORITY),
        "metadata": dict(fault.metadata),
        "ackTime": time_wire(seen.at) if seen else None,
        "ackUserId": (seen.by_name or seen.by) if seen else None,
        "ackUserEmail": (seen.email or None) if seen else None,
    }


def filter_of(wire: Filters) -> FaultFilter:
    """Both ends of the span are in it, to the second."""
    end = wire.end_timestamp
    statuses = {STATUS[word] for word in wire.status}
    categories = {*wire.category, *([""] if OTHER_CATEGORY in wire.category else [])}
    return FaultFilter(
        since=wire.start_timestamp,
        until=end.replace(microsecond=0) + timedelta(seconds=1) if end else None,
        status=statuses.pop() if len(statuses) == 1 else None,
        resolution=wire.resolution,
        acknowledged={"true": True, "false": False}.get(wire.acknowledged or ""),
        kinds=frozenset(wire.type),
        categories=frozenset(categories),
        services=frozenset(wire.service),
        namespaces=frozenset(wire.namespace),
        metric_names=frozenset(wire.metric),
        sources=frozenset(wire.source),
    )


def facets_wire(faults: Iterable[Fault], *, complete: bool) -> list[answers.Facet]:
    """A value counts once for an incident, however often it is there."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in _FACETS}
    for fault in faults:
        for name, values in _facet_values(fault).items():
            counts[name].update({value for value in values if value})
    return [
        {
            "name": name,
            "values": _most_frequent(counts[name]),
            "complete": complete,
        }
        for name in _FACETS
    ]


def _most_frequent(counts: Counter[str]) -> list[answers.FacetValue]:
    ranked = sorted(counts.items(), key=lambda counted: (-counted[1], counted[0]))
    return [{"value": value, "count": count} for value, count in ranked[:FACET_VALUES]]


_FACETS = (
    "type", "status", "resolution", "category", "service", "namespace", "metric", "source",
    "acknowledged",
)  # fmt: skip


def note_wire(fault_number: int, comment: Comment) -> answers.Note:
    return {
        "id": comment.number,
        "incidentId": fault_number,
        "body": comment.body,
        "createdAt": time_wire(comment.at),
    }


def scan_report_wire(report: ScanReport) -> answers.ScanReport:
    return {
        "source": report.source,
        "createdAt": time_wire(report.created_at),
        "payload": report.payload,
    }


def cluster_score_wire(found: ClusterScore) -> answers.ClusterScore:
    return {"score": found.score, "grade": found.grade, "unscored": list(found.unscored)}


def time_wire(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _facet_values(fault: Fault) -> Mapping[str, Iterable[str]]:
    return {
        "type": [fault.kind.value],
        "status": [_SHOWN_STATUS[fault.status]],
        "resolution": [fault.resolution],
        "category": [_category(fault)],
        "service": [str(service.get("name", "")) for service in fault.affected],
        "namespace": [str(service.get("namespace", "")) for service in fault.affected],
        "metric": fault.metric_names,
        "source": [fault.origin],
        "acknowledged": ["true" if fault.acknowledgement else "false"],
    }


def _category(fault: Fault) -> Category:
    return _CATEGORIES.get(fault.incident.category, OTHER_CATEGORY)


def _severity_word(fault: Fault) -> str:
    """The sender's own word, which may be none; of another API's fault the severity itself."""
    word = fault.severity_word
    if len(word) > _WORD or not (word or fault.is_of_incidents):
        return fault.severity.value
    return word


def _segment(name: str) -> str:
    """Empty where there is nothing to see in it."""
    return "" if text.is_blank(name) else text.segment_of(text.name_of(name))


def _title_of(wire: UpdateIncident, resource: str) -> str:
    """Where there is nothing to see in it: the description's first line, or else the resource."""
    if not text.is_blank(wire.title):
        return wire.title
    first = next((line for line in wire.description.splitlines() if not text.is_blank(line)), "")
    return text.cut(first.strip() or f"incident on {text.name_of_segment(resource)}", _TITLE)
