"""One suite for the fake and the real stores of heartbeats and of sweeps."""

from dataclasses import replace
from datetime import timedelta

import pytest

from faultbook.domain import heartbeat as heartbeats
from faultbook.domain.errors import (
    HeartbeatChanged,
    HeartbeatExists,
    TooLarge,
    TooManyHeartbeats,
)
from faultbook.domain.fault import Severity
from faultbook.domain.heartbeat import Beat, Heartbeat, IntervalUnit
from faultbook.domain.outage import Outage, Sweeps
from faultbook.dynamodb import heartbeat_store
from faultbook.dynamodb.heartbeat_store import DynamoHeartbeatStore
from faultbook.dynamodb.sweep_store import DynamoSweepStore
from faultbook.usecases.heartbeat_ports import HeartbeatStore, SweepStore
from tests.support import heartbeat_fakes
from tests.support.builders import CUSTOMER, NOW
from tests.support.engines import Engine
from tests.support.heartbeat_fakes import InMemoryHeartbeatStore, InMemorySweepStore

LATER = NOW + timedelta(minutes=6)


@pytest.fixture
def store(engine: Engine | None) -> HeartbeatStore:
    if engine is None:
        return InMemoryHeartbeatStore()
    return DynamoHeartbeatStore(engine.client, engine.tables.faults)


@pytest.fixture
def sweep_store(engine: Engine | None) -> SweepStore:
    if engine is None:
        return InMemorySweepStore()
    return DynamoSweepStore(engine.client, engine.tables.faults)


def a_heartbeat(name: str = "backup", customer_id: str = CUSTOMER, **fields) -> Heartbeat:
    return Heartbeat(
        customer_id=customer_id,
        name=name,
        interval=timedelta(minutes=5),
        created_at=NOW,
        created_by="user_1",
        **fields,
    )


def watched(store: HeartbeatStore, name: str = "backup") -> Heartbeat:
    made = a_heartbeat(name)
    store.create(made)
    assert store.change_beat(made, Beat(NOW, LATER))
    return replace(made, beat=Beat(NOW, LATER))


def test_a_heartbeat_comes_back_as_it_was(store: HeartbeatStore):
    full = a_heartbeat(
        "ночь|#",
        grace=timedelta(0),
        enabled=False,
        description="Copies all.",
        path="site|rack",
        severity=Severity.CRITICAL,
        message="No backup",
        tags=("db", "night"),
        unit=IntervalUnit.DAYS,
        owner_team=(("id", "1"), ("name", "ops")),
        beat=Beat(NOW, LATER, NOW, is_told=True),
    )
    store.create(full)
    store.create(a_heartbeat())

    assert store.find(CUSTOMER, full.number) == full
    assert {item.name for item in store.all(CUSTOMER)} == {"ночь|#", "backup"}


def test_it_is_of_one_customer(store: HeartbeatStore):
    made = a_heartbeat()
    store.create(made)
    other = a_heartbeat(customer_id="cus_B")

    assert store.find("cus_B", made.number) is None
    assert store.all("cus_B") == []
    assert store.ping("cus_B", made.number, LATER) is None
    assert not store.change_beat(other, Beat(NOW))
    with pytest.raises(HeartbeatChanged):
        store.save(other, replace(other, version=2))
    store.delete(other)
    assert store.all(CUSTOMER) == [made]


def test_a_name_is_taken_once(store: HeartbeatStore):
    store.create(a_heartbeat(description="first"))

    with pytest.raises(HeartbeatExists):
        store.create(a_heartbeat(description="second"))
    assert [item.description for item in store.all(CUSTOMER)] == ["first"]


def test_a_customer_has_so_many_and_no_more(store: HeartbeatStore, monkeypatch: pytest.MonkeyPatch):
    for module in (heartbeat_store, heartbeat_fakes):
        monkeypatch.setattr(module, "MAX_HEARTBEATS", 2)
    for name in ("a", "b"):
        store.create(a_heartbeat(name))
    store.create(a_heartbeat("c", customer_id="cus_B"))

    with pytest.raises(TooManyHeartbeats):
        store.create(a_heartbeat("c"))
    store.delete(a_heartbeat("a"))
    store.delete(a_heartbeat("a"))
    store.create(a_heartbeat("c"))
    with pytest.raises(TooManyHeartbeats):
        store.create(a_heartbeat("d"))


def test_what_was_changed_meanwhile_is_not_overwritten(store: HeartbeatStore):
    made = a_heartbeat()
    store.create(made)
    first = replace(made, description="first", version=2)
    store.save(made, first)

    with pytest.raises(HeartbeatChanged):
        store.save(made, replace(made, description="second", version=2))
    assert store.all(CUSTOMER) == [first]


def test_a_change_keeps_the_ping_that_came_meanwhile(store: HeartbeatStore):
    before = watched(store)
    store.ping(CUSTOMER, before.number, LATER)

    store.save(before, replace(before, version=2, beat=Beat(NOW, None, NOW, is_told=True)))

    [after] = store.all(CUSTOMER)
    assert after.beat == Beat(LATER, None, NOW, is_told=True)


def test_a_ping_is_taken_where_a_note_watches(store: HeartbeatStore):
    waiting, heartbeat = a_heartbeat("waiting"), watched(store)
    store.create(waiting)
    store.change_beat(heartbeat, replace(heartbeat.beat, missed=NOW, is_told=True))

    assert store.ping(CUSTOMER, heartbeat.number, LATER) == Beat(LATER, LATER, NOW, is_told=True)
    assert store.ping(CUSTOMER, waiting.number, LATER) is None
    assert store.ping(CUSTOMER, heartbeats.number_of("nobody"), LATER) is None
    assert {item.name for item in store.all(CUSTOMER)} == {"waiting", "backup"}


def test_a_beat_is_changed_only_as_it_was_seen(store: HeartbeatStore):
    heartbeat = watched(store)
    missed = replace(heartbeat.beat, missed=NOW)
    store.ping(CUSTOMER, heartbeat.number, LATER)

    assert not store.change_beat(heartbeat, missed)
    assert not store.change_beat(a_heartbeat(), missed)
    pinged = replace(heartbeat, beat=Beat(LATER, LATER))
    assert not store.change_beat(replace(pinged, beat=Beat(LATER, NOW)), missed)
    assert store.change_beat(pinged, Beat(LATER))
    assert store.change_beat(replace(pinged, beat=Beat(LATER)), Beat())
    assert store.change_beat(replace(pinged, beat=Beat()), Beat())
    [after] = store.all(CUSTOMER)
    assert after.beat == Beat()


def test_what_is_deleted_is_gone_for_all_calls(store: HeartbeatStore):
    heartbeat = watched(store)

    store.delete(heartbeat)
    store.delete(heartbeat)

    assert store.all(CUSTOMER) == []
    assert store.ping(CUSTOMER, heartbeat.number, LATER) is None
    assert not store.change_beat(heartbeat, Beat(LATER))
    with pytest.raises(HeartbeatChanged):
        store.save(heartbeat, replace(heartbeat, version=2))


def test_a_ping_is_one_write_unit_however_long_the_texts_are(dynoxide: Engine):
    with dynoxide.fresh_tables() as tables:
        store = DynamoHeartbeatStore(dynoxide.client, tables.faults)
        large = a_heartbeat(description="x" * 1000, path="y" * 1000, message="z" * 500)
        store.create(large)
        store.change_beat(large, Beat(NOW, LATER))

        answer = dynoxide.client.update_item(
            TableName=tables.faults,
            Key={
                "pk": {"S": f"{CUSTOMER}#heartbeats"},
                "sk": {"S": f"{large.number:016d}#beat"},
            },
            UpdateExpression="SET pinged_at = :at",
            ExpressionAttributeValues={":at": {"N": "1"}},
            ReturnConsumedCapacity="TOTAL",
        )

    assert answer["ConsumedCapacity"]["CapacityUnits"] == 1


def test_more_than_a_list_has_room_for_is_refused(dynoxide: Engine):
    with dynoxide.fresh_tables() as tables:
        store = DynamoHeartbeatStore(dynoxide.client, tables.faults)

        with pytest.raises(TooLarge):
            store.create(a_heartbeat(description="\N{PILE OF POO}" * 1000))
        assert store.all(CUSTOMER) == []


def test_sweeps_come_back_as_they_were(sweep_store: SweepStore):
    assert sweep_store.get() is None
    for sweeps in (Sweeps(NOW), Sweeps(LATER, Outage(NOW, LATER))):
        sweep_store.put(sweeps)
        assert sweep_store.get() == sweeps
