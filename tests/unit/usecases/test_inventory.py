from datetime import timedelta

import pytest

from faultbook.domain.fault import ChangeKind
from faultbook.usecases.inventory import MAX_FAULTS, Resource
from faultbook.usecases.read_faults import ReadFaults
from tests.support.bound import no_timelines
from tests.support.builders import CUSTOMER, NOW, SteppingClock, a_change, a_fault
from tests.support.fakes import InMemoryFaultStore


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock()


@pytest.fixture
def store(clock: SteppingClock) -> InMemoryFaultStore:
    return InMemoryFaultStore(clock)


def put(store: InMemoryFaultStore, resource_id: str, **fields):
    customer_id = fields.pop("customer_id", CUSTOMER)
    fault = a_fault(customer_id, resource_id=resource_id, path=f"site|{resource_id}", **fields)
    store.create(customer_id, fault)
    return fault


def test_a_resource_is_there_once_with_the_beginning_of_its_oldest_fault(store):
    earlier = NOW - timedelta(days=3)
    put(store, "web-2")
    put(store, "web-1", reporter="ping")
    put(store, "web-1", reporter="disk", opened_at=earlier)

    inventory = ReadFaults(store, no_timelines).inventory(CUSTOMER)

    assert inventory.resources == (
        Resource("web-1", "site|web-1", earlier),
        Resource("web-2", "site|web-2", NOW),
    )
    assert inventory.reporters == ("disk", "ping", "wantunnel-monitor")


def test_resolved_faults_count_too(store):
    fault = put(store, "web-1")
    store.save(CUSTOMER, fault, fault.resolved(a_change(ChangeKind.RESOLVED)))

    assert [
        r.resource_id for r in ReadFaults(store, no_timelines).inventory(CUSTOMER).resources
    ] == ["web-1"]


def test_an_old_open_fault_is_seen_behind_any_number_of_newer_resolved_ones(store):
    put(store, "old", opened_at=NOW - timedelta(days=30))
    for second in range(MAX_FAULTS + 1):
        newer = put(store, "busy", opened_at=NOW - timedelta(seconds=second))
        store.save(CUSTOMER, newer, newer.resolved(a_change(ChangeKind.RESOLVED)))

    names = [r.resource_id for r in ReadFaults(store, no_timelines).inventory(CUSTOMER).resources]

    assert names == ["busy", "old"]


def test_what_lies_behind_more_faults_than_are_read_is_not_seen(store):
    put(store, "old", opened_at=NOW - timedelta(days=30))
    for second in range(MAX_FAULTS):
        put(store, "busy", opened_at=NOW - timedelta(seconds=second))

    names = [r.resource_id for r in ReadFaults(store, no_timelines).inventory(CUSTOMER).resources]

    assert names == ["busy"]


def test_nothing_of_another_customer_is_seen(store):
    put(store, "theirs", customer_id="cus_other")

    inventory = ReadFaults(store, no_timelines).inventory(CUSTOMER)

    assert (inventory.resources, inventory.reporters) == ((), ())
