"""What was told is shown and told again, over stores in memory."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from faultbook.domain.deliveries import KEPT, Delivery, DeliveryFilter, DeliveryState
from faultbook.domain.endpoints import Endpoint, EndpointKind, Off, draw_secret
from faultbook.domain.errors import Conflict, DeliveryNotFound, EndpointNotFound, Unavailable
from faultbook.domain.events import FaultEvent, event_of
from faultbook.domain.timeline import observation_of
from faultbook.usecases.delivery_log import MAX_REDELIVERIES, MAX_TIME, DeliveryLog
from faultbook.usecases.endpoints import EndpointsOfCustomers
from tests.support.builders import CUSTOMER, NOW, SteppingClock, a_fault
from tests.support.delivery_fakes import InMemoryEndpointStore
from tests.support.delivery_store_fake import InMemoryDeliveryStore

ENDPOINT = "end_1"
SECOND = timedelta(seconds=1)
FAILED = DeliveryFilter(DeliveryState.FAILED)


class SometimesOut(InMemoryDeliveryStore):
    """`out` are the ids of events that the store does not answer for."""

    out: frozenset[str] = frozenset()

    def save(self, customer_id: str, delivery: Delivery) -> bool:
        if delivery.event.event_id in self.out:
            raise Unavailable
        return super().save(customer_id, delivery)


@dataclass
class World:
    clock: SteppingClock = field(default_factory=lambda: SteppingClock(NOW + timedelta(hours=1)))
    endpoints: InMemoryEndpointStore = field(default_factory=InMemoryEndpointStore)
    deliveries: SometimesOut = field(default_factory=SometimesOut)
    woken: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.set_endpoint(off=None)

    @property
    def log(self) -> DeliveryLog:
        endpoints = EndpointsOfCustomers(self.endpoints, self.clock, lambda endpoint: endpoint)
        return DeliveryLog(endpoints, self.deliveries, self._wake, self.clock)

    def set_endpoint(self, *, off: Off | None) -> None:
        endpoint = Endpoint(
            endpoint_id=ENDPOINT,
            name="on call",
            kind=EndpointKind.WEBHOOK,
            url="https://hooks.example.com/faults",
            secret=draw_secret(),
            created_at=NOW,
            created_by="user_1",
            off=off,
        )
        self.endpoints.save(CUSTOMER, self.endpoints.all(CUSTOMER), [endpoint])

    def failed(self, count: int) -> list[str]:
        """Ids of their events, the oldest first."""
        events = [an_event(number) for number in range(count)]
        for event in events:
            self.deliveries.put(CUSTOMER, ENDPOINT, event, event.at)
            given_up = Delivery(ENDPOINT, event, event.at).given_up(event.at)
            self.deliveries.save(CUSTOMER, replace(given_up, tried=7))
        return [event.event_id for event in events]

    def states(self) -> list[DeliveryState]:
        made = self.deliveries.made[CUSTOMER, ENDPOINT]
        return [made[event_id].state for event_id in sorted(made)]

    def _wake(self, customer_id: str, endpoint_id: str) -> None:
        self.woken.append((customer_id, endpoint_id))


def an_event(number: int) -> FaultEvent:
    return event_of(observation_of(a_fault(number=number, opened_at=NOW + number * SECOND)))


@pytest.fixture
def world() -> World:
    return World()


def test_what_failed_is_sent_again_with_all_its_time_before_it(world: World):
    [event_id] = world.failed(1)

    again = world.log.redeliver(CUSTOMER, ENDPOINT, event_id)

    assert (again.state, again.next_at) == (DeliveryState.PENDING, world.clock.at)
    assert again.is_untried
    assert again.tried == 7
    assert world.woken == [(CUSTOMER, ENDPOINT)]
    [due] = world.deliveries.due(world.clock.at)
    assert due.oldest == event_id


def test_many_are_taken_the_oldest_first_and_in_parts(world: World):
    ids = world.failed(MAX_REDELIVERIES + 3)

    first = world.log.redeliver_all(CUSTOMER, ENDPOINT, FAILED)
    second = world.log.redeliver_all(CUSTOMER, ENDPOINT, FAILED, first.last)

    done = [item.delivery.event.event_id for item in [*first.all, *second.all]]
    assert done == ids
    assert second.last is None
    assert set(world.states()) == {DeliveryState.PENDING}


def test_when_the_time_is_up_the_rest_is_left_to_the_next_request(world: World):
    ids = world.failed(3)
    begun = iter([NOW, NOW, NOW, NOW + MAX_TIME])
    endpoints = EndpointsOfCustomers(world.endpoints, world.clock, lambda endpoint: endpoint)
    log = DeliveryLog(
        endpoints, world.deliveries, lambda *_: None, lambda: next(begun, NOW + 2 * MAX_TIME)
    )

    first = log.redeliver_all(CUSTOMER, ENDPOINT, FAILED)

    assert [item.delivery.event.event_id for item in first.all] == ids[:1]
    assert first.last == ids[0]


def test_one_that_the_store_does_not_answer_for_is_told_by_itself(world: World):
    ids = world.failed(3)
    world.deliveries.out = frozenset({ids[1]})

    done = world.log.redeliver_all(CUSTOMER, ENDPOINT, FAILED)

    errors = [type(item.error) for item in done.all]
    assert errors == [type(None), Unavailable, type(None)]
    assert world.states() == [
        DeliveryState.PENDING,
        DeliveryState.FAILED,
        DeliveryState.PENDING,
    ]


def test_to_an_endpoint_that_is_off_nothing_is_sent_again(world: World):
    [event_id] = world.failed(1)
    world.set_endpoint(off=Off.GONE)

    with pytest.raises(Conflict):
        world.log.redeliver(CUSTOMER, ENDPOINT, event_id)
    with pytest.raises(Conflict):
        world.log.redeliver_all(CUSTOMER, ENDPOINT, FAILED)

    assert world.states() == [DeliveryState.FAILED]
    assert list(world.deliveries.due(world.clock.at)) == []


def test_after_thirty_days_there_is_no_such_delivery(world: World):
    """The store may take two days longer to forget it."""
    [event_id] = world.failed(1)
    world.clock.at = NOW + KEPT + SECOND

    assert world.log.page(CUSTOMER, ENDPOINT, DeliveryFilter(), 10).deliveries == []
    assert world.log.redeliver_all(CUSTOMER, ENDPOINT, FAILED).all == []
    with pytest.raises(DeliveryNotFound):
        world.log.get(CUSTOMER, ENDPOINT, event_id)


def test_deliveries_of_an_endpoint_that_is_not_there_are_not_either(world: World):
    world.failed(1)

    with pytest.raises(EndpointNotFound):
        world.log.page(CUSTOMER, "end_2", DeliveryFilter(), 10)
    with pytest.raises(EndpointNotFound):
        world.log.page("cus_B", ENDPOINT, DeliveryFilter(), 10)


def test_where_nothing_is_to_be_sent_again_nobody_is_woken(world: World):
    assert world.log.redeliver_all(CUSTOMER, ENDPOINT, FAILED).all == []

    assert world.woken == []
