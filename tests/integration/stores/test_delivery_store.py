"""One suite for deliveries and lanes: in memory, on moto and on Dynoxide."""

from dataclasses import replace
from datetime import timedelta

import pytest

from faultbook.domain.deliveries import Attempt, Delivery, DeliveryFilter, DeliveryState, Failure
from faultbook.domain.events import FaultEvent, event_of
from faultbook.domain.fault import ChangeKind
from faultbook.domain.storms import StormDraft, storm_id
from faultbook.domain.timeline import observation_of
from faultbook.dynamodb.delivery_store import DynamoDeliveryStore
from faultbook.usecases.delivery_ports import DeliveryStore
from tests.support.builders import CUSTOMER, NOW, a_fault
from tests.support.delivery_store_fake import InMemoryDeliveryStore
from tests.support.engines import Engine

ENDPOINT = "end_1"
SECOND = timedelta(seconds=1)
LEASE = NOW + timedelta(seconds=90)
EVERYTHING = DeliveryFilter()


@pytest.fixture
def store(engine: Engine | None) -> DeliveryStore:
    if engine is None:
        return InMemoryDeliveryStore()
    return DynamoDeliveryStore(engine.client, engine.tables.events)


def an_event(number: int = 1) -> FaultEvent:
    return event_of(observation_of(a_fault(number=number, opened_at=NOW + number * SECOND)))


def put(store: DeliveryStore, *events: FaultEvent, endpoint_id: str = ENDPOINT) -> None:
    for event in events:
        assert store.put(CUSTOMER, endpoint_id, event, NOW)


def ids(deliveries: object) -> list[int]:
    return [one.event.fault.number for one in deliveries]  # type: ignore[attr-defined]  # of both


def test_a_delivery_comes_back_as_it_was(store: DeliveryStore):
    event = an_event()
    put(store, event)
    new = Delivery(ENDPOINT, event, created_at=NOW, next_at=NOW)
    refused = Attempt(
        NOW + SECOND,
        84,
        status=429,
        failure=Failure.STATUS,
        retry_after=timedelta(seconds=7),
        answer="later",
    )
    tried = new.attempted(refused)

    assert store.get(CUSTOMER, ENDPOINT, event.event_id) == new
    assert store.save(CUSTOMER, tried)
    assert store.get(CUSTOMER, ENDPOINT, event.event_id) == tried
    again = tried.again(NOW + SECOND)
    assert store.save(CUSTOMER, again)
    assert store.get(CUSTOMER, ENDPOINT, event.event_id) == again


def test_what_is_not_there_is_not_made_by_saving_it(store: DeliveryStore):
    event = an_event()

    assert not store.save(CUSTOMER, Delivery(ENDPOINT, event, created_at=NOW))

    assert store.get(CUSTOMER, ENDPOINT, event.event_id) is None


def test_what_is_put_twice_waits_as_long_as_it_is_pending(store: DeliveryStore):
    event = an_event()
    put(store, event)

    assert store.put(CUSTOMER, ENDPOINT, event, NOW + SECOND)
    store.save(CUSTOMER, Delivery(ENDPOINT, event, NOW, state=DeliveryState.DELIVERED))

    assert not store.put(CUSTOMER, ENDPOINT, event, NOW + SECOND)


def test_pages_lead_through_everything_newest_first(store: DeliveryStore):
    put(store, *(an_event(number) for number in range(7)))
    put(store, an_event(9), endpoint_id="end_2")

    first = store.page(CUSTOMER, ENDPOINT, EVERYTHING, 3)
    second = store.page(CUSTOMER, ENDPOINT, EVERYTHING, 3, first.last)
    third = store.page(CUSTOMER, ENDPOINT, EVERYTHING, 3, second.last)

    assert [ids(page.deliveries) for page in (first, second, third)] == [
        [6, 5, 4],
        [3, 2, 1],
        [0],
    ]
    assert third.last is None
    assert store.page("cus_B", ENDPOINT, EVERYTHING, 3).deliveries == []


def test_pages_lead_through_everything_oldest_first(store: DeliveryStore):
    put(store, *(an_event(number) for number in range(4)))

    first = store.page(CUSTOMER, ENDPOINT, EVERYTHING, 3, oldest_first=True)
    second = store.page(CUSTOMER, ENDPOINT, EVERYTHING, 3, first.last, oldest_first=True)

    assert [ids(page.deliveries) for page in (first, second)] == [[0, 1, 2], [3]]
    assert second.last is None


def test_a_page_that_ends_with_the_last_has_no_other_behind_it(store: DeliveryStore):
    put(store, *(an_event(number) for number in range(3)))

    page = store.page(CUSTOMER, ENDPOINT, EVERYTHING, 3)

    assert (len(page.deliveries), page.last) == (3, None)


def test_a_span_is_of_the_events_own_times(store: DeliveryStore):
    put(store, *(an_event(number) for number in range(4)))
    spans: list[tuple[float | None, float | None, list[int]]] = [
        (2, None, [2, 3]),
        (None, 2, [0, 1]),
        (1, 3, [1, 2]),
        (1.5, 2.5, [2]),
        (2, 2, []),
        (3, 1, []),
    ]

    for first, last, expected in spans:
        since = None if first is None else NOW + first * SECOND
        until = None if last is None else NOW + last * SECOND
        for oldest_first in (False, True):
            wanted = DeliveryFilter(since=since, until=until)
            page = store.page(CUSTOMER, ENDPOINT, wanted, 9, oldest_first=oldest_first)
            assert sorted(ids(page.deliveries)) == expected


def test_a_page_of_a_state(store: DeliveryStore):
    events = [an_event(number) for number in range(6)]
    put(store, *events)
    for event in events[::2]:
        store.save(CUSTOMER, Delivery(ENDPOINT, event, NOW, state=DeliveryState.FAILED))
    failed = DeliveryFilter(DeliveryState.FAILED)

    first = store.page(CUSTOMER, ENDPOINT, failed, 2)
    second = store.page(CUSTOMER, ENDPOINT, failed, 2, first.last)

    assert ids(first.deliveries) == [4, 2]
    assert ids(second.deliveries) == [0]


def test_who_was_told_is_remembered(store: DeliveryStore):
    store.tell(CUSTOMER, ENDPOINT, an_event(1))
    store.tell(CUSTOMER, ENDPOINT, an_event(1))

    assert store.is_told(CUSTOMER, ENDPOINT, 1)
    assert not store.is_told(CUSTOMER, ENDPOINT, 2)
    assert not store.is_told(CUSTOMER, "end_2", 1)


def test_the_opening_is_known_until_more_was_to_be_told(store: DeliveryStore):
    opened = an_event(1)
    more = replace(opened, what=ChangeKind.ACKNOWLEDGED, version=2)
    reopened = replace(opened, what=ChangeKind.REOPENED, version=3)

    assert store.opening_of(CUSTOMER, ENDPOINT, 1) is None
    store.tell(CUSTOMER, ENDPOINT, opened)
    assert store.opening_of(CUSTOMER, ENDPOINT, 1) == opened.event_id
    store.tell(CUSTOMER, ENDPOINT, more)
    assert store.opening_of(CUSTOMER, ENDPOINT, 1) is None
    assert store.is_told(CUSTOMER, ENDPOINT, 1)
    store.tell(CUSTOMER, ENDPOINT, reopened)
    assert store.opening_of(CUSTOMER, ENDPOINT, 1) == reopened.event_id
    store.tell(CUSTOMER, ENDPOINT, replace(more, fault=an_event(2).fault))
    assert store.is_told(CUSTOMER, ENDPOINT, 2)
    assert store.opening_of(CUSTOMER, ENDPOINT, 2) is None


def test_a_storm_stands_behind_the_events_of_its_minute(store: DeliveryStore):
    events = [an_event(59), an_event(60)]
    put(store, *events)
    draft = StormDraft(storm_id(ENDPOINT, NOW, "evt_1"), CUSTOMER, NOW, "evt_1")
    draft.add(events[0])
    storm = draft.storm()

    assert store.put_storm(ENDPOINT, storm, NOW)
    assert not store.put_storm(ENDPOINT, storm, NOW)

    found = [one.event for one in store.pending(CUSTOMER, ENDPOINT, events[0].event_id)]
    assert found == [events[0], storm, events[1]]
    folded = Delivery(ENDPOINT, events[0], NOW).folded(storm.event_id)
    assert store.save(CUSTOMER, folded)
    assert store.get(CUSTOMER, ENDPOINT, events[0].event_id) == folded


def test_deliveries_are_counted_up_to_one(store: DeliveryStore):
    events = [an_event(number) for number in range(5)]
    put(store, *events)

    ids_of = [event.event_id for event in events]
    assert store.count(CUSTOMER, ENDPOINT, ids_of[1], ids_of[4]) == 3
    assert store.count(CUSTOMER, ENDPOINT, ids_of[4], ids_of[4]) == 0


def test_a_lane_has_one_holder_until_the_lease_ends(store: DeliveryStore):
    entered = store.enter(CUSTOMER, ENDPOINT, [an_event(1)], NOW)
    lane = store.claim(CUSTOMER, ENDPOINT, NOW, LEASE)

    assert lane == replace(entered, lease_until=LEASE)
    assert store.claim(CUSTOMER, ENDPOINT, NOW, LEASE) is None
    assert list(store.due(NOW)) == []
    assert list(store.due(LEASE)) == [lane]
    assert store.claim(CUSTOMER, ENDPOINT, LEASE, LEASE + SECOND) is not None


def test_an_empty_lane_is_left(store: DeliveryStore):
    store.enter(CUSTOMER, ENDPOINT, [an_event(1)], NOW)
    lane = store.claim(CUSTOMER, ENDPOINT, NOW, LEASE)
    assert lane

    assert store.leave(lane) is None

    assert list(store.due(LEASE)) == []


def test_a_lane_into_which_more_was_put_is_gone_through_again(store: DeliveryStore):
    store.enter(CUSTOMER, ENDPOINT, [an_event(1)], NOW)
    lane = store.claim(CUSTOMER, ENDPOINT, NOW, LEASE)
    assert lane
    store.enter(CUSTOMER, ENDPOINT, [an_event(3), an_event(2)], NOW)

    more = store.leave(replace(lane, failing_since=NOW, fault=7))

    assert more == replace(lane, oldest=an_event(2).event_id, puts=3, failing_since=NOW, fault=7)
    assert store.leave(more) is None


def test_what_is_released_is_due_at_its_time(store: DeliveryStore):
    store.enter(CUSTOMER, ENDPOINT, [an_event(1), an_event(2)], NOW)
    lane = store.claim(CUSTOMER, ENDPOINT, NOW, LEASE)
    assert lane
    later = replace(
        lane,
        oldest=an_event(2).event_id,
        next_at=NOW + SECOND,
        failing_since=NOW,
        fault=7,
        rate=2.5,
    )

    store.release(later)

    assert list(store.due(NOW)) == []
    claimed = store.claim(CUSTOMER, ENDPOINT, NOW + SECOND, LEASE)
    assert claimed == replace(later, lease_until=LEASE)


def test_a_lane_begins_with_the_oldest_whenever_it_is_put(store: DeliveryStore):
    store.enter(CUSTOMER, ENDPOINT, [an_event(5)], NOW)
    lane = store.claim(CUSTOMER, ENDPOINT, NOW, LEASE)
    assert lane
    store.enter(CUSTOMER, ENDPOINT, [an_event(2)], NOW)

    store.release(replace(lane, oldest=an_event(9).event_id, next_at=NOW))

    claimed = store.claim(CUSTOMER, ENDPOINT, NOW, LEASE)
    assert claimed
    assert claimed.oldest == an_event(2).event_id
    pending = store.pending(CUSTOMER, ENDPOINT, claimed.oldest)
    assert list(pending) == []


def test_whoever_has_lost_the_lease_changes_nothing(store: DeliveryStore):
    store.enter(CUSTOMER, ENDPOINT, [an_event(1)], NOW)
    lost = store.claim(CUSTOMER, ENDPOINT, NOW, LEASE)
    held = store.claim(CUSTOMER, ENDPOINT, LEASE, LEASE + SECOND)
    assert lost
    assert held

    store.release(replace(lost, oldest=an_event(9).event_id))
    assert store.leave(lost) is None

    assert store.leave(held) is None
    assert list(store.due(LEASE)) == []


def test_those_from_the_oldest_on_come_in_their_order(store: DeliveryStore):
    events = [an_event(number) for number in range(40)]
    put(store, *reversed(events))

    pending = store.pending(CUSTOMER, ENDPOINT, events[3].event_id)

    assert ids(pending) == list(range(3, 40))
