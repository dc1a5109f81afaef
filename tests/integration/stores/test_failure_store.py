"""Failures in a row, before something is reported."""

from datetime import timedelta

import pytest

from faultbook.dynamodb.failure_store import DynamoFailureStore
from faultbook.usecases.ports import FAILURES_KEPT, FailureStore
from tests.support.builders import CUSTOMER, NOW, SteppingClock
from tests.support.engines import Engine
from tests.support.fakes import InMemoryFailureStore

KEY = "mackerel web-1 disk"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def failures(engine: Engine | None, clock: SteppingClock) -> FailureStore:
    if engine is None:
        return InMemoryFailureStore(clock)
    return DynamoFailureStore(engine.client, engine.tables.faults, clock)


def test_they_are_counted_until_something_succeeds(failures: FailureStore):
    assert [failures.failed(CUSTOMER, KEY, NOW + n * MINUTE) for n in range(3)] == [1, 2, 3]

    failures.succeeded(CUSTOMER, KEY, NOW + 3 * MINUTE)

    assert failures.failed(CUSTOMER, KEY, NOW + 4 * MINUTE) == 1


def test_what_is_not_newer_counts_for_nothing(failures: FailureStore):
    failures.failed(CUSTOMER, KEY, NOW)

    assert failures.failed(CUSTOMER, KEY, NOW) == 1
    assert failures.failed(CUSTOMER, KEY, NOW - MINUTE) == 1
    failures.succeeded(CUSTOMER, KEY, NOW - MINUTE)
    assert failures.failed(CUSTOMER, KEY, NOW + MINUTE) == 2
    failures.succeeded(CUSTOMER, KEY, NOW + 2 * MINUTE)
    assert failures.failed(CUSTOMER, KEY, NOW + 2 * MINUTE) == 0


def test_each_key_of_each_customer_is_by_itself(failures: FailureStore):
    failures.failed(CUSTOMER, KEY, NOW)

    assert failures.failed(CUSTOMER, "mackerel web-1 load", NOW) == 1
    assert failures.failed("cus_other", KEY, NOW) == 1


def test_those_of_long_ago_are_forgotten(failures: FailureStore, clock: SteppingClock):
    failures.failed(CUSTOMER, KEY, NOW)
    clock.at += FAILURES_KEPT

    assert failures.failed(CUSTOMER, KEY, clock.at) == 1
    assert failures.failed(CUSTOMER, KEY, clock.at + MINUTE) == 2
