"""What of an endpoint's deliveries is folded into a storm, while they are gone through."""

from collections.abc import Iterator
from datetime import datetime

from faultbook.domain import identifiers
from faultbook.domain.deliveries import Delivery, DeliveryState, Lane
from faultbook.domain.endpoints import ends
from faultbook.domain.events import FaultEvent
from faultbook.domain.storms import (
    LIMIT,
    Storm,
    StormDraft,
    Way,
    minute_of,
    settled_at,
    storm_id,
    way_of,
)
from faultbook.usecases.delivery_ports import DeliveryStore

# With fewer events in the lane nobody asks what was told before of their minute.
_LOOK_BACK_FROM = 25


class Folding:
    """Of one run.

    What is folded is marked first, and its storm is put when the minute is through. A run that
    ends in between is made again from the first that was marked.
    """

    def __init__(self, deliveries: DeliveryStore, lane: Lane) -> None:
        self._deliveries = deliveries
        self._lane = lane
        self._minute: datetime | None = None
        self._place = 0
        self._looks_back = lane.puts >= _LOOK_BACK_FROM
        self._drafts: dict[str, StormDraft] = {}
        self._open = ""  # id of the storm that is folded into

    @property
    def first(self) -> str:
        """The id of the first event that is in no storm yet that was put, or nothing."""
        return min((draft.first for draft in self._drafts.values()), default="")

    def storms_before(self, event: FaultEvent) -> Iterator[Storm]:
        """Those of a minute that the event is behind."""
        minute = minute_of(event)
        if minute == self._minute:
            return
        yield from self.storms()
        self._looks_back = self._looks_back and self._minute is None
        self._minute, self._place = minute, 0

    def storms(self) -> Iterator[Storm]:
        while self._drafts:
            storm_id_, draft = next(iter(self._drafts.items()))
            yield draft.storm()
            del self._drafts[storm_id_]
        self._open = ""

    def count(self, delivery: Delivery, event: FaultEvent) -> None:
        """Each delivery of the minute, whatever became of it."""
        self._place += 1
        if self._looks_back and self._place == 1:
            begin = identifiers.first_event_id(minute_of(event))
            self._place += self._deliveries.count(
                self._lane.customer_id, self._lane.endpoint_id, begin, self._lane.oldest
            )
        if delivery.state is DeliveryState.FOLDED:
            self._draft(delivery.into, event).add(event)

    def way(self, delivery: Delivery, event: FaultEvent, now: datetime) -> Way:
        """What was tried, or is sent again by hand, is told by itself."""
        if self._place <= LIMIT or not delivery.is_new:
            return Way.SINGLY
        is_owed = ends(event) and self._is_told_singly(event)
        settled = settled_at(event, delivery.created_at)
        return way_of(self._place, now, settled, is_owed=is_owed)

    def fold(self, delivery: Delivery, event: FaultEvent) -> Delivery:
        self._open = self._open or self._begun(event)
        draft = self._draft(self._open, event)
        folded = delivery.folded(draft.event_id)
        self._deliveries.save(self._lane.customer_id, folded)
        draft.add(event)
        return folded

    def _begun(self, event: FaultEvent) -> str:
        """One that a run began which ended too early; or else a new one."""
        for known in self._drafts:
            if not self._deliveries.get(self._lane.customer_id, self._lane.endpoint_id, known):
                return known
        return storm_id(self._lane.endpoint_id, minute_of(event), event.event_id)

    def _draft(self, event_id: str, event: FaultEvent) -> StormDraft:
        new = StormDraft(event_id, self._lane.customer_id, minute_of(event), event.event_id)
        return self._drafts.setdefault(event_id, new)

    def _is_told_singly(self, event: FaultEvent) -> bool:
        """Unless its opening was folded, and nothing else of it was to be told."""
        customer_id, endpoint_id = self._lane.customer_id, self._lane.endpoint_id
        opening = self._deliveries.opening_of(customer_id, endpoint_id, event.fault.number)
        if opening is None:
            return True
        told = self._deliveries.get(customer_id, endpoint_id, opening)
        return told is None or told.state is not DeliveryState.FOLDED
