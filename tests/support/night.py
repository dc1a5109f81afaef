"""Deliveries from change to receiver over stores in memory, with a clock that is moved.

Receivers keep a ledger. Whoever delivers may be killed at any call of the store.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from faultbook.domain.deliveries import Attempt, Failure
from faultbook.domain.endpoints import Endpoint, EndpointKind, ends, is_opening
from faultbook.domain.errors import Unavailable
from faultbook.domain.events import FaultEvent, event_of
from faultbook.domain.fault import ChangeKind, Status
from faultbook.domain.storms import Storm
from faultbook.domain.timeline import observation_of
from faultbook.usecases.deliver import Deliver
from faultbook.usecases.endpoints import EndpointsOfCustomers
from faultbook.usecases.failing_endpoints import FailingEndpoints
from faultbook.usecases.outbox import KeepForDelivery
from faultbook.usecases.wake_deliveries import WakeDeliveries
from tests.support.builders import CUSTOMER, NOW, SteppingClock, a_fault
from tests.support.delivery_fakes import InMemoryEndpointStore
from tests.support.delivery_store_fake import InMemoryDeliveryStore
from tests.support.interruptions import Killed

_RUN = timedelta(seconds=32)  # that a run goes on for
_WRITES = ("save", "release", "leave", "put", "put_storm", "enter", "claim", "tell")

Told = FaultEvent | Storm
# Of the time of an attempt: what the receiver answers, and after how many seconds.
Answer = Callable[[datetime], tuple[int | None, float]]


def thanks(_: datetime) -> tuple[int | None, float]:
    return 200, 0.01


def an_opening(number: int, at: datetime) -> FaultEvent:
    fault = a_fault(number=number, opened_at=at, path=f"site_{number % 7}|edge-{number}")
    return event_of(observation_of(fault))


def later(event: FaultEvent, what: ChangeKind, at: datetime) -> FaultEvent:
    """The next version of its fault."""
    status = Status.RESOLVED if what is ChangeKind.RESOLVED else Status.UNRESOLVED
    version = event.version + 1
    fault = replace(event.fault, status=status, version=version)
    return replace(event, what=what, at=at, version=version, fault=fault)


@dataclass
class Receiver:
    """`taken` are those that it answered with 200, as often as it did."""

    answer: Answer = thanks
    received: list[Told] = field(default_factory=list)
    taken: list[Told] = field(default_factory=list)

    def post(self, event: Told, clock: SteppingClock) -> Attempt:
        started = clock.at
        status, seconds = self.answer(started)
        self.received.append(event)
        clock.at += timedelta(seconds=seconds)
        if status == 200:
            self.taken.append(event)
            return Attempt(started, 10, status=status)
        failure = Failure.STATUS if status else Failure.TIMEOUT
        return Attempt(started, round(seconds * 1000), status=status, failure=failure)


class MortalDeliveryStore(InMemoryDeliveryStore):
    """Each write may be the last thing that somebody does, before it or after it."""

    draw: random.Random | None = None
    often: float = 0.0

    def __getattribute__(self, name: str) -> Any:
        found = super().__getattribute__(name)
        if name not in _WRITES or self.draw is None:
            return found
        draw, often = self.draw, self.often

        def mortal(*arguments: Any, **named: Any) -> Any:
            if draw.random() < often:
                raise Killed
            answer = found(*arguments, **named)
            if draw.random() < often:
                raise Killed
            return answer

        return mortal


@dataclass
class Night:
    receivers: dict[str, Receiver]
    kind: EndpointKind = EndpointKind.WEBHOOK
    clock: SteppingClock = field(default_factory=SteppingClock)
    deliveries: MortalDeliveryStore = field(default_factory=MortalDeliveryStore)
    endpoints: InMemoryEndpointStore = field(default_factory=InMemoryEndpointStore)
    told: list[FaultEvent] = field(default_factory=list)
    _woken: dict[tuple[str, str], None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        made = [
            Endpoint(
                endpoint_id=name,
                name=name,
                kind=self.kind,
                url="https://hooks.example.com/faults",
                secret="",
                created_at=NOW,
                created_by="user_1",
            )
            for name in self.receivers
        ]
        self.endpoints.save(CUSTOMER, self.endpoints.all(CUSTOMER), made)

    def happens(self, *events: FaultEvent) -> None:
        """What the stream brings comes again as long as it was not kept."""
        self.told += events
        while True:
            outbox = KeepForDelivery(self.endpoints.all, self.deliveries, self._wake, self.clock)
            try:
                outbox.keep(CUSTOMER, events)
                outbox.send()
            except Killed:
                continue
            return

    def deliver(self) -> None:
        """What was woken, and what wakes each other; whoever is killed has told nobody of it."""
        while self._woken:
            place = next(iter(self._woken))
            del self._woken[place]
            with suppress(Killed):
                self._run(*place)

    def _run(self, customer_id: str, endpoint_id: str) -> None:
        until = self.clock.at + _RUN
        self._deliverer().run(customer_id, endpoint_id, lambda: self.clock.at < until)

    def sweep(self) -> None:
        WakeDeliveries(self.deliveries, self._wake, self.clock).run()
        self.deliver()

    def minutes(self, count: int) -> None:
        for _ in range(count):
            self.clock.at += timedelta(minutes=1)
            self.sweep()

    def settle(self) -> None:
        """All is well from now on, until nothing waits any more."""
        self.deliveries.draw = None
        for receiver in self.receivers.values():
            receiver.answer = thanks
        for _ in range(100):
            self.minutes(1)
            if not self.deliveries.lanes:
                return
        raise AssertionError("something waits for ever")

    def _wake(self, customer_id: str, endpoint_id: str) -> None:
        self._woken[customer_id, endpoint_id] = None

    def _sleep(self, seconds: float) -> None:
        self.clock.at += timedelta(seconds=seconds)

    def _deliverer(self) -> Deliver:
        return Deliver(
            endpoints=EndpointsOfCustomers(self.endpoints, self.clock, lambda one: one),
            deliveries=self.deliveries,
            failing=FailingEndpoints(_out, _out),
            post=lambda endpoint, event: self.receivers[endpoint.endpoint_id].post(
                event, self.clock
            ),
            wake=self._wake,
            clock=self.clock,
            sleep=self._sleep,
        )


def _out() -> Any:
    raise Unavailable


def once(events: Sequence[Told]) -> Iterator[Told]:
    """The first of each id; what comes again under an id is the same."""
    seen: dict[str, Told] = {}
    for event in events:
        if event.event_id not in seen:
            seen[event.event_id] = event
            yield event
        assert seen[event.event_id] == event


def check_ledger(receiver: Receiver, happened: Sequence[FaultEvent]) -> None:
    """Everything was told, by itself or in a storm; each told opening is followed by its end."""
    taken = list(once(receiver.taken))
    single = [event for event in taken if isinstance(event, FaultEvent)]
    storms = [event for event in taken if isinstance(event, Storm)]
    ids = {event.event_id for event in single}
    assert ids <= {event.event_id for event in happened}
    assert len(ids) + sum(storm.count for storm in storms) == len(happened)
    by_fault: dict[int, list[FaultEvent]] = {}
    for event in single:
        by_fault.setdefault(event.fault.number, []).append(event)
    for told in by_fault.values():
        assert [event.version for event in told] == sorted(event.version for event in told)
    open_ones: set[int] = set()
    for event in happened:
        number = event.fault.number
        if is_opening(event) and event.event_id in ids:
            open_ones.add(number)
        if ends(event) and number in open_ones:
            open_ones.remove(number)
            assert event.event_id in ids
