"""Openings and resolutions by their time: in memory, on moto and on Dynoxide."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from faultbook.domain.fault import ChangeKind, Fault
from faultbook.domain.statistics import Event, Measure, Subject
from faultbook.dynamodb.event_store import DynamoEventStore
from faultbook.dynamodb.fault_item import item_of
from tests.support.builders import CUSTOMER, NOW, a_change, a_fault
from tests.support.engines import Engine
from tests.support.statistics_fakes import InMemoryEvents

MICROSECOND = timedelta(microseconds=1)


class Shelf:
    """Faults as they stand, and their events."""

    def __init__(self, engine: Engine | None) -> None:
        self._faults: dict[tuple[str, int], Fault] = {}
        self._engine = engine
        self.events: Any = (
            DynamoEventStore(engine.client, engine.tables.faults)
            if engine
            else InMemoryEvents(self._faults)
        )

    def put(self, *faults: Fault) -> None:
        for fault in faults:
            self._faults[fault.customer_id, fault.number] = fault
            if self._engine:
                self._engine.client.put_item(
                    TableName=self._engine.tables.faults, Item=item_of(fault)
                )


@pytest.fixture
def shelf(engine: Engine | None) -> Shelf:
    return Shelf(engine)


def resolved(fault: Fault, at: datetime) -> Fault:
    return fault.resolved(a_change(ChangeKind.RESOLVED, at=at))


def times(events: Iterator[Event]) -> list[datetime]:
    return sorted(event.at for event in events)


def test_a_span_holds_its_begin_and_not_its_end(shelf: Shelf):
    later = NOW + timedelta(minutes=5)
    at = [NOW - MICROSECOND, NOW, NOW + MICROSECOND, later - MICROSECOND, later]
    for number, one in enumerate(at, start=1):
        shelf.put(a_fault(number=number, opened_at=one))
        fault = a_fault(number=100 + number, opened_at=NOW - timedelta(days=1))
        shelf.put(resolved(fault, one))

    assert times(shelf.events.opened(CUSTOMER, NOW, later)) == at[1:4]
    assert times(shelf.events.resolved(CUSTOMER, NOW, later)) == at[1:4]


def test_a_span_may_reach_over_months_and_years(shelf: Shelf):
    at = [datetime(2025, month, 28, tzinfo=UTC) for month in (10, 11, 12)]
    at += [datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)]
    shelf.put(*(a_fault(number=n, opened_at=one) for n, one in enumerate(at, start=1)))

    found = shelf.events.opened(CUSTOMER, at[1], at[4])

    assert times(found) == at[1:4]


def test_events_carry_the_labels_of_the_fault(shelf: Shelf):
    shelf.put(resolved(a_fault(number=1, type="disk", resource_id="dev_9"), NOW))

    [event] = shelf.events.resolved(CUSTOMER, NOW, NOW + MICROSECOND)

    assert event.subject is Subject.RESOLVED
    assert (event.state.type, event.state.resource_id) == ("disk", "dev_9")


def test_customers_do_not_see_each_other(shelf: Shelf):
    shelf.put(a_fault("cus_A", number=1), resolved(a_fault("cus_A", number=2), NOW))

    assert times(shelf.events.opened("cus_B", NOW, NOW + MICROSECOND)) == []
    assert times(shelf.events.resolved("cus_B", NOW, NOW + MICROSECOND)) == []


@pytest.mark.parametrize(
    ("opened_at", "now"),
    [
        (datetime(2024, 11, 15, 12, tzinfo=UTC), NOW),
        (datetime(2024, 12, 31, 11, tzinfo=UTC), datetime(2026, 2, 28, 11, tzinfo=UTC)),
    ],
)
def test_open_faults_are_expired_at_their_second(shelf: Shelf, opened_at: datetime, now: datetime):
    shelf.put(
        a_fault(number=1, opened_at=opened_at),
        a_fault(number=2, opened_at=now - timedelta(days=30)),
        resolved(a_fault(number=3, opened_at=opened_at), opened_at),
    )

    assert shelf.events.expired(CUSTOMER, now - timedelta(seconds=1)) == {}
    assert shelf.events.expired(CUSTOMER, now)[Measure(Subject.UNRESOLVED)] == 1
