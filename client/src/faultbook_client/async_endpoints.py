"""Endpoints, of the client whose answers are awaited."""

from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Unpack

from faultbook_client import endpoint_calls
from faultbook_client.async_access import AsyncAsk
from faultbook_client.endpoint_models import (
    Delivery,
    DeliveryPage,
    Endpoint,
    MadeEndpoint,
    Redelivery,
    TestResult,
    WholeDelivery,
)
from faultbook_client.parameters import MAX_PAGE, DeliveryFilters, EndpointChanges, EndpointFilter


class AsyncEndpoints:
    """As Endpoints."""

    def __init__(self, ask: AsyncAsk) -> None:
        self._ask = ask

    async def make(
        self,
        name: str,
        url: str | None = None,
        *,
        kind: str = "webhook",
        authorization: str = "",
        filters: Iterable[EndpointFilter] = (),
    ) -> MadeEndpoint:
        return await self._ask(endpoint_calls.make(name, url, kind, authorization, filters))

    async def list(self) -> Sequence[Endpoint]:
        return await self._ask(endpoint_calls.list_all())

    async def get(self, endpoint_id: str) -> Endpoint:
        return await self._ask(endpoint_calls.get(endpoint_id))

    async def change(self, endpoint_id: str, **changes: Unpack[EndpointChanges]) -> Endpoint:
        return await self._ask(endpoint_calls.change(endpoint_id, changes))

    async def delete(self, endpoint_id: str) -> None:
        await self._ask(endpoint_calls.delete(endpoint_id))

    async def test(self, endpoint_id: str) -> TestResult:
        return await self._ask(endpoint_calls.test(endpoint_id))

    async def rotate_secret(self, endpoint_id: str) -> MadeEndpoint:
        return await self._ask(endpoint_calls.rotate_secret(endpoint_id))

    async def page(
        self,
        endpoint_id: str,
        *,
        cursor: str | None = None,
        limit: int = MAX_PAGE,
        **filters: Unpack[DeliveryFilters],
    ) -> DeliveryPage:
        return await self._ask(endpoint_calls.page(endpoint_id, filters, cursor, limit))

    async def deliveries(
        self,
        endpoint_id: str,
        *,
        page_size: int = MAX_PAGE,
        **filters: Unpack[DeliveryFilters],
    ) -> AsyncIterator[Delivery]:
        cursor: str | None = None
        while True:
            page = await self._ask(endpoint_calls.page(endpoint_id, filters, cursor, page_size))
            for delivery in page.deliveries:
                yield delivery
            cursor = page.cursor
            if cursor is None:
                return

    async def delivery(self, endpoint_id: str, delivery_id: str) -> WholeDelivery:
        return await self._ask(endpoint_calls.delivery(endpoint_id, delivery_id))

    async def redeliver(self, endpoint_id: str, delivery_id: str) -> Delivery:
        return await self._ask(endpoint_calls.redeliver(endpoint_id, delivery_id))

    async def redeliver_all(
        self,
        endpoint_id: str,
        **filters: Unpack[DeliveryFilters],
    ) -> AsyncIterator[Redelivery]:
        cursor: str | None = None
        while True:
            done = await self._ask(endpoint_calls.redeliver_many(endpoint_id, filters, cursor))
            for redelivery in done.items:
                yield redelivery
            cursor = done.cursor
            if cursor is None:
                return
