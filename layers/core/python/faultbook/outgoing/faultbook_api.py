"""Another Faultbook's native API: a fault here is one there, known by its deduplication key.

What is reported while it is open there counts as seen again, and a graver severity is taken over.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from faultbook.domain.endpoints import Endpoint, ends
from faultbook.domain.events import FaultEvent
from faultbook.domain.fault import ChangeKind
from faultbook.domain.origins import with_origin
from faultbook.domain.text import cut
from faultbook.outgoing.connection import Request
from faultbook.outgoing.notice import TEST_ALERT, Notice, alert_key
from faultbook.outgoing.webhook import USER_AGENT

_MAX_TEXT = 2000  # characters
_ACTIONS = {
    ChangeKind.ACKNOWLEDGED: "acknowledge",
    ChangeKind.UNACKNOWLEDGED: "unacknowledge",
    ChangeKind.COMMENTED: "comment",
}


def request_of(notice: Notice, endpoint: Endpoint, at: datetime) -> Request:
    del at
    path, body = _call(notice)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": USER_AGENT,
        "Authorization": f"Bearer {endpoint.authorization}",
    }
    return Request(endpoint.url.rstrip("/") + path, headers, json.dumps(body).encode())


def complaints_of(endpoint: Endpoint) -> Mapping[str, str]:
    complaints = {}
    if "?" in endpoint.url or endpoint.url.rstrip("/").endswith(("/fault", "/faults")):
        complaints["url"] = "what stands before /fault, as https://faults.example.com"
    if not endpoint.authorization or " " in endpoint.authorization:
        complaints["authorization"] = "a token with the scope faults:write, by itself"
    return complaints


def _call(notice: Notice) -> tuple[str, dict[str, Any]]:
    """A test asks what would become of a fault that is never there."""
    event = notice.event
    if event is None:
        return _action("resolve", TEST_ALERT, {"dry_run": True})
    key = alert_key(event.fault)
    if ends(event):
        return _action("resolve", key, {"reason": _words(event)})
    action = _ACTIONS.get(event.what)
    if action is None:
        return "/fault", _report(event, key, notice.url)
    named = "comment" if action == "comment" else "reason"
    return _action(action, key, {named: _words(event)})


def _action(action: str, key: str, content: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    return "/fault/actions", {"action": action, "deduplication_keys": [key], **content}


def _words(event: FaultEvent) -> str:
    comments = event.fault.newest_comments
    if event.what is ChangeKind.COMMENTED and comments:
        author = comments[-1].author_name or comments[-1].author
        return cut(f"{author}: {comments[-1].body}", _MAX_TEXT)
    return cut(event.why or f"{event.what} by {event.by or 'nobody known'}", _MAX_TEXT)


def _report(event: FaultEvent, key: str, url: str) -> dict[str, Any]:
    """`url` is where this Faultbook is."""
    fault = event.fault
    return {
        "resource_id": fault.resource_id,
        "microservice_id": fault.reporter,
        "type": fault.type,
        "severity": fault.severity,
        "message": cut(fault.message, _MAX_TEXT),
        "cause": cut(fault.cause, _MAX_TEXT),
        "resource_ancestry_path": fault.path,
        "kind": fault.kind,
        "occurred_at": fault.opened_at.isoformat(),
        "deduplication_key": key,
        "metadata": with_origin(fault.metadata, url),
    }
