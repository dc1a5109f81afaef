"""The request for changes as a value."""

from datetime import datetime
from typing import Any

from faultbook_client.calls import Call
from faultbook_client.change_models import ChangeEvent, ChangePage
from faultbook_client.reading import member, read_each
from faultbook_client.wire import time_wire


def changes(
    *,
    since: datetime | None,
    until: datetime | None,
    site: str | None,
    path: str | None,
    cursor: str | None,
    limit: int,
) -> Call[ChangePage]:
    query = {
        "from": since and time_wire(since),
        "to": until and time_wire(until),
        "site": site,
        "path": path,
        "cursor": cursor,
        "limit": limit,
    }
    return Call(method="GET", path="/changes", query=query, read=_page)


def _page(wire: Any) -> ChangePage:
    found = read_each(ChangeEvent, member(wire, "data"))
    return ChangePage(found, member(wire, "meta", "cursor"))
