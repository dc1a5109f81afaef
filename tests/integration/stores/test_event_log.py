"""One suite for the event log: in memory, on moto and on Dynoxide."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from faultbook.domain.events import FaultEvent, event_of
from faultbook.domain.listing import Position
from faultbook.domain.timeline import observation_of
from faultbook.domain.times import microseconds
from faultbook.dynamodb.event_log import DynamoEventLog
from faultbook.dynamodb.ledger import DynamoLedger
from faultbook.usecases.event_ports import EventLog
from faultbook.usecases.statistics_ports import Ledger, Overtaken, Transaction
from tests.support.builders import CUSTOMER, NOW, a_fault
from tests.support.engines import Engine
from tests.support.statistics_fakes import InMemoryStatistics

MORNING = Position(NOW.replace(hour=0), 0)


@pytest.fixture
def stores(engine: Engine | None) -> tuple[Ledger, EventLog]:
    if engine is None:
        books = InMemoryStatistics()
        return books, books
    tables = engine.tables
    return (
        DynamoLedger(engine.client, tables.faults, tables.statistics, tables.events),
        DynamoEventLog(engine.client, tables.events, tables.statistics),
    )


def a_transaction(events: list[FaultEvent], **parts: Any) -> Transaction:
    fields: dict[str, Any] = {
        "seen": "",
        "serial": str(microseconds(NOW)),
        "entries": [],
        "events": events,
        "gaps": [],
        "counts": {},
        "late_days": [],
        "closed": NOW.date() - timedelta(days=1),
    }
    return Transaction(**(fields | parts))


def events_of(*versions: int) -> list[FaultEvent]:
    return [event_of(observation_of(replace(a_fault(number=1), version=n))) for n in versions]


def test_there_is_no_head_before_the_first_transaction(stores: tuple[Ledger, EventLog]):
    _, log = stores

    assert log.head(CUSTOMER) is None
    assert list(log.between(CUSTOMER, MORNING, NOW, together=2)) == []


def test_events_are_read_in_the_order_of_their_transaction(stores: tuple[Ledger, EventLog]):
    ledger, log = stores
    events = events_of(3, 1, 2)

    ledger.commit(CUSTOMER, a_transaction(events))

    read = list(log.between(CUSTOMER, MORNING, NOW, together=2))
    assert [event for _, event in read] == events
    behind_the_first = log.between(CUSTOMER, read[0][0], NOW, together=2)
    assert [event.version for _, event in behind_the_first] == [1, 2]
    head = log.head(CUSTOMER)
    assert head
    assert head.at == NOW
    assert list(log.between(CUSTOMER, head, NOW, together=2)) == []


def test_what_was_written_later_than_asked_for_is_not_read(stores: tuple[Ledger, EventLog]):
    ledger, log = stores
    ledger.commit(CUSTOMER, a_transaction(events_of(1)))

    before = NOW - timedelta(microseconds=1)

    assert list(log.between(CUSTOMER, MORNING, before, together=2)) == []


def test_the_log_of_another_customer_is_another(stores: tuple[Ledger, EventLog]):
    ledger, log = stores

    ledger.commit(CUSTOMER, a_transaction(events_of(1)))

    assert log.head("cus_B") is None
    assert list(log.between("cus_B", MORNING, NOW, together=2)) == []


def test_a_refused_transaction_leaves_no_event(stores: tuple[Ledger, EventLog]):
    ledger, log = stores
    ledger.commit(CUSTOMER, a_transaction(events_of(1)))

    with pytest.raises(Overtaken):
        ledger.commit(CUSTOMER, a_transaction(events_of(2)))

    assert len(list(log.between(CUSTOMER, MORNING, NOW, together=2))) == 1
