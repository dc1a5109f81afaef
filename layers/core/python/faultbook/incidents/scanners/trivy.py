"""Trivy: `--format json` of an image, a file system, or a cluster (`trivy k8s`).

`--report all` has a cluster's `Resources`, which before 0.42 were its `Vulnerabilities` and
`Misconfigurations`; `--report summary` has its `Findings`.
https://github.com/aquasecurity/trivy/blob/main/pkg/k8s/report/report.go
"""

from collections.abc import Iterator
from typing import Any

from faultbook.incidents.scanners.reading import Json, objects, score_of_findings

_LISTS = ("Results", "Resources", "Findings", "Vulnerabilities", "Misconfigurations", "Secrets")
_LICENCES = ("license", "license-file")
_NO_FINDING = ("PASS", "EXCEPTION", "not_affected")
_MAX_DEPTH = 20  # of results within results


def score_of(report: Any) -> int | None:
    """Licences are no findings, and neither is what a policy excepts (`EXCEPTION`).

    A report of licences in which nothing else was found does not say what else was looked for, so
    it has no score.
    """
    if not isinstance(report, dict):
        return None
    is_cluster = "ClusterName" in report
    is_artifact = "SchemaVersion" in report and "ArtifactName" in report
    if not is_cluster and not is_artifact:
        return None
    parts = list(_parts(report, 0))
    found = [str(part["Severity"]).upper() for part in parts if _is_finding(part)]
    if not found and any(part.get("Class") in _LICENCES for part in parts):
        return None
    return score_of_findings(found)


def _parts(part: Json, depth: int) -> Iterator[Json]:
    """A cluster's lists hold resources with results, a result's lists hold findings."""
    if depth > _MAX_DEPTH:
        return
    for name in _LISTS:
        for element in objects(part.get(name)):
            yield element
            if "Severity" not in element:
                yield from _parts(element, depth + 1)


def _is_finding(part: Json) -> bool:
    return "Severity" in part and part.get("Status") not in _NO_FINDING
