"""Slack's incoming webhooks: one message for each event, in the channel of the URL.

https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks; they neither edit nor
thread. Text is escaped as Slack asks, or `<!channel>` in a fault's message would page everybody.
"""

import json
from datetime import datetime
from typing import Any

from faultbook.domain.endpoints import Endpoint
from faultbook.domain.fault import Severity
from faultbook.domain.text import cut
from faultbook.outgoing.connection import Request
from faultbook.outgoing.notice import Notice
from faultbook.outgoing.webhook import USER_AGENT

_MAX_TITLE = 250  # characters; a section takes 3,000, a field 2,000
_MAX_TEXT = 1500
_MAX_FACT = 300
_END = "#2e7d32"
_PLAIN = "#616161"
_COLOURS = {
    Severity.CRITICAL: "#b71c1c",
    Severity.HIGH: "#e65100",
    Severity.MEDIUM: "#f9a825",
    Severity.WARNING: "#fbc02d",
    Severity.LOW: "#1565c0",
}


def request_of(notice: Notice, endpoint: Endpoint, at: datetime) -> Request:
    del at
    body = json.dumps(_message(notice)).encode()
    headers = {"Content-Type": "application/json", "User-Agent": USER_AGENT}
    return Request(endpoint.url, headers, body)


def _message(notice: Notice) -> dict[str, Any]:
    title = escaped(cut(notice.title, _MAX_TITLE))
    blocks: list[dict[str, Any]] = [_section(f"*<{notice.url}|{title}>*")]
    if notice.text:
        blocks.append(_section(escaped(cut(notice.text, _MAX_TEXT))))
    if notice.facts:
        fields = [
            {"type": "mrkdwn", "text": f"*{name}*\n{escaped(cut(said, _MAX_FACT))}"}
            for name, said in notice.facts.items()
        ]
        blocks.append({"type": "section", "fields": fields})
    if notice.acknowledge_url:
        blocks.append(_section(f"<{notice.acknowledge_url}|Acknowledge>"))
    return {"text": title, "attachments": [{"color": _colour(notice), "blocks": blocks}]}


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def _colour(notice: Notice) -> str:
    if notice.is_end:
        return _END
    return _COLOURS[notice.severity] if notice.severity else _PLAIN
