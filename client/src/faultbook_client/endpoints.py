"""Endpoints, of the client that waits."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Unpack

from faultbook_client import endpoint_calls
from faultbook_client.access import Ask
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


class Endpoints:
    """Who is told of changes. Needs a token with the scope `admin`.

    Of deliveries `since` and `until` are times of the events that they tell of.
    """

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def make(
        self,
        name: str,
        url: str | None = None,
        *,
        kind: str = "webhook",
        authorization: str = "",
        filters: Iterable[EndpointFilter] = (),
    ) -> MadeEndpoint:
        """Not retried when its answer is lost. Without filters everything is told."""
        return self._ask(endpoint_calls.make(name, url, kind, authorization, filters))

    def list(self) -> Sequence[Endpoint]:
        return self._ask(endpoint_calls.list_all())

    def get(self, endpoint_id: str) -> Endpoint:
        return self._ask(endpoint_calls.get(endpoint_id))

    def change(self, endpoint_id: str, **changes: Unpack[EndpointChanges]) -> Endpoint:
        """What is not named stays; `enabled` switches on and off."""
        return self._ask(endpoint_calls.change(endpoint_id, changes))

    def delete(self, endpoint_id: str) -> None:
        self._ask(endpoint_calls.delete(endpoint_id))

    def test(self, endpoint_id: str) -> TestResult:
        """Sends `endpoint.test` now."""
        return self._ask(endpoint_calls.test(endpoint_id))

    def rotate_secret(self, endpoint_id: str) -> MadeEndpoint:
        """For 24 hours the old secret signs too."""
        return self._ask(endpoint_calls.rotate_secret(endpoint_id))

    def page(
        self,
        endpoint_id: str,
        *,
        cursor: str | None = None,
        limit: int = MAX_PAGE,
        **filters: Unpack[DeliveryFilters],
    ) -> DeliveryPage:
        """Newest first. A page may be short, or empty, and still have a cursor to go on."""
        return self._ask(endpoint_calls.page(endpoint_id, filters, cursor, limit))

    def deliveries(
        self,
        endpoint_id: str,
        *,
        page_size: int = MAX_PAGE,
        **filters: Unpack[DeliveryFilters],
    ) -> Iterator[Delivery]:
        """What it was told in 30 days, newest first, fetched page by page as it is read."""
        cursor: str | None = None
        while True:
            page = self._ask(endpoint_calls.page(endpoint_id, filters, cursor, page_size))
            yield from page.deliveries
            cursor = page.cursor
            if cursor is None:
                return

    def delivery(self, endpoint_id: str, delivery_id: str) -> WholeDelivery:
        """With its last attempts."""
        return self._ask(endpoint_calls.delivery(endpoint_id, delivery_id))

    def redeliver(self, endpoint_id: str, delivery_id: str) -> Delivery:
        """Again, under the same `webhook-id`. Raises Conflict while the endpoint is off."""
        return self._ask(endpoint_calls.redeliver(endpoint_id, delivery_id))

    def redeliver_all(
        self,
        endpoint_id: str,
        **filters: Unpack[DeliveryFilters],
    ) -> Iterator[Redelivery]:
        """All of a state or a span, the oldest first, a hundred a request as it is read."""
        cursor: str | None = None
        while True:
            done = self._ask(endpoint_calls.redeliver_many(endpoint_id, filters, cursor))
            yield from done.items
            cursor = done.cursor
            if cursor is None:
                return
