"""The event log of the asynchronous client."""

import asyncio
from collections.abc import AsyncIterator, Iterable

from faultbook_client import event_calls
from faultbook_client.async_access import AsyncAsk
from faultbook_client.event_models import Event, EventPage
from faultbook_client.events import INTERVAL
from faultbook_client.parameters import MAX_PAGE


class AsyncEvents:
    """As Events."""

    def __init__(self, ask: AsyncAsk) -> None:
        self._ask = ask

    async def page(
        self,
        *,
        after: str | None = None,
        types: Iterable[str] = (),
        path: str | None = None,
        limit: int = MAX_PAGE,
    ) -> EventPage:
        return await self._ask(event_calls.page(after, types, path, limit))

    async def list(
        self, *, after: str | None = None, types: Iterable[str] = (), path: str | None = None
    ) -> AsyncIterator[Event]:
        kinds = tuple(types)
        while True:
            page = await self.page(after=after, types=kinds, path=path)
            for event in page.events:
                yield event
            if not page.has_more:
                return
            after = page.cursor

    async def follow(
        self,
        *,
        after: str = event_calls.LATEST,
        types: Iterable[str] = (),
        path: str | None = None,
        interval: float = INTERVAL,
    ) -> AsyncIterator[Event]:
        kinds = tuple(types)
        while True:
            page = await self.page(after=after, types=kinds, path=path)
            for event in page.events:
                yield event
            after = page.cursor
            if not page.has_more:
                await asyncio.sleep(interval)
