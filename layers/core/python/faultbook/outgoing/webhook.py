"""Standard Webhooks 1.0: the native API's event, signed."""

import json
from datetime import datetime

from faultbook import __version__
from faultbook.domain.endpoints import Endpoint
from faultbook.outgoing.connection import Request
from faultbook.outgoing.notice import Notice
from faultbook.outgoing.signature import signed_headers

USER_AGENT = f"faultbook/{__version__}"


def request_of(notice: Notice, endpoint: Endpoint, at: datetime) -> Request:
    body = json.dumps(notice.document, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "replace"
    )
    headers = {
        "Content-Type": "application/json",
        "User-Agent": USER_AGENT,
        **signed_headers(notice.event_id, at, body, endpoint.secrets_at(at)),
    }
    if endpoint.authorization:
        headers["Authorization"] = endpoint.authorization
    return Request(endpoint.url, headers, body)
