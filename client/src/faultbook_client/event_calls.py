"""Requests about the event log, as values."""

from collections.abc import Iterable
from typing import Any

from faultbook_client.calls import Call
from faultbook_client.event_models import Event, EventPage
from faultbook_client.parameters import MAX_PAGE
from faultbook_client.reading import member, read_each

LATEST = "latest"


def page(
    after: str | None, types: Iterable[str], path: str | None, limit: int = MAX_PAGE
) -> Call[EventPage]:
    query = {"after": after, "types": ",".join(types) or None, "path": path, "limit": limit}
    return Call(method="GET", path="/events", query=query, read=_page)


def _page(wire: Any) -> EventPage:
    events = read_each(Event, member(wire, "data"))
    return EventPage(events, member(wire, "meta", "cursor"), member(wire, "meta", "has_more"))
