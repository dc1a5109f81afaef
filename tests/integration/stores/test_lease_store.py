"""One suite for the fake and the real stores of leases."""

from datetime import timedelta

import pytest

from faultbook.domain.lease import Lease
from faultbook.dynamodb.lease_store import DynamoLeaseStore
from faultbook.usecases.lease_ports import LeaseStore
from tests.support.builders import CUSTOMER, NOW
from tests.support.engines import Engine
from tests.support.lease_fakes import InMemoryLeaseStore

LEASE = Lease(NOW + timedelta(minutes=4, microseconds=7), NOW)


@pytest.fixture
def store(engine: Engine | None) -> LeaseStore:
    if engine is None:
        return InMemoryLeaseStore()
    return DynamoLeaseStore(engine.client, engine.tables.faults)


def test_a_lease_comes_back_as_it_was(store: LeaseStore):
    store.put(CUSTOMER, 4711, LEASE)

    assert store.get(CUSTOMER, 4711) == LEASE


def test_the_newest_counts(store: LeaseStore):
    later = Lease(LEASE.ends_at + timedelta(minutes=9), NOW + timedelta(minutes=9))
    store.put(CUSTOMER, 4711, LEASE)

    store.put(CUSTOMER, 4711, later)

    assert store.get(CUSTOMER, 4711) == later


def test_it_is_of_one_fault_of_one_customer(store: LeaseStore):
    store.put(CUSTOMER, 4711, LEASE)

    assert store.get(CUSTOMER, 4712) is None
    assert store.get("cus_other", 4711) is None
