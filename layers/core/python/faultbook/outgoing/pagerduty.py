"""PagerDuty's Events API v2, outwards: a fault is one alert of theirs, from its opening to its end.

https://developer.pagerduty.com/docs/send-alert-event; what is triggered again while it is open
updates the alert. It takes no notes.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from faultbook.domain.endpoints import Endpoint, ends
from faultbook.domain.events import FaultEvent
from faultbook.domain.fault import ChangeKind, Fault, Severity
from faultbook.domain.hierarchy import segments
from faultbook.domain.text import cut
from faultbook.outgoing.connection import Request
from faultbook.outgoing.notice import TEST_ALERT, Notice, alert_key
from faultbook.outgoing.webhook import USER_AGENT

USUAL_URL = "https://events.pagerduty.com/v2/enqueue"
_PATH = "/v2/enqueue"
_MAX_SUMMARY = 1024  # characters
_SEVERITY = {
    Severity.CRITICAL: "critical",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.WARNING: "warning",
    Severity.LOW: "info",
}


def request_of(notice: Notice, endpoint: Endpoint, at: datetime) -> Request:
    del at
    event = _event(notice) | {"routing_key": endpoint.authorization}
    headers = {"Content-Type": "application/json", "User-Agent": USER_AGENT}
    return Request(endpoint.url, headers, json.dumps(event).encode())


def complaints_of(endpoint: Endpoint) -> Mapping[str, str]:
    complaints = {}
    if not endpoint.url.endswith(_PATH):
        complaints["url"] = f"one that ends in {_PATH}, as {USUAL_URL}"
    if not endpoint.authorization:
        complaints["authorization"] = "the integration key of a service's Events API v2"
    return complaints


def _event(notice: Notice) -> dict[str, Any]:
    """A test resolves what is never open: it shows that the key is good, and pages nobody."""
    event = notice.event
    if event is None:
        return {"event_action": "resolve", "dedup_key": TEST_ALERT}
    key = alert_key(event.fault)
    if ends(event):
        return {"event_action": "resolve", "dedup_key": key}
    if event.what is ChangeKind.ACKNOWLEDGED:
        return {"event_action": "acknowledge", "dedup_key": key}
    return {
        "event_action": "trigger",
        "dedup_key": key,
        "client": "Faultbook",
        "client_url": notice.url,
        "links": [{"href": notice.url, "text": "The fault in Faultbook"}],
        "payload": _payload(event, notice),
    }


def _payload(event: FaultEvent, notice: Notice) -> dict[str, Any]:
    fault = event.fault
    return {
        "summary": cut(fault.message or notice.title, _MAX_SUMMARY),
        "source": fault.resource_id,
        "severity": _SEVERITY[fault.severity],
        "timestamp": fault.opened_at.isoformat(),
        "group": " / ".join(_above(fault)),
        "class": fault.type,
        "custom_details": {
            **fault.metadata,
            "severity": fault.severity,
            "cause": fault.cause,
            "reported_by": fault.reporter,
        },
    }


def _above(fault: Fault) -> list[str]:
    """Where the resource is, without itself."""
    path = segments(fault.path)
    return path[:-1] if path[-1] == fault.resource_id else path
