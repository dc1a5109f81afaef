"""Microsoft Teams' Workflows: an Adaptive Card for each event, in the channel of the URL.

https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference;
28 KB a message. What faults say stands in text runs, which know neither Markdown nor mentions.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from faultbook.domain.endpoints import Endpoint
from faultbook.domain.fault import Severity
from faultbook.domain.text import cut
from faultbook.outgoing.connection import Request
from faultbook.outgoing.notice import Notice
from faultbook.outgoing.webhook import USER_AGENT

_MAX_TITLE = 250  # characters, of which one has up to twelve bytes in JSON
_MAX_TEXT = 1000
_MAX_FACT = 200
_ENDED = ("webhook.office.com", "outlook.office.com", "outlook.office365.com")
_END = "good"
_PLAIN = "emphasis"
_STYLES = {
    Severity.CRITICAL: "attention",
    Severity.HIGH: "attention",
    Severity.MEDIUM: "warning",
    Severity.WARNING: "warning",
    Severity.LOW: "accent",
}


def request_of(notice: Notice, endpoint: Endpoint, at: datetime) -> Request:
    del at
    card = {"contentType": "application/vnd.microsoft.card.adaptive", "content": _card(notice)}
    body = json.dumps({"type": "message", "attachments": [card]}).encode()
    headers = {"Content-Type": "application/json", "User-Agent": USER_AGENT}
    return Request(endpoint.url, headers, body)


def complaints_of(endpoint: Endpoint) -> Mapping[str, str]:
    host = endpoint.url.removeprefix("https://").partition("/")[0].partition(":")[0]
    if host.lower().endswith(_ENDED):
        return {"url": "that of a workflow: Teams' connectors take no messages any more"}
    return {}


def _card(notice: Notice) -> dict[str, Any]:
    head = {
        "type": "Container",
        "style": _style(notice),
        "bleed": True,
        "items": [_text(cut(notice.title, _MAX_TITLE), weight="Bolder")],
    }
    body = [head]
    if notice.text:
        body.append(_text(cut(notice.text, _MAX_TEXT)))
    body += [_fact(name, cut(value, _MAX_FACT)) for name, value in notice.facts.items()]
    return {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.2",
        "fallbackText": cut(notice.title, _MAX_TITLE),
        "msteams": {"width": "Full"},
        "body": body,
        "actions": _actions(notice),
    }


def _actions(notice: Notice) -> list[dict[str, str]]:
    links = {"Open": notice.url, "Acknowledge": notice.acknowledge_url}
    return [
        {"type": "Action.OpenUrl", "title": title, "url": url}
        for title, url in links.items()
        if url
    ]


def _fact(name: str, value: str) -> dict[str, Any]:
    label = {"type": "TextRun", "text": f"{name}: ", "isSubtle": True}
    return {"type": "RichTextBlock", "inlines": [label, {"type": "TextRun", "text": value}]}


def _text(text: str, **look: str) -> dict[str, Any]:
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": text, **look}]}


def _style(notice: Notice) -> str:
    if notice.is_end:
        return _END
    return _STYLES[notice.severity] if notice.severity else _PLAIN
