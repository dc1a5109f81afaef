"""The event log of the synchronous client."""

import time
from collections.abc import Iterable, Iterator

from faultbook_client import event_calls
from faultbook_client.access import Ask
from faultbook_client.event_models import Event, EventPage
from faultbook_client.parameters import MAX_PAGE

INTERVAL = 5.0  # seconds between two questions when nothing happens


class Events:
    """What happened to faults, oldest first, each once; kept for 30 days."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def page(
        self,
        *,
        after: str | None = None,
        types: Iterable[str] = (),
        path: str | None = None,
        limit: int = MAX_PAGE,
    ) -> EventPage:
        """Behind a cursor, or from the oldest on; `latest` is what comes from now on."""
        return self._ask(event_calls.page(after, types, path, limit))

    def list(
        self, *, after: str | None = None, types: Iterable[str] = (), path: str | None = None
    ) -> Iterator[Event]:
        """All events so far, fetched page by page as you iterate."""
        kinds = tuple(types)
        while True:
            page = self.page(after=after, types=kinds, path=path)
            yield from page.events
            if not page.has_more:
                return
            after = page.cursor

    def follow(
        self,
        *,
        after: str = event_calls.LATEST,
        types: Iterable[str] = (),
        path: str | None = None,
        interval: float = INTERVAL,
    ) -> Iterator[Event]:
        """Without end. An event arrives three seconds after it was recorded, or later."""
        kinds = tuple(types)
        while True:
            page = self.page(after=after, types=kinds, path=path)
            yield from page.events
            after = page.cursor
            if not page.has_more:
                time.sleep(interval)
