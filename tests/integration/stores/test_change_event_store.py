"""One suite for the fake and the real stores of change events."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from faultbook.domain.change_event import KEPT, ChangeEvent
from faultbook.domain.identifiers import draw_number
from faultbook.dynamodb import change_event_store
from faultbook.dynamodb.change_event_store import DynamoChangeEventStore
from faultbook.usecases.change_event_ports import ChangeEventStore
from tests.support.builders import CUSTOMER, NOW, SteppingClock
from tests.support.change_event_fakes import InMemoryChangeEventStore
from tests.support.engines import Engine

SPAN = (NOW - KEPT, NOW + timedelta(minutes=1))


@pytest.fixture
def store(engine: Engine | None, clock: SteppingClock) -> ChangeEventStore:
    if engine is None:
        return InMemoryChangeEventStore(clock)
    return DynamoChangeEventStore(engine.client, engine.tables.faults, clock)


def an_event(**fields: object) -> ChangeEvent:
    event = ChangeEvent(
        customer_id=CUSTOMER,
        number=draw_number(NOW),
        at=NOW,
        summary="Release 1.4.2 went out",
        source="web-1",
        path="frankfurt|web-1",
        reporter="deployer",
        detail={"links": [{"href": "https://ci.example/7"}]},
    )
    return replace(event, **fields)  # type: ignore[arg-type] # named by the test


def all_of(store: ChangeEventStore, path: str = "", limit: int = 3) -> Sequence[ChangeEvent]:
    found: list[ChangeEvent] = []
    after = None
    while True:
        page = store.page(CUSTOMER, SPAN, path, limit, after)
        found += page.events
        after = page.next
        if after is None:
            return found


def test_an_event_comes_back_whole(store: ChangeEventStore):
    event = an_event()

    store.put(CUSTOMER, event)

    assert all_of(store) == [event]


def test_an_event_that_says_next_to_nothing_comes_back_as_it_was(store: ChangeEventStore):
    event = an_event(source="", path="", detail={})

    store.put(CUSTOMER, event)

    assert all_of(store) == [event]


def test_they_come_newest_first_over_months_and_pages(store: ChangeEventStore):
    events = [an_event(at=NOW - timedelta(days=8 * place)) for place in range(11)]
    for event in reversed(events):
        store.put(CUSTOMER, event)

    assert all_of(store) == events


def test_those_of_one_moment_are_all_there(store: ChangeEventStore):
    events = [an_event(number=draw_number(NOW)) for _ in range(7)]
    for event in events:
        store.put(CUSTOMER, event)

    assert {event.number for event in all_of(store)} == {event.number for event in events}


def test_a_span_has_its_beginning_and_not_its_end(store: ChangeEventStore):
    first, last = (an_event(at=NOW - timedelta(hours=hours)) for hours in (2, 1))
    store.put(CUSTOMER, first)
    store.put(CUSTOMER, last)

    assert store.page(CUSTOMER, (first.at, last.at), "", 9, None).events == (first,)


def test_a_place_holds_what_is_below_it_and_no_namesake(store: ChangeEventStore):
    here, below, beside = (
        an_event(path=path, at=NOW - timedelta(minutes=minutes))
        for minutes, path in enumerate(["frankfurt", "frankfurt|web-1", "frankfurt-2|web-1"])
    )
    for event in (here, below, beside):
        store.put(CUSTOMER, event)

    assert all_of(store, "frankfurt") == [here, below]
    assert all_of(store, "frankfurt|web-1") == [below]


def test_they_are_nobody_elses(store: ChangeEventStore):
    store.put(CUSTOMER, an_event())

    assert store.page("cus_other", SPAN, "", 9, None).events == ()


def test_they_are_gone_ninety_days_after_they_came(store: ChangeEventStore, clock: SteppingClock):
    store.put(CUSTOMER, an_event(at=NOW - timedelta(days=5)))

    clock.at = NOW + KEPT - timedelta(seconds=2)
    assert all_of(store)
    clock.at = NOW + KEPT + timedelta(seconds=2)
    assert not all_of(store)


def test_a_page_reads_a_bounded_number_of_them(
    store: ChangeEventStore, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(change_event_store, "MOST_READ", 4)
    wanted = an_event(path="bonn", at=NOW - timedelta(minutes=30))
    for minutes in range(9):
        store.put(CUSTOMER, an_event(at=NOW - timedelta(minutes=minutes)))
    store.put(CUSTOMER, wanted)

    assert all_of(store, "bonn") == [wanted]
