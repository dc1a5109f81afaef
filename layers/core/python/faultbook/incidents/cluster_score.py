"""The score of a cluster, from the reports of scanners.

The cluster's score is the mean over the reports that have one, from 0 to 100; how a report gets
its score is said in `scanners`. Grades go from A (90 and more) by tens down to E (50), and F; NONE
where there is no score to take the mean of, since nothing is known then.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from faultbook.incidents.scanners import kube_bench, polaris, sarif, trivy, trivy_operator

Grade = Literal["A", "B", "C", "D", "E", "F", "NONE"]

_GRADES: tuple[tuple[int, Grade], ...] = ((90, "A"), (80, "B"), (70, "C"), (60, "D"), (50, "E"))
_READERS: tuple[Callable[[Any], int | None], ...] = tuple(
    scanner.score_of for scanner in (kube_bench, polaris, trivy, trivy_operator, sarif)
)


@dataclass(frozen=True, slots=True)
class ScanReport:
    """`payload` is kept as it came, whether it is understood or not."""

    source: str
    created_at: datetime
    payload: str


@dataclass(frozen=True, slots=True)
class SourceScore:
    """Of a source's newest report; None where that has no score."""

    source: str
    score: int | None


@dataclass(frozen=True, slots=True)
class ClusterScore:
    """`unscored` are the sources whose reports the score says nothing of."""

    score: int
    grade: Grade
    unscored: tuple[str, ...]


def cluster_score(sources: Iterable[SourceScore]) -> ClusterScore:
    scores: list[int] = []
    unscored: list[str] = []
    for scored in sources:
        if scored.score is None:
            unscored.append(scored.source)
        else:
            scores.append(scored.score)
    if not scores:
        return ClusterScore(0, "NONE", tuple(unscored))
    score = sum(scores) // len(scores)
    grade: Grade = next((grade for least, grade in _GRADES if score >= least), "F")
    return ClusterScore(score, grade, tuple(unscored))


def report_score(payload: str) -> int | None:
    """None for what is no JSON report that one of the scanners' readers knows."""
    try:
        report = json.loads(payload)
    except (ValueError, RecursionError):
        return None
    scores = (score_of(report) for score_of in _READERS)
    return next((score for score in scores if score is not None), None)
