"""In-memory deliveries and lanes, held to the real ones by tests/integration/stores."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from faultbook.domain.deliveries import (
    Delivery,
    DeliveryFilter,
    DeliveryPage,
    DeliveryState,
    Lane,
)
from faultbook.domain.endpoints import is_opening
from faultbook.domain.events import FaultEvent
from faultbook.domain.storms import Storm

_FREE = datetime(1970, 1, 1, tzinfo=UTC)
_Place = tuple[str, str]


@dataclass
class _Waiting:
    """`since` is the oldest that was put since somebody has the lease."""

    lane: Lane
    since: str = ""


@dataclass
class _Told:
    opening: str | None = None
    has_more: bool = False


@dataclass
class InMemoryDeliveryStore:
    made: dict[_Place, dict[str, Delivery]] = field(default_factory=dict)
    told: dict[tuple[str, str, int], _Told] = field(default_factory=dict)
    lanes: dict[_Place, _Waiting] = field(default_factory=dict)

    def put(self, customer_id: str, endpoint_id: str, event: FaultEvent, at: datetime) -> bool:
        new = Delivery(endpoint_id, event, created_at=at, next_at=at)
        there = self._of(customer_id, endpoint_id).setdefault(event.event_id, new)
        return there.state is DeliveryState.PENDING

    def tell(self, customer_id: str, endpoint_id: str, event: FaultEvent) -> None:
        place = customer_id, endpoint_id, event.fault.number
        if is_opening(event):
            self.told[place] = _Told(event.event_id)
        else:
            self.told.setdefault(place, _Told()).has_more = True

    def is_told(self, customer_id: str, endpoint_id: str, number: int) -> bool:
        return (customer_id, endpoint_id, number) in self.told

    def opening_of(self, customer_id: str, endpoint_id: str, number: int) -> str | None:
        told = self.told.get((customer_id, endpoint_id, number))
        return None if told is None or told.has_more else told.opening

    def put_storm(self, endpoint_id: str, storm: Storm, at: datetime) -> bool:
        made = self._of(storm.customer_id, endpoint_id)
        if storm.event_id in made:
            return False
        made[storm.event_id] = Delivery(endpoint_id, storm, created_at=at, next_at=at)
        return True

    def count(self, customer_id: str, endpoint_id: str, first: str, before: str) -> int:
        return sum(first <= one < before for one in self._of(customer_id, endpoint_id))

    def enter(
        self,
        customer_id: str,
        endpoint_id: str,
        events: Sequence[FaultEvent | Storm],
        at: datetime,
    ) -> Lane:
        first = min(event.event_id for event in events)
        new = Lane(customer_id, endpoint_id, first, 0, next_at=at, lease_until=_FREE)
        waiting = self.lanes.setdefault((customer_id, endpoint_id), _Waiting(new, first))
        lane = waiting.lane
        waiting.lane = replace(lane, puts=lane.puts + len(events), oldest=min(lane.oldest, first))
        waiting.since = min(waiting.since or first, first)
        return waiting.lane

    def claim(
        self, customer_id: str, endpoint_id: str, at: datetime, until: datetime
    ) -> Lane | None:
        waiting = self.lanes.get((customer_id, endpoint_id))
        if waiting is None or waiting.lane.next_at > at or waiting.lane.lease_until > at:
            return None
        waiting.lane = replace(waiting.lane, lease_until=until)
        waiting.since = ""
        return waiting.lane

    def leave(self, lane: Lane) -> Lane | None:
        waiting = self._held(lane)
        if waiting is None:
            return None
        if waiting.lane.puts == lane.puts:
            del self.lanes[lane.customer_id, lane.endpoint_id]
            return None
        more = replace(
            lane, oldest=waiting.since, puts=waiting.lane.puts, next_at=waiting.lane.next_at
        )
        waiting.lane = replace(waiting.lane, oldest=waiting.since)
        waiting.since = ""
        return more

    def release(self, lane: Lane) -> None:
        waiting = self._held(lane)
        if waiting is None:
            return
        is_unchanged = waiting.lane.puts == lane.puts
        waiting.lane = replace(
            lane,
            oldest=lane.oldest if is_unchanged else waiting.lane.oldest,
            puts=waiting.lane.puts,
            lease_until=_FREE,
        )

    def due(self, at: datetime) -> Iterator[Lane]:
        for _, waiting in sorted(self.lanes.items()):
            if waiting.lane.next_at <= at and waiting.lane.lease_until <= at:
                yield waiting.lane

    def pending(self, customer_id: str, endpoint_id: str, oldest: str) -> Iterator[Delivery]:
        made = self._of(customer_id, endpoint_id)
        for event_id in sorted(one for one in made if one >= oldest):
            yield made[event_id]

    def save(self, customer_id: str, delivery: Delivery) -> bool:
        made = self._of(customer_id, delivery.endpoint_id)
        event_id = delivery.event.event_id
        if event_id not in made:
            return False
        made[event_id] = delivery
        return True

    def get(self, customer_id: str, endpoint_id: str, event_id: str) -> Delivery | None:
        return self._of(customer_id, endpoint_id).get(event_id)

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
        made = self._of(customer_id, endpoint_id)
        found: list[Delivery] = []
        last = None
        for event_id in sorted(made, reverse=not oldest_first):
            is_before = event_id <= (after or "") if oldest_first else event_id >= (after or "~")
            if is_before:
                continue
            if len(found) == limit:
                return DeliveryPage(found, last)
            if wanted.matches(made[event_id]):
                found.append(made[event_id])
                last = event_id
        return DeliveryPage(found, None)

    def _of(self, customer_id: str, endpoint_id: str) -> dict[str, Delivery]:
        return self.made.setdefault((customer_id, endpoint_id), {})

    def _held(self, lane: Lane) -> _Waiting | None:
        waiting = self.lanes.get((lane.customer_id, lane.endpoint_id))
        return waiting if waiting and waiting.lane.lease_until == lane.lease_until else None
