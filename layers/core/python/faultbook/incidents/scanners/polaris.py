"""Polaris: `polaris audit --format json`."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from faultbook.incidents.scanners.reading import Json, member, objects, share_of_passes, whole


def score_of(report: Any) -> int | None:
    """Its own `Score` where it has one: `--only-show-failed-tests` leaves out what passed."""
    if not isinstance(report, dict) or "PolarisOutputVersion" not in report:
        return None
    counts: Counter[str] = Counter()
    for result in objects(report.get("Results")):
        counts.update(_outcome(check) for check in _checks(result))
    counted = share_of_passes(counts["pass"], counts["warning"], counts["danger"])
    own = whole(report.get("Score"))
    if own == 0 and counted is None:
        return None  # of nothing checked
    return own if own in range(101) else counted


def _checks(result: Json) -> Iterator[Json]:
    """The checks of a resource, of its pod, and of the pod's containers."""
    pod = member(result, "PodResult")
    for part in (result, pod, *objects(pod.get("ContainerResults"))):
        yield from objects(list(member(part, "Results").values()))


def _outcome(check: Json) -> str:
    severity = str(check.get("Severity", "")).lower()
    success = check.get("Success")
    if severity == "ignore" or not isinstance(success, bool):
        return "ignored"
    if success:
        return "pass"
    return "warning" if severity == "warning" else "danger"
