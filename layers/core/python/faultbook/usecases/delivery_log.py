"""What an endpoint was told, how it went, and the same again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from faultbook.domain.deliveries import KEPT, Delivery, DeliveryFilter, DeliveryPage
from faultbook.domain.endpoints import Endpoint
from faultbook.domain.errors import DeliveryNotFound, EndpointIsOff, FaultbookError, Unavailable
from faultbook.usecases.delivery_ports import DeliveryStore, Wake
from faultbook.usecases.endpoints import EndpointsOfCustomers
from faultbook.usecases.ports import Clock

MAX_REDELIVERIES = 100  # of one request
MAX_TIME = timedelta(seconds=10)  # after which no further one is begun


@dataclass(frozen=True, slots=True)
class Redelivery:
    """`error` is why it is not made again."""

    delivery: Delivery
    error: FaultbookError | None = None


@dataclass(frozen=True, slots=True)
class Redeliveries:
    """`last` as in a page: where to go on."""

    all: Sequence[Redelivery]
    last: str | None


@dataclass(frozen=True, slots=True)
class DeliveryLog:
    endpoints: EndpointsOfCustomers
    deliveries: DeliveryStore
    wake: Wake
    clock: Clock

    def page(
        self,
        customer_id: str,
        endpoint_id: str,
        delivery_filter: DeliveryFilter,
        limit: int,
        after: str | None = None,
    ) -> DeliveryPage:
        """Raises EndpointNotFound."""
        self.endpoints.get(customer_id, endpoint_id)
        return self.deliveries.page(
            customer_id, endpoint_id, self._kept(delivery_filter), limit, after
        )

    def get(self, customer_id: str, endpoint_id: str, event_id: str) -> tuple[Endpoint, Delivery]:
        """Raises EndpointNotFound or DeliveryNotFound."""
        endpoint = self.endpoints.get(customer_id, endpoint_id)
        delivery = self.deliveries.get(customer_id, endpoint_id, event_id)
        if delivery is None or delivery.event.at < self._since():
            raise DeliveryNotFound
        return endpoint, delivery

    def redeliver(self, customer_id: str, endpoint_id: str, event_id: str) -> Delivery:
        """Raises EndpointNotFound, DeliveryNotFound or EndpointIsOff."""
        endpoint, delivery = self.get(customer_id, endpoint_id, event_id)
        [again] = self._again(customer_id, endpoint, [delivery])
        if again.error:
            raise again.error
        return again.delivery

    def redeliver_all(
        self,
        customer_id: str,
        endpoint_id: str,
        delivery_filter: DeliveryFilter,
        after: str | None = None,
    ) -> Redeliveries:
        """The oldest first, so that faults are told in their order.

        Raises EndpointNotFound or EndpointIsOff.
        """
        endpoint = self.endpoints.get(customer_id, endpoint_id)
        page = self.deliveries.page(
            customer_id,
            endpoint_id,
            self._kept(delivery_filter),
            MAX_REDELIVERIES,
            after,
            oldest_first=True,
        )
        made = self._again(customer_id, endpoint, page.deliveries)
        is_whole = len(made) == len(page.deliveries)
        return Redeliveries(made, page.last if is_whole else made[-1].delivery.event.event_id)

    def _again(
        self, customer_id: str, endpoint: Endpoint, deliveries: Sequence[Delivery]
    ) -> list[Redelivery]:
        """As many, from the first, as there is time for; the lane knows of them before and after.

        Before, or an end in between would leave them waiting for good; after, for the lane may
        have been left meanwhile, as one in which nothing waits.
        """
        if endpoint.off:
            raise EndpointIsOff
        if not deliveries:
            return []
        events = [delivery.event for delivery in deliveries]
        until = self.clock() + MAX_TIME
        self.deliveries.enter(customer_id, endpoint.endpoint_id, events, self.clock())
        made: list[Redelivery] = []
        for delivery in deliveries:
            if made and self.clock() >= until:
                break
            made.append(self._made_again(customer_id, delivery))
        self.deliveries.enter(customer_id, endpoint.endpoint_id, events, self.clock())
        self._begin(customer_id, endpoint.endpoint_id)
        return made

    def _made_again(self, customer_id: str, delivery: Delivery) -> Redelivery:
        again = delivery.again(self.clock())
        try:
            if not self.deliveries.save(customer_id, again):
                return Redelivery(delivery, DeliveryNotFound())
        except Unavailable as error:
            return Redelivery(delivery, error)
        return Redelivery(again)

    def _begin(self, customer_id: str, endpoint_id: str) -> None:
        """The sweep does it where it cannot be begun at once."""
        try:
            self.wake(customer_id, endpoint_id)
        except Unavailable:
            return

    def _kept(self, delivery_filter: DeliveryFilter) -> DeliveryFilter:
        since = self._since()
        return replace(delivery_filter, since=max(delivery_filter.since or since, since))

    def _since(self) -> datetime:
        return self.clock() - KEPT
