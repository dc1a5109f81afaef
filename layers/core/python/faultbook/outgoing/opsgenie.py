"""Opsgenie's Alert API, outwards: a fault is one alert of theirs, known by its alias.

https://docs.opsgenie.com/docs/alert-api; to create what is open counts it once more. Every request
is taken with 202, whether the alert is there or not.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from faultbook.domain.endpoints import Endpoint, ends
from faultbook.domain.events import FaultEvent
from faultbook.domain.fault import ChangeKind, Severity
from faultbook.domain.hierarchy import segments
from faultbook.domain.text import cut
from faultbook.outgoing.connection import Request
from faultbook.outgoing.notice import TEST_ALERT, Notice, alert_key
from faultbook.outgoing.webhook import USER_AGENT

USUAL_URL = "https://api.opsgenie.com"
_MAX_MESSAGE = 130  # characters
_MAX_DESCRIPTION = 15_000
_MAX_NOTE = 25_000
_MAX_WORD = 100
_MAX_ENTITY = 512
_MAX_DETAILS = 8000  # of which some is left for names
_ACTIONS = {
    ChangeKind.ACKNOWLEDGED: "acknowledge",
    ChangeKind.UNACKNOWLEDGED: "unacknowledge",
    ChangeKind.SNOOZED: "snooze",
    ChangeKind.COMMENTED: "notes",
    ChangeKind.UPDATED: "notes",
}
_PRIORITY = {
    Severity.CRITICAL: "P1",
    Severity.HIGH: "P2",
    Severity.MEDIUM: "P3",
    Severity.WARNING: "P4",
    Severity.LOW: "P5",
}


def request_of(notice: Notice, endpoint: Endpoint, at: datetime) -> Request:
    del at
    path, body = _call(notice)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": USER_AGENT,
        "Authorization": f"GenieKey {endpoint.authorization}",
    }
    url = endpoint.url.rstrip("/") + path
    return Request(url, headers, json.dumps(body | {"source": "Faultbook"}).encode())


def complaints_of(endpoint: Endpoint) -> Mapping[str, str]:
    complaints = {}
    if "?" in endpoint.url or endpoint.url.rstrip("/").endswith("/alerts"):
        complaints["url"] = f"what stands before /v2/alerts, as {USUAL_URL}"
    if not endpoint.authorization or " " in endpoint.authorization:
        complaints["authorization"] = "the key of an API integration, by itself"
    return complaints


def _call(notice: Notice) -> tuple[str, dict[str, Any]]:
    """A test closes what is never open: it shows that the key is good, and pages nobody."""
    event = notice.event
    if event is None:
        return _action(TEST_ALERT, "close"), {"note": notice.text}
    alias = alert_key(event.fault)
    if ends(event):
        return _action(alias, "close"), {"note": _note(event)}
    action = _ACTIONS.get(event.what)
    if action is None:
        return "/v2/alerts", _alert(event, notice, alias)
    body = {"note": _note(event)}
    snooze = event.fault.snooze
    if event.what is ChangeKind.SNOOZED and snooze:
        body["endTime"] = snooze.until.astimezone(UTC).isoformat(timespec="seconds")
    return _action(alias, action), body


def _action(alias: str, action: str) -> str:
    return f"/v2/alerts/{quote(alias, safe='')}/{action}?identifierType=alias"


def _note(event: FaultEvent) -> str:
    comments = event.fault.newest_comments
    if event.what is ChangeKind.COMMENTED and comments:
        return cut(
            f"{comments[-1].author_name or comments[-1].author}: {comments[-1].body}", _MAX_NOTE
        )
    if event.what is ChangeKind.UPDATED:
        return cut(f"{event.fault.message}\n{event.why}".strip(), _MAX_NOTE)
    return cut(event.why or f"{event.what} by {event.by or 'nobody known'}", _MAX_NOTE)


def _alert(event: FaultEvent, notice: Notice, alias: str) -> dict[str, Any]:
    fault = event.fault
    return {
        "alias": alias,
        "message": cut(fault.message or notice.title, _MAX_MESSAGE),
        "description": cut(f"{fault.message}\n\n{fault.cause}".strip(), _MAX_DESCRIPTION),
        "entity": cut(fault.resource_id, _MAX_ENTITY),
        "priority": _PRIORITY[fault.severity],
        "tags": [cut(fault.type, 50)],
        "details": {
            "where": cut(" / ".join(segments(fault.path)), _MAX_DETAILS // 2),
            "reported by": cut(fault.reporter, _MAX_WORD),
            "fault": notice.url,
        },
    }
