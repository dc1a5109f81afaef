"""Datadog's monitors -> domain; pure."""

from collections.abc import Mapping

from faultbook.domain import hierarchy
from faultbook.domain.detail import detail_of, shortened
from faultbook.domain.fault import Severity
from faultbook.domain.report import Report
from faultbook.domain.severity_words import severity_of
from faultbook.domain.text import cut_apart, name_of
from functions.webhooks.datadog_schemas import MonitorEvent

REPORTER = "datadog"
_PREFIX = "dd:"  # of deduplication keys
_MAX_TYPE = 100
_RECOVERED = {"recovered", "resolved"}
_BY_TRANSITION = {"warn": Severity.WARNING, "no data": Severity.MEDIUM}
_AGAIN = "re-"  # as in Re-Triggered
_SITE = ("site", "datacenter", "region", "availability-zone", "env")


def deduplication_key(event: MonitorEvent) -> str:
    return f"{_PREFIX}{event.monitor}:{event.cycle or event.scope}"


def is_over(event: MonitorEvent) -> bool:
    return event.transition.lower() in _RECOVERED


def report_of(event: MonitorEvent, *, begin: str) -> Report:
    """`begin` is where the paths of its sender's faults begin."""
    tags = _tags(event.tags)
    resource = event.host or event.scope or event.title or event.monitor
    return Report(
        resource_id=name_of(resource).replace(hierarchy.SEPARATOR, "/"),
        reporter=REPORTER,
        type=cut_apart(name_of(event.metric or "monitor"), _MAX_TYPE),
        severity=_severity(event),
        severity_word=event.priority or event.transition,
        message=shortened(event.title or f"Monitor {event.monitor}"),
        cause=shortened(event.text),
        path=_path(begin, tags, resource),
        source=event.link,
        detail=detail_of(
            event.title,
            description=event.text,
            labels=tags,
            details={"monitor": event.monitor, "scope": event.scope},
        ),
        deduplication_key=deduplication_key(event),
        in_order_of_arrival=True,
    )


def _severity(event: MonitorEvent) -> Severity:
    """What warns, or has no data, is less than what its monitor's priority says of an alert."""
    transition = event.transition.lower().removeprefix(_AGAIN)
    return _BY_TRANSITION.get(transition) or severity_of(event.priority, Severity.HIGH)


def _tags(text: str) -> dict[str, str]:
    """One without a value is its own."""
    pairs = (tag.strip().partition(":") for tag in text.split(",") if tag.strip())
    return {name: value or name for name, _, value in pairs}


def _path(begin: str, tags: Mapping[str, str], resource: str) -> str:
    site = next((tags[name] for name in _SITE if tags.get(name)), "")
    return hierarchy.joined(begin, site, tags.get("service", ""), resource)
