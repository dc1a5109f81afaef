"""Statistics -> Incidents wire; pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from faultbook.domain.fault import Kind, Severity
from faultbook.domain.statistics import Dimension, Measure, Ranking, Subject, Tally
from functions.incidents_api import answers
from functions.incidents_api.translate import NO_PRIORITY

RANKINGS = {
    Kind.INCIDENT: Ranking.INCIDENT_SERVICE,
    Kind.ANOMALY: Ranking.ANOMALY_SERVICE,
    Kind.ALERT: Ranking.ALERT_SERVICE,
}


def buckets_wire(
    borders: Sequence[datetime], counts: Iterable[Mapping[str, int]]
) -> list[answers.Bucket]:
    seconds = [int(border.timestamp()) for border in borders]
    return [
        {"from": since, "to": until, "counts": dict(count)}
        for since, until, count in zip(seconds, seconds[1:], counts, strict=False)
    ]


def by_kind(tally: Tally, subject: Subject, kind: Kind | None) -> dict[str, int]:
    return {
        counted.value: tally.get(Measure(subject, Dimension.KIND, counted.value), 0)
        for counted in ([kind] if kind else Kind)
    }


def by_severity(tally: Tally, subject: Subject) -> dict[str, int]:
    return {
        severity.value: tally.get(Measure(subject, Dimension.SEVERITY, severity.value), 0)
        for severity in Severity
    }


def current_count(tally: Tally, kind: Kind | None) -> int:
    """`tally` has one subject only, as count_current makes it."""
    dimension = (Dimension.KIND, kind.value) if kind else (Dimension.TOTAL, "")
    return max(0, sum(n for m, n in tally.items() if m[1:] == dimension))


def by_priority(tally: Tally, kind: Kind | None) -> dict[str, int]:
    """NONE are those without a priority; they have no counter of their own."""
    counts: dict[str, int] = {}
    for measure, number in sorted(tally.items()):
        if measure.dimension is Dimension.KIND_AND_PRIORITY and number > 0:
            of, _, priority = measure.value.partition(" ")
            if kind is None or of == kind:
                counts[priority] = counts.get(priority, 0) + number
    if left := current_count(tally, kind) - sum(counts.values()):
        counts[NO_PRIORITY] = counts.get(NO_PRIORITY, 0) + max(0, left)
    return counts


def services_wire(top: Iterable[tuple[str, int]]) -> list[answers.ServiceCount]:
    wires: list[answers.ServiceCount] = []
    for name, count in top:
        namespace, _, service = name.rpartition("\x1f")
        wires.append({"service": service, "namespace": namespace, "count": count})
    return wires
