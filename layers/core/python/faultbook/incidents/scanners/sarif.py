"""SARIF 2.1.0 (OASIS), which Trivy, Kubescape, Checkov and many others write.

A result is as grave as its rule's `security-severity`, in the ranges that GitHub documents, or
without one as its `level`.
"""

from collections.abc import Iterator
from typing import Any

from faultbook.incidents.scanners.reading import Json, member, objects, score_of_findings, whole

_LEVELS = {"error": "HIGH", "warning": "MEDIUM", "note": "LOW"}
_RANGES = ((9.0, "CRITICAL"), (7.0, "HIGH"), (4.0, "MEDIUM"), (0.1, "LOW"))
_LICENCE = "License"  # the name of Trivy's rules of licences
_STANDS = ("underReview", "rejected")  # of a suppression that does not hold


def score_of(report: Any) -> int | None:
    """None where no run has results: they are there, though empty, when nothing was found."""
    if not isinstance(report, dict) or not str(report.get("version", "")).startswith("2."):
        return None
    runs = [run for run in objects(report.get("runs")) if isinstance(run.get("results"), list)]
    found = [severity for run in runs for severity in _severities(run)]
    if not runs or (found and not any(found)):
        return None
    return score_of_findings(found)


def _severities(run: Json) -> Iterator[str]:
    """Of what fails and is not suppressed; empty for a licence."""
    driver = member(member(run, "tool"), "driver")
    rules = objects(driver.get("rules"))
    by_id = {rule["id"]: rule for rule in rules if isinstance(rule.get("id"), str)}
    for result in objects(run.get("results")):
        if result.get("kind", "fail") != "fail" or _is_suppressed(result):
            continue
        rule = _rule_of(result, rules, by_id)
        yield "" if rule.get("name") == _LICENCE else _severity(result, rule)


def _is_suppressed(result: Json) -> bool:
    """By at least one, none of which is still under review or rejected (3.27.23 there)."""
    suppressions = objects(result.get("suppressions"))
    return bool(suppressions) and not any(
        suppression.get("status") in _STANDS for suppression in suppressions
    )


def _rule_of(result: Json, rules: list[Json], by_id: dict[str, Json]) -> Json:
    reference = member(result, "rule")
    index = whole(result.get("ruleIndex", reference.get("index")))
    if index is not None and index < len(rules):
        return rules[index]
    name = result.get("ruleId", reference.get("id"))
    return by_id.get(name, {}) if isinstance(name, str) else {}


def _severity(result: Json, rule: Json) -> str:
    score = _number(member(rule, "properties").get("security-severity"))
    if score is not None:
        return next((severity for least, severity in _RANGES if score >= least), "NONE")
    level = result.get("level") or member(rule, "defaultConfiguration").get("level") or "warning"
    return _LEVELS.get(str(level), "NONE")


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return None
