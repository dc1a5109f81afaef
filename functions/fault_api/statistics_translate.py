"""Statistics -> native wire; pure."""

from collections import Counter

from faultbook.domain.fault import Kind, Severity
from faultbook.domain.spans import Span
from faultbook.domain.statistics import Dimension, Measure, Subject, Tally
from faultbook.usecases.open_by_place import Branches
from faultbook.usecases.read_statistics import Durations, Statistics
from faultbook.usecases.top_faults import TopResource
from functions.fault_api import statistics_answers as answers
from functions.fault_api.translate import legacy_fault_wire, site_of, time_wire


def statistics_wire(statistics: Statistics) -> answers.Statistics:
    borders = [time_wire(border) for border in statistics.borders]
    buckets: list[answers.Bucket] = [
        {"from": since, "to": until, **_events(tally)}
        for since, until, tally in zip(borders, borders[1:], statistics.buckets, strict=False)
    ]
    return {
        "from": borders[0],
        "to": borders[-1],
        "totals": _events(statistics.totals),
        "buckets": buckets,
        "current": {"open": _counts(statistics.current, Subject.UNRESOLVED)},
        "mtta": _durations(statistics.durations(Subject.TIME_TO_ACKNOWLEDGE)),
        "mttr": _durations(statistics.durations(Subject.TIME_TO_RESOLVE)),
        "top_resources": _ranked(statistics.top),
        "resolution_seconds": int(statistics.resolution.total_seconds()),
    }


def top_resources_wire(span: Span, top: list[tuple[str, int]]) -> answers.TopResources:
    return {"from": time_wire(span.since), "to": time_wire(span.until), "data": _ranked(top)}


def _ranked(top: list[tuple[str, int]]) -> list[answers.TopResource]:
    return [{"resource_id": name, "count": count} for name, count in top]


def top_faults_wire(resource: TopResource) -> answers.TopFaults:
    """Altostrat takes a tunnel's name from the text of a message; ours is all of the newest."""
    newest = resource.faults[0] if resource.faults else None
    return {
        "tunnel_name": newest.message if newest else resource.resource_id,
        "site_id": site_of(newest) if newest else None,
        "count": resource.count,
        "resource_id": resource.resource_id,
        "faults": [legacy_fault_wire(fault, resource.at) for fault in resource.faults],
    }


def hierarchy_wire(node: str | None, counted: Branches, cursor: str | None) -> answers.Hierarchy:
    return {
        "data": [
            {
                "name": name,
                "path": branch.path,
                "open": _open_faults(branch.open),
                "has_children": branch.has_children,
            }
            for name, branch in sorted(counted.below.items())
        ],
        "meta": {
            "path": node,
            "here": _open_faults(counted.here),
            "cursor": cursor,
            "has_more": cursor is not None,
        },
    }


def _open_faults(counts: Counter[Severity]) -> answers.OpenFaults:
    return {
        "total": counts.total(),
        "by_severity": {severity.value: counts[severity] for severity in Severity},
    }


def _events(tally: Tally) -> answers.Events:
    return {
        "opened": _counts(tally, Subject.OPENED),
        "resolved": _counts(tally, Subject.RESOLVED),
        "reopened": _counts(tally, Subject.REOPENED),
        "acknowledged": _counts(tally, Subject.ACKNOWLEDGED),
        "expired": _counts(tally, Subject.EXPIRED),
    }


def _counts(tally: Tally, subject: Subject) -> answers.Counts:
    return {
        "total": tally.get(Measure(subject), 0),
        "by_severity": {
            severity.value: tally.get(Measure(subject, Dimension.SEVERITY, severity.value), 0)
            for severity in Severity
        },
        "by_kind": {
            kind.value: tally.get(Measure(subject, Dimension.KIND, kind.value), 0) for kind in Kind
        },
        "by_type": {
            measure.value: number
            for measure, number in sorted(tally.items())
            if measure[:2] == (subject, Dimension.TYPE) and number
        },
    }


def _durations(durations: Durations) -> answers.Durations:
    return {
        "count": durations.count,
        "mean": _rounded(durations.mean, 6),
        "p50": _rounded(durations.p50, 3),
        "p90": _rounded(durations.p90, 3),
    }


def _rounded(seconds: float | None, digits: int) -> float | None:
    return None if seconds is None else round(seconds, digits)
