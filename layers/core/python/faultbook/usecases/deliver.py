"""One endpoint's deliveries, one after the other.

Who has the lease of the lane is the only one to send, so that what is told of a fault is told in
its order. A lease that nobody gives back ends by itself: then the delivery that was under way is
made again, with the same id.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto

from faultbook.domain.deliveries import (
    GIVEN_UP_AFTER,
    ONCE_MORE,
    PROBE,
    Delivery,
    DeliveryState,
    Lane,
    Verdict,
)
from faultbook.domain.endpoints import Endpoint, Off, takes_storms
from faultbook.domain.events import FaultEvent
from faultbook.domain.pace import FULL, is_too_much, pause, quickened, slowed
from faultbook.domain.storms import Storm, Way, settled_at
from faultbook.usecases.delivery_ports import DeliveryStore, Post, Wake
from faultbook.usecases.endpoints import EndpointsOfCustomers
from faultbook.usecases.failing_endpoints import FailingEndpoints
from faultbook.usecases.folding import Folding
from faultbook.usecases.ports import Clock

LEASE = timedelta(seconds=90)  # longer than a run takes
# Deliveries that an endpoint refuses while it takes others; with more it is failing altogether.
MAX_REFUSED = 20


@dataclass(frozen=True, slots=True)
class Deliver:
    endpoints: EndpointsOfCustomers
    deliveries: DeliveryStore
    failing: FailingEndpoints
    post: Post
    wake: Wake
    clock: Clock
    sleep: Callable[[float], None] = time.sleep

    def run(self, customer_id: str, endpoint_id: str, may_go_on: Callable[[], bool]) -> "Done":
        """Raises Unavailable; the lease ends by itself then."""
        now = self.clock()
        lane = self.deliveries.claim(customer_id, endpoint_id, now, now + LEASE)
        done = Done()
        while lane is not None:
            lane = _Run(self, lane, done, may_go_on).through()
        return done


@dataclass(slots=True)
class Done:
    """`given_up` are those that are never tried again by themselves."""

    delivered: int = 0
    folded: int = 0
    given_up: int = 0


class _Next(Enum):
    GO_ON = auto()
    STOP = auto()


class _Run:
    """Once through what is pending."""

    def __init__(
        self, parts: Deliver, lane: Lane, done: Done, may_go_on: Callable[[], bool]
    ) -> None:
        self.parts = parts
        self.lane = lane
        self.done = done
        self._may_go_on = may_go_on
        self._folding = Folding(parts.deliveries, lane)
        self._sent = 0
        self._refused = 0
        self._is_too_much = False
        self._oldest = ""  # of those that stay pending
        self._waits_until: datetime | None = None
        self._waiting: set[int] = set()  # faults of which an older one has to go first
        self._endpoint: Endpoint | None = None

    def through(self) -> Lane | None:
        """The lane again, where more was put into it meanwhile."""
        parts, lane = self.parts, self.lane
        self._endpoint = parts.endpoints.find(lane.customer_id, lane.endpoint_id)
        last, is_stopped = lane.oldest, False
        for delivery in self._in_order():
            last = delivery.event.event_id
            if self._one(delivery) is _Next.STOP:
                is_stopped = True
                break
        if not self._oldest and not is_stopped:
            return parts.deliveries.leave(self.lane)
        now = parts.clock()
        next_at = self._waits_until or now
        oldest = min(self._oldest or last, self._folding.first or last)
        rate = self.lane.rate if self._is_too_much else quickened(self.lane.rate)
        parts.deliveries.release(replace(self.lane, oldest=oldest, next_at=next_at, rate=rate))
        if next_at <= now:
            parts.wake(lane.customer_id, lane.endpoint_id)
        return None

    def _in_order(self) -> Iterator[Delivery]:
        """With the storm of each minute behind what there is of the minute."""
        lane, deliveries = self.lane, self.parts.deliveries
        for delivery in deliveries.pending(lane.customer_id, lane.endpoint_id, lane.oldest):
            if isinstance(delivery.event, FaultEvent):
                yield from self._put(self._folding.storms_before(delivery.event))
            yield delivery
        yield from self._put(self._folding.storms())

    def _put(self, storms: Iterator[Storm]) -> Iterator[Delivery]:
        for storm in storms:
            now = self.parts.clock()
            if self.parts.deliveries.put_storm(self.lane.endpoint_id, storm, now):
                yield Delivery(self.lane.endpoint_id, storm, created_at=now, next_at=now)

    def _one(self, delivery: Delivery) -> _Next:
        endpoint, now = self._endpoint, self.parts.clock()
        if not self._may_go_on():
            return _Next.STOP
        if isinstance(delivery.event, FaultEvent):
            self._folding.count(delivery, delivery.event)
        if delivery.state is not DeliveryState.PENDING:
            return _Next.GO_ON
        if endpoint is None or endpoint.off:
            self.parts.deliveries.save(self.lane.customer_id, delivery.given_up(now))
            self.done.given_up += 1
            return _Next.GO_ON
        if self._has_to_wait(delivery, now) or self._is_folded(endpoint, delivery, now):
            return _Next.GO_ON
        return self._attempt(endpoint, delivery)

    def _has_to_wait(self, delivery: Delivery, now: datetime) -> bool:
        """For its time, or for an older one of its fault."""
        if delivery.number and delivery.number in self._waiting:
            return True
        if delivery.next_at and delivery.next_at > now:
            self._stays(delivery, delivery.next_at)
            return True
        return False

    def _is_folded(self, endpoint: Endpoint, delivery: Delivery, now: datetime) -> bool:
        """Now, or when its minute is over."""
        event = delivery.event
        if not isinstance(event, FaultEvent) or not takes_storms(endpoint.kind):
            return False
        way = self._folding.way(delivery, event, now)
        if way is Way.FOLDED:
            self._folding.fold(delivery, event)
            self.done.folded += 1
        if way is Way.LATER:
            self._stays(delivery, settled_at(event, delivery.created_at))
        return way is not Way.SINGLY

    def _attempt(self, endpoint: Endpoint, delivery: Delivery) -> _Next:
        if self._sent and self.lane.rate:
            self.parts.sleep(pause(self.lane.rate))
        self._sent += 1
        attempt = self.parts.post(endpoint, delivery.event)
        tried = delivery.attempted(attempt)
        if attempt.verdict is Verdict.TROUBLE and delivery.is_untried and not self._is_failing():
            self.parts.sleep(ONCE_MORE.total_seconds())
            attempt = self.parts.post(endpoint, delivery.event)
            tried = tried.attempted(attempt)
        self.parts.deliveries.save(self.lane.customer_id, tried)
        if is_too_much(attempt.status):
            self._is_too_much = True
            self.lane = replace(self.lane, rate=slowed(self.lane.rate))
        return self._judged(endpoint, tried, attempt.verdict)

    def _judged(self, endpoint: Endpoint, tried: Delivery, verdict: Verdict) -> _Next:
        parts, now = self.parts, self.parts.clock()
        if verdict is Verdict.DELIVERED:
            self.done.delivered += 1
            rate = self.lane.rate or (FULL if self._is_failing() else 0.0)
            self.lane = replace(parts.failing.works(self.lane), rate=rate)
            return _Next.GO_ON
        self.done.given_up += tried.state is DeliveryState.FAILED
        if verdict is Verdict.GONE:
            self._endpoint = parts.endpoints.switch_off(self.lane.customer_id, endpoint, Off.GONE)
            return _Next.GO_ON
        if tried.next_at:
            self._stays(tried, tried.next_at)
        self._refused += 1
        if verdict is Verdict.REFUSED and self._refused < MAX_REFUSED:
            return _Next.GO_ON
        self.lane = parts.failing.fails(endpoint, self.lane, now)
        since = self.lane.failing_since or now
        if now - since >= GIVEN_UP_AFTER:
            off = Off.FAILING
            self._endpoint = parts.endpoints.switch_off(self.lane.customer_id, endpoint, off)
            return _Next.GO_ON
        self._waits_until = tried.next_at or now + PROBE
        return _Next.STOP

    def _stays(self, delivery: Delivery, until: datetime) -> None:
        self._oldest = self._oldest or delivery.event.event_id
        self._waiting.add(delivery.number)
        self._waits_until = min(self._waits_until or until, until)

    def _is_failing(self) -> bool:
        return self.lane.failing_since is not None
