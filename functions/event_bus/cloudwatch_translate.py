"""CloudWatch's alarms -> domain; pure."""

import re
from collections.abc import Mapping
from datetime import datetime

from faultbook.domain import hierarchy
from faultbook.domain.detail import detail_of, shortened
from faultbook.domain.fault import Severity
from faultbook.domain.report import Report
from faultbook.domain.severity_words import severity_of
from faultbook.domain.text import cut_apart, name_of
from functions.event_bus.cloudwatch_schemas import AlarmStateChange

REPORTER = "cloudwatch"
_PREFIX = "cw:"  # of the deduplication keys of alarms
_MAX_TYPE = 100
_COMPOSITE = "composite alarm"
_OTHERWISE = "alarm"
_SEVERITY = re.compile(r"\bseverity\s*[:=]\s*([\w-]+)", re.IGNORECASE)
_SENTENCE = re.compile(r"[.:] ")


def deduplication_key(change: AlarmStateChange) -> str:
    """The alarm's ARN; each contributor of an alarm over many series is one by itself."""
    contributor = change.detail.alarmContributor
    return f"{_PREFIX}{change.resources[0]}" + (f" {contributor.id}" if contributor else "")


def changed_at(change: AlarmStateChange) -> datetime:
    return change.detail.state.timestamp or change.time


def report_of(change: AlarmStateChange, now: datetime) -> Report:
    detail = change.detail
    reason, description = detail.state.reason, detail.configuration.description
    attributes = _attributes(change)
    resource = next(iter(attributes.values()), "") or detail.alarmName
    said = _SEVERITY.search(description)
    word = said[1] if said else ""
    return Report(
        resource_id=name_of(resource),
        reporter=REPORTER,
        type=cut_apart(name_of(_type(change)), _MAX_TYPE),
        severity=severity_of(word, Severity.HIGH),
        severity_word=word,
        message=shortened(": ".join(part for part in (detail.alarmName, _first(reason)) if part)),
        cause=shortened(reason),
        path=_path(change, resource),
        detail=detail_of(
            "",
            description=description,
            labels=attributes,
            details={"alarm": change.resources[0], "rule": detail.configuration.alarmRule},
        ),
        deduplication_key=deduplication_key(change),
        occurred_at=min(changed_at(change), now),
    )


def _attributes(change: AlarmStateChange) -> Mapping[str, str]:
    """Which series it is about: a contributor's, or the dimensions of the first metric of all."""
    if change.detail.alarmContributor:
        return change.detail.alarmContributor.attributes
    for query in change.detail.configuration.metrics:
        if query.metricStat and query.metricStat.metric.dimensions:
            return query.metricStat.metric.dimensions
    return {}


def _type(change: AlarmStateChange) -> str:
    """The name of the first metric that has one."""
    configuration = change.detail.configuration
    names = (q.metricStat.metric.name for q in configuration.metrics if q.metricStat)
    otherwise = _COMPOSITE if configuration.alarmRule else _OTHERWISE
    return next((name for name in names if name), otherwise)


def _path(change: AlarmStateChange, resource: str) -> str:
    """A `|` within a name would divide it, and becomes `/`."""
    names = (change.account, change.region, resource)
    return hierarchy.path_of(
        hierarchy.SEPARATOR.join(name.replace(hierarchy.SEPARATOR, "/") for name in names)
    )


def _first(reason: str) -> str:
    """The first sentence: figures follow it."""
    return _SENTENCE.split(reason, maxsplit=1)[0]
