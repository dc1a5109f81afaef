"""Alertmanager's wire <-> domain; pure."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from faultbook.domain import identifiers
from faultbook.domain.errors import InvalidRequest
from faultbook.domain.fault import Fault
from faultbook.domain.prometheus_alert import (
    ALERTNAME,
    PREFIX,
    Alert,
    begun_at,
    fingerprint,
    labels_of,
)
from functions.alertmanager_api import answers, schemas

VERSION = "0.28.0"  # whose API this is; amtool compares it with its own
_CONFIG = """\
route:
  receiver: faultbook
  group_by: ['alertname']
receivers:
- name: faultbook
"""
RECEIVER: answers.Receiver = {"name": "faultbook"}
_AHEAD = timedelta(minutes=5)  # the end of what has none


def check(alert: schemas.PostableAlert) -> None:
    """Raises InvalidRequest."""
    if alert.startsAt and alert.endsAt and alert.endsAt < alert.startsAt:
        raise InvalidRequest("The alert is not valid.", {"endsAt": ["not before startsAt"]})


def alert_of(pushed: schemas.PostableAlert, now: datetime) -> Alert:
    return Alert(
        labels=pushed.labels,
        annotations=pushed.annotations,
        starts_at=begun_at(pushed.startsAt, pushed.endsAt or now, now),
        source=pushed.generatorURL,
    )


def alert_wire(fault: Fault, detail: Mapping[str, Any], now: datetime) -> answers.Alert:
    fault_id = identifiers.fault_id(fault.customer_id, fault.number)
    labels = detail.get("labels") or labels_of(fault, fault_id)
    annotations = detail.get("annotations") or {"summary": fault.message}
    closes = fault.closes_at if fault.closes_at and fault.closes_at > now else now + _AHEAD
    return {
        "annotations": {name: str(text) for name, text in annotations.items()},
        "endsAt": time_wire(closes),
        "fingerprint": _fingerprint_of(fault) or fingerprint(labels),
        "receivers": [RECEIVER],
        "startsAt": time_wire(fault.opened_at),
        "status": {"state": "active", "silencedBy": [], "inhibitedBy": [], "mutedBy": []},
        "updatedAt": time_wire(max(fault.last_change.at, fault.seen_at)),
        "generatorURL": fault.source,
        "labels": {name: str(text) for name, text in labels.items()},
    }


def status_wire(now: datetime) -> answers.Status:
    return {
        "cluster": {"status": "disabled", "peers": []},
        "versionInfo": {
            "version": VERSION,
            "revision": "",
            "branch": "",
            "buildUser": "",
            "buildDate": "",
            "goVersion": "",
        },
        "config": {"original": _CONFIG},
        "uptime": time_wire(now),
    }


def groups_wire(alerts: Sequence[answers.Alert]) -> list[answers.AlertGroup]:
    """By name, as the route in the configuration says."""
    groups: dict[str, list[answers.Alert]] = {}
    for alert in alerts:
        groups.setdefault(alert["labels"].get(ALERTNAME, ""), []).append(alert)
    return [
        {
            "labels": {ALERTNAME: name} if name else {},
            "receiver": RECEIVER,
            "routeLabels": {},
            "alerts": together,
        }
        for name, together in sorted(groups.items())
    ]


def time_wire(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _fingerprint_of(fault: Fault) -> str:
    """As it was pushed, or empty."""
    key = fault.deduplication_key
    return key.removeprefix(PREFIX) if key.startswith(PREFIX) else ""
