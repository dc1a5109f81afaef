"""Which endpoints are told of a change: kept before it is recorded, sent after.

The other way round an end in between would lose it: a repeat finds the change recorded and stops.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from faultbook.domain.endpoints import (
    Endpoint,
    Endpoints,
    ends,
    is_opening,
    is_silent_end,
)
from faultbook.domain.errors import FaultbookError
from faultbook.domain.events import FaultEvent
from faultbook.usecases.delivery_ports import DeliveryStore, Wake
from faultbook.usecases.ports import Clock


@dataclass(frozen=True, slots=True)
class KeepForDelivery:
    """`endpoints_of` may be half a minute old."""

    endpoints_of: Callable[[str], Endpoints]
    deliveries: DeliveryStore
    wake: Wake
    clock: Clock
    _to_wake: dict[tuple[str, str], None] = field(default_factory=dict)

    def keep(self, customer_id: str, events: Sequence[FaultEvent]) -> None:
        """Raises Unavailable: then nothing is recorded, and the records come again."""
        for endpoint in self.endpoints_of(customer_id).all:
            matching = [event for event in events if self._is_told(customer_id, endpoint, event)]
            if matching:
                self._keep(customer_id, endpoint, matching)

    def send(self) -> None:
        """What cannot be woken now is found by the sweep."""
        for customer_id, endpoint_id in self._to_wake:
            try:
                self.wake(customer_id, endpoint_id)
            except FaultbookError:
                break
        self._to_wake.clear()

    def _is_told(self, customer_id: str, endpoint: Endpoint, event: FaultEvent) -> bool:
        """Who was told that it opened is told that it closed, whatever was changed since."""
        if endpoint.wants(event) and not is_silent_end(event):
            return True
        if endpoint.off or not ends(event):
            return False
        return self.deliveries.is_told(customer_id, endpoint.endpoint_id, event.fault.number)

    def _keep(self, customer_id: str, endpoint: Endpoint, events: Sequence[FaultEvent]) -> None:
        now, endpoint_id = self.clock(), endpoint.endpoint_id
        told: set[tuple[int, bool]] = set()
        waiting = []
        for event in events:
            kind = event.fault.number, is_opening(event)
            if kind not in told and not ends(event):
                self.deliveries.tell(customer_id, endpoint_id, event)
                told.add(kind)
            if self.deliveries.put(customer_id, endpoint_id, event, now):
                waiting.append(event)
        if waiting:
            lane = self.deliveries.enter(customer_id, endpoint_id, waiting, now)
            if lane.next_at <= now and lane.lease_until <= now:
                self._to_wake[customer_id, endpoint_id] = None
