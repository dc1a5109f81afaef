"""Due notes: found when it is time, each kind by itself."""

from dataclasses import replace
from datetime import timedelta

import pytest

from faultbook.domain.due import Due, DueKind
from faultbook.domain.times import microseconds
from faultbook.dynamodb import keys
from faultbook.dynamodb.due_store import DynamoDueStore
from faultbook.usecases.ports import DueStore, FaultStore
from tests.support.builders import CUSTOMER, NOW, SteppingClock, a_fault
from tests.support.engines import Engine
from tests.support.fakes import InMemoryFaultStore

LATER = NOW + timedelta(minutes=30)


@pytest.fixture
def due_store(engine: Engine | None, fault_store: FaultStore) -> DueStore:
    if engine is None:
        assert isinstance(fault_store, InMemoryFaultStore)
        return fault_store.dues
    return DynamoDueStore(engine.client, engine.tables.faults)


def test_a_fault_that_closes_by_itself_is_due_from_that_microsecond_on(
    fault_store: FaultStore, due_store: DueStore
):
    fault = a_fault(closes_at=LATER)

    fault_store.create(CUSTOMER, fault)

    assert list(due_store.until(LATER - timedelta(microseconds=1), DueKind.CLOSE)) == []
    assert list(due_store.until(LATER, DueKind.CLOSE)) == [Due(CUSTOMER, fault.number, LATER, NOW)]


def test_a_fault_that_stays_open_until_somebody_resolves_it_is_never_due(
    fault_store: FaultStore, due_store: DueStore
):
    fault_store.create(CUSTOMER, a_fault())

    assert list(due_store.until(NOW + timedelta(days=500), DueKind.CLOSE)) == []


def test_all_that_is_due_comes_oldest_first_whosever_it_is(
    fault_store: FaultStore, due_store: DueStore
):
    for minute in reversed(range(150)):
        customer = f"cus_{minute % 3}"
        at = NOW + timedelta(minutes=minute)
        fault_store.create(customer, a_fault(customer, number=minute, closes_at=at))

    dues = list(due_store.until(NOW + timedelta(minutes=119), DueKind.CLOSE))

    assert [(due.customer_id, due.number) for due in dues] == [
        (f"cus_{minute % 3}", minute) for minute in range(120)
    ]


def test_what_is_removed_is_gone_and_may_be_removed_again(
    fault_store: FaultStore, due_store: DueStore
):
    for number in (1, 2):
        fault_store.create(CUSTOMER, a_fault(number=number, closes_at=LATER))
    first, second = due_store.until(LATER, DueKind.CLOSE)

    due_store.remove(first)
    due_store.remove(first)

    assert list(due_store.until(LATER, DueKind.CLOSE)) == [second]


def test_a_create_that_is_repeated_leaves_one_note(
    fault_store: FaultStore, due_store: DueStore, clock: SteppingClock
):
    fault = a_fault(closes_at=LATER)

    fault_store.create(CUSTOMER, fault)
    fault_store.create(CUSTOMER, fault)

    assert [replace(due, written_at=clock()) for due in due_store.until(LATER, DueKind.CLOSE)] == [
        Due(CUSTOMER, fault.number, LATER, clock())
    ]


def test_what_was_put_aside_is_found_at_its_later_time_and_remembers_when_it_was_due(
    fault_store: FaultStore, due_store: DueStore
):
    fault = a_fault(closes_at=LATER)
    fault_store.create(CUSTOMER, fault)
    [due] = due_store.until(LATER, DueKind.CLOSE)

    due_store.put_aside(due, due.put_aside(LATER))

    assert list(due_store.until(LATER + timedelta(minutes=4), DueKind.CLOSE)) == []
    [again] = due_store.until(LATER + timedelta(minutes=5), DueKind.CLOSE)
    assert again == due.put_aside(LATER)
    assert (again.at, again.tries, again.expires_at) == (LATER, 1, fault.expires_at)
    due_store.remove(again)
    assert list(due_store.until(LATER + timedelta(days=1), DueKind.CLOSE)) == []


def test_a_note_that_cannot_be_read_hides_no_other(
    engine: Engine | None, fault_store: FaultStore, due_store: DueStore
):
    fault_store.create(CUSTOMER, a_fault(number=2, closes_at=LATER))
    if engine:
        for odd in ("0", "0000000000000000#cus_A#x", "#"):
            item = {"pk": {"S": keys.due(DueKind.CLOSE, 0)}, "sk": {"S": odd}}
            engine.client.put_item(TableName=engine.tables.faults, Item=item)

    assert [due.number for due in due_store.until(LATER, DueKind.CLOSE)] == [2]


def test_a_kind_is_found_by_itself(fault_store: FaultStore, due_store: DueStore):
    fault_store.create(CUSTOMER, a_fault(number=2, closes_at=LATER))
    note = Due(CUSTOMER, 2, LATER, NOW, DueKind.AWAKE)

    due_store.put(note)

    assert list(due_store.until(LATER, DueKind.AWAKE)) == [note]
    assert [due.kind for due in due_store.until(LATER, DueKind.CLOSE)] == [DueKind.CLOSE]
    due_store.remove(note)
    assert list(due_store.until(LATER, DueKind.AWAKE)) == []


def test_notes_from_before_there_were_kinds_are_found(engine: Engine | None, due_store: DueStore):
    note = Due(CUSTOMER, 2, LATER, NOW)
    if engine:
        place = {"pk": {"S": "due#0"}, "sk": {"S": keys.due_at(LATER, CUSTOMER, 2)}}
        fields = {"written_at": {"N": str(microseconds(NOW))}, "ttl": {"N": "1800000000"}}
        engine.client.put_item(TableName=engine.tables.faults, Item=place | fields)
    else:
        due_store.put(note)

    assert list(due_store.until(LATER, DueKind.CLOSE)) == [note]
