"""One endpoint's deliveries, one after the other.

Who has the lease of the lane is the only one to send, so that what is told of a fault is told in
its order. A lease that nobody gives back ends by itself: then the delivery that was under way is
made again, with the same id.
"""

import time
from collections.abc import Callable
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
from faultbook.domain.endpoints import Endpoint, Off
from faultbook.usecases.delivery_ports import DeliveryStore, Post, Wake
from faultbook.usecases.endpoints import EndpointsOfCustomers
from faultbook.usecases.failing_endpoints import FailingEndpoints
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

    def run(self, customer_id: str, endpoint_id: str, may_go_on: Callable[[], bool]) -> int:
        """How many were delivered. Raises Unavailable; the lease ends by itself then."""
        now = self.clock()
        lane = self.deliveries.claim(customer_id, endpoint_id, now, now + LEASE)
        if lane is None:
            return 0
        delivered = 0
        while lane is not None:
            run = _Run(self, lane, may_go_on)
            lane = run.through()
            delivered += run.delivered
        return delivered


class _Next(Enum):
    GO_ON = auto()
    STOP = auto()


class _Run:
    """Once through what is pending."""

    def __init__(self, parts: Deliver, lane: Lane, may_go_on: Callable[[], bool]) -> None:
        self.parts = parts
        self.lane = lane
        self.delivered = 0
        self._may_go_on = may_go_on
        self._oldest = ""  # of those that stay pending
        self._waits_until: datetime | None = None
        self._waiting: set[int] = set()  # faults of which an older one has to go first
        self._endpoint: Endpoint | None = None

    def through(self) -> Lane | None:
        """The lane again, where more was put into it meanwhile."""
        parts, lane = self.parts, self.lane
        self._endpoint = parts.endpoints.find(lane.customer_id, lane.endpoint_id)
        last, is_stopped = lane.oldest, False
        pending = parts.deliveries.pending(lane.customer_id, lane.endpoint_id, lane.oldest)
        for delivery in pending:
            last = delivery.event.event_id
            if self._one(delivery) is _Next.STOP:
                is_stopped = True
                break
        if not self._oldest and not is_stopped:
            return parts.deliveries.leave(self.lane)
        now = parts.clock()
        next_at = self._waits_until or now
        oldest = self._oldest or last
        parts.deliveries.release(replace(self.lane, oldest=oldest, next_at=next_at))
        if next_at <= now:
            parts.wake(lane.customer_id, lane.endpoint_id)
        return None

    def _one(self, delivery: Delivery) -> _Next:
        endpoint, now = self._endpoint, self.parts.clock()
        if not self._may_go_on():
            return _Next.STOP
        if delivery.state is not DeliveryState.PENDING:
            return _Next.GO_ON
        if endpoint is None or endpoint.off:
            self.parts.deliveries.save(self.lane.customer_id, delivery.given_up(now))
            return _Next.GO_ON
        number = delivery.event.fault.number
        if number in self._waiting:
            return _Next.GO_ON
        if delivery.next_at and delivery.next_at > now:
            self._stays(delivery, delivery.next_at)
            return _Next.GO_ON
        return self._attempt(endpoint, delivery)

    def _attempt(self, endpoint: Endpoint, delivery: Delivery) -> _Next:
        attempt = self.parts.post(endpoint, delivery.event)
        tried = delivery.attempted(attempt)
        if attempt.verdict is Verdict.TROUBLE and delivery.is_untried and not self._is_failing():
            self.parts.sleep(ONCE_MORE.total_seconds())
            attempt = self.parts.post(endpoint, delivery.event)
            tried = tried.attempted(attempt)
        self.parts.deliveries.save(self.lane.customer_id, tried)
        return self._judged(endpoint, tried, attempt.verdict)

    def _judged(self, endpoint: Endpoint, tried: Delivery, verdict: Verdict) -> _Next:
        parts, now = self.parts, self.parts.clock()
        if verdict is Verdict.DELIVERED:
            self.delivered += 1
            self.lane = parts.failing.works(self.lane)
            return _Next.GO_ON
        if verdict is Verdict.GONE:
            self._endpoint = parts.endpoints.switch_off(self.lane.customer_id, endpoint, Off.GONE)
            return _Next.GO_ON
        if tried.next_at:
            self._stays(tried, tried.next_at)
        if verdict is Verdict.REFUSED and len(self._waiting) < MAX_REFUSED:
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
        self._waiting.add(delivery.event.fault.number)
        self._waits_until = min(self._waits_until or until, until)

    def _is_failing(self) -> bool:
        return self.lane.failing_since is not None
