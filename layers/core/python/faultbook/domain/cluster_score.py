"""How good a cluster is, from what scanners report of it.

A report's score, 0 to 100:

* kube-bench and Polaris check each thing once and say what passed. As Polaris counts it: a pass
  and a failure (danger) have weight 2, a warning 1, and the score is the share of the passes.
* Trivy finds what is wrong and knows no passes. Findings weigh 10 (CRITICAL), 4 (HIGH), 1 (MEDIUM)
  or 1/4 (LOW); the score is 100 without any, 50 at a weight of 100, 33 at 200 and so on.

The cluster's score is the mean over the reports that are understood, and 0 without any, because
nothing is known then. Grades go from A (90 and more) by tens down to E (50), and F.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

Grade = Literal["A", "B", "C", "D", "E", "F"]

_HALF = 400  # the weight of findings, in quarters, at which Trivy's score is 50
_QUARTERS = {"CRITICAL": 40, "HIGH": 16, "MEDIUM": 4, "LOW": 1}
_FINDINGS = ("Vulnerabilities", "Misconfigurations", "Secrets")
_GRADES: tuple[tuple[int, Grade], ...] = ((90, "A"), (80, "B"), (70, "C"), (60, "D"), (50, "E"))
_WARNINGS = {"warning"}
_MAX_DEPTH = 20  # of results within results


@dataclass(frozen=True, slots=True)
class ScanReport:
    """`payload` is kept as it came, whether it is understood or not."""

    source: str
    created_at: datetime
    payload: str


@dataclass(frozen=True, slots=True)
class ClusterScore:
    score: int
    grade: Grade


def cluster_score(scores: Iterable[int]) -> ClusterScore:
    """Of those of the reports."""
    known = list(scores)
    score = sum(known) // len(known) if known else 0
    return ClusterScore(score, next((grade for least, grade in _GRADES if score >= least), "F"))


def report_score(payload: str) -> int | None:
    """None for what is no JSON report of Trivy, kube-bench or Polaris."""
    try:
        report = json.loads(payload)
    except (ValueError, RecursionError):
        return None
    for read in (_of_kube_bench, _of_polaris, _of_trivy):
        score = read(report)
        if score is not None:
            return score
    return None


def _of_kube_bench(report: Any) -> int | None:
    """`--json`: an object with `Controls`; before version 0.3 one set of controls or a list."""
    controls = _member(report, "Controls", list) if isinstance(report, dict) else report
    if controls is None:
        controls = [report]
    states = Counter(
        result.get("status")
        for control in _objects(controls)
        for test in _objects(control.get("tests"))
        for result in _objects(test.get("results"))
    )
    return _share(states["PASS"], states["WARN"], states["FAIL"])


def _of_polaris(report: Any) -> int | None:
    """`polaris audit --format json`."""
    if not isinstance(report, dict) or "PolarisOutputVersion" not in report:
        return None
    counts: Counter[str] = Counter()
    for result in _objects(report.get("Results")):
        for check in _polaris_checks(result):
            grave = str(check.get("Severity", "")).lower()
            if grave == "ignore" or not isinstance(check.get("Success"), bool):
                continue
            counts["pass" if check["Success"] else grave if grave in _WARNINGS else "danger"] += 1
    return _share(counts["pass"], counts["warning"], counts["danger"])


def _polaris_checks(result: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Those of a resource, of its pod, and of the pod's containers."""
    pod = _member(result, "PodResult", dict) or {}
    for part in (result, pod, *_objects(pod.get("ContainerResults"))):
        yield from _objects(list((_member(part, "Results", dict) or {}).values()))


def _of_trivy(report: Any) -> int | None:
    """`--format json` of an image, a file system, or (`trivy k8s --report all`) a cluster."""
    if not isinstance(report, dict):
        return None
    is_cluster = "ClusterName" in report
    is_artifact = "SchemaVersion" in report and "ArtifactName" in report
    if not is_cluster and not is_artifact:
        return None
    weight = sum(_QUARTERS.get(severity, 0) for severity in _trivy_severities(report, 0))
    return 100 * _HALF // (_HALF + weight)


def _trivy_severities(part: dict[str, Any], depth: int) -> Iterator[str]:
    """A cluster's lists hold resources with results, a result's lists hold findings."""
    if depth > _MAX_DEPTH:
        return
    for name in ("Results", "Resources", *_FINDINGS):
        for one in _objects(part.get(name)):
            if "Severity" not in one:
                yield from _trivy_severities(one, depth + 1)
            elif one.get("Status") != "PASS":
                yield str(one["Severity"]).upper()


def _share(passes: int, warnings: int, failures: int) -> int | None:
    total = 2 * passes + warnings + 2 * failures
    return 200 * passes // total if total else None


def _member(report: dict[str, Any], name: str, kind: type) -> Any:
    value = report.get(name)
    return value if isinstance(value, kind) else None


def _objects(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
