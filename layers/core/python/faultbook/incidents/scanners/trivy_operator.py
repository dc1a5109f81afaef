"""trivy-operator: its resources as `kubectl get … -o json` writes them, one or a list.

Vulnerabilities, audits of configuration, RBAC and infrastructure, and exposed secrets count what
they found; a ClusterComplianceReport says what passed. An SbomReport says neither.
https://github.com/aquasecurity/trivy-operator/tree/main/pkg/apis/aquasecurity/v1alpha1
"""

from typing import Any

from faultbook.incidents.scanners.reading import (
    QUARTERS,
    Json,
    member,
    objects,
    score_of_weight,
    share_of_passes,
    whole,
)

_GROUP = "aquasecurity.github.io/"
_COUNTS = {
    "criticalCount": "CRITICAL",
    "highCount": "HIGH",
    "mediumCount": "MEDIUM",
    "lowCount": "LOW",
}


def score_of(report: Any) -> int | None:
    """By what was found; of compliance reports alone the share of the controls that pass."""
    if not isinstance(report, dict):
        return None
    listed = objects(report["items"]) if "items" in report else [report]
    resources = [resource for resource in listed if _is_its_own(resource) or _is_its_own(report)]
    weights = [w for resource in resources if (w := _weight(resource)) is not None]
    if weights:
        return score_of_weight(sum(weights))
    totals = [member(member(resource, "status"), "summary") for resource in resources]
    passes, failures = (
        sum(whole(resource.get(name)) or 0 for resource in totals)
        for name in ("passCount", "failCount")
    )
    return share_of_passes(passes, 0, failures)


def _is_its_own(resource: Json) -> bool:
    return str(resource.get("apiVersion", "")).startswith(_GROUP)


def _weight(resource: Json) -> int | None:
    """In quarters; None for what counts no findings."""
    summary = member(member(resource, "report"), "summary")
    if not _COUNTS.keys() & summary.keys():
        return None
    return sum((whole(summary.get(name)) or 0) * QUARTERS[of] for name, of in _COUNTS.items())
