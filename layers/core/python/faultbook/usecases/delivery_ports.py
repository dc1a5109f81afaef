"""What telling others needs from outside. All store calls raise Unavailable."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from faultbook.domain.deliveries import Attempt, Delivery, DeliveryFilter, DeliveryPage, Lane
from faultbook.domain.endpoints import Endpoint, Endpoints
from faultbook.domain.events import FaultEvent
from faultbook.domain.storms import Storm


class EndpointStore(Protocol):
    def all(self, customer_id: str) -> Endpoints:
        """Read strongly."""
        ...

    def save(self, customer_id: str, seen: Endpoints, endpoints: Sequence[Endpoint]) -> None:
        """All of them in place of what was seen. Raises Conflict, or TooLarge."""
        ...


class DeliveryStore(Protocol):
    """Deliveries, and the lanes of endpoints that have some to make."""

    def put(self, customer_id: str, endpoint_id: str, event: FaultEvent, at: datetime) -> bool:
        """Put it, unless it is there; whether it waits to be made. Made or failed it does not."""
        ...

    def tell(self, customer_id: str, endpoint_id: str, event: FaultEvent) -> None:
        """Remember that the endpoint is told of the fault. Twice is as good as once."""
        ...

    def opening_of(self, customer_id: str, endpoint_id: str, number: int) -> str | None:
        """The id of the opening's event, where nothing else of the fault was to be told since."""
        ...

    def put_storm(self, endpoint_id: str, storm: Storm, at: datetime) -> bool:
        """False where it is there."""
        ...

    def count(self, customer_id: str, endpoint_id: str, first: str, before: str) -> int:
        """Deliveries of events from one id on, up to another; of very many only the first."""
        ...

    def is_told(self, customer_id: str, endpoint_id: str, number: int) -> bool: ...

    def enter(
        self,
        customer_id: str,
        endpoint_id: str,
        events: Sequence[FaultEvent | Storm],
        at: datetime,
    ) -> Lane:
        """Say that these are to be delivered; the lane as it is then."""
        ...

    def claim(
        self, customer_id: str, endpoint_id: str, at: datetime, until: datetime
    ) -> Lane | None:
        """The lease until then; None while somebody else has it, or nothing is due."""
        ...

    def leave(self, lane: Lane) -> Lane | None:
        """The lane is empty. As it stands where more was put meanwhile, or None."""
        ...

    def release(self, lane: Lane) -> None:
        """Let others have it from its `next_at` on."""
        ...

    def due(self, at: datetime) -> Iterator[Lane]:
        """Each that nobody is at and that is due by then."""
        ...

    def pending(self, customer_id: str, endpoint_id: str, oldest: str) -> Iterator[Delivery]:
        """From that event on, in their order; reads on while it is consumed."""
        ...

    def save(self, customer_id: str, delivery: Delivery) -> bool:
        """False where it has gone meanwhile, as it does after 30 days."""
        ...

    def get(self, customer_id: str, endpoint_id: str, event_id: str) -> Delivery | None: ...

    def page(
        self,
        customer_id: str,
        endpoint_id: str,
        wanted: DeliveryFilter,
        limit: int,
        after: str | None = None,
        *,
        oldest_first: bool = False,
    ) -> DeliveryPage:
        """By id of the event, the newest first; a filter may leave a page short, or empty."""
        ...


class Post(Protocol):
    def __call__(self, endpoint: Endpoint, event: FaultEvent | Storm) -> Attempt:
        """Whatever happens is an attempt."""
        ...


class Wake(Protocol):
    def __call__(self, customer_id: str, endpoint_id: str) -> None:
        """Have the lane worked at soon, elsewhere. Raises Unavailable; the sweep does it then."""
        ...


class Outbox(Protocol):
    """Between what was recorded and who is told."""

    def keep(self, customer_id: str, events: Sequence[FaultEvent]) -> None:
        """Before they are recorded: what is kept twice is told once."""
        ...

    def send(self) -> None:
        """After they were recorded."""
        ...
