"""What reading statistics costs: as much at a hundred faults as at thousands."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from faultbook import wiring
from faultbook.domain.timeline import observation_of
from faultbook.usecases.record_changes import RecordChanges
from tests.integration.statistics.conftest import Town
from tests.support.builders import NOW, a_fault
from tests.support.metered import MeteredClient

FROM_TEN = NOW - timedelta(hours=2)
SECONDS = "from=2026-01-15T09:59:47Z&to=2026-01-15T11:59:47Z"
WEEK = "from=2026-01-09T00:00:00Z&to=2026-01-16T00:00:00Z"


@pytest.fixture
def meter(town: Town, monkeypatch: pytest.MonkeyPatch) -> MeteredClient:
    client = MeteredClient(town.engine.client)
    monkeypatch.setattr(wiring.stores, "dynamodb", lambda: client)
    return client


def a_week(town: Town, faults: int) -> None:
    """In 100 slots and for 10 resources, however many there are."""
    opened(town, [NOW - timedelta(minutes=95 * (number % 100)) for number in range(faults)])


def opened(town: Town, times: list[datetime], first: int = 1, **fields: Any) -> None:
    every = [
        a_fault(number=number, opened_at=at, resource_id=f"dev_{number % 10}", **fields)
        for number, at in enumerate(times, first)
    ]
    town.engine.fill(town.tables.faults, every)
    left = RecordChanges(
        wiring.stores.ledger(), town.clock, wiring.stores.retry_policy(lambda: 60)
    ).record([observation_of(fault) for fault in every])
    assert left == []


def read_units(town: Town, meter: MeteredClient, query: str) -> float:
    meter.reset()
    town.statistics(query)
    assert meter.writes == 0
    return meter.reads


def test_a_week_costs_the_same_at_100_and_at_800_faults(town: Town, meter: MeteredClient):
    queries = [WEEK, WEEK + "&buckets=168", WEEK + "&buckets=7"]
    a_week(town, 100)
    town.close_days()
    few = [read_units(town, meter, query) for query in queries]
    a_week(town, 800)
    town.close_days()

    many = [read_units(town, meter, query) for query in queries]

    for before, after in zip(few, many, strict=True):
        assert after <= before + 2
        assert after < 30


def test_hours_of_its_days_outside_the_span_cost_nothing(town: Town, meter: MeteredClient):
    queries = [SECONDS, SECONDS + "&buckets=3"]
    opened(town, [FROM_TEN + timedelta(minutes=5 * number) for number in range(24)])
    town.statistics()  # so that what is read once for all requests is not counted
    alone = [read_units(town, meter, f"{query}&top=0") for query in queries]
    before = [FROM_TEN - timedelta(minutes=5 * number) for number in range(2, 100)]
    behind = [NOW + timedelta(minutes=5 * number) for number in range(1, 100)]
    town.clock.at = NOW + timedelta(days=1)
    opened(town, before + behind, first=1001)

    assert [read_units(town, meter, f"{query}&top=0") for query in queries] == alone


def test_a_top_list_of_resources_does_not_read_those_of_services(town: Town, meter: MeteredClient):
    times = [FROM_TEN + timedelta(minutes=number) for number in range(100)]
    town.statistics()
    opened(town, times)
    alone = read_units(town, meter, "")
    for number, at in enumerate(times, 1001):
        service = {"name": f"service_{number}", "namespace": "shop" * 20}
        opened(town, [at], first=number, services=(service,))

    assert read_units(town, meter, "") == alone


def test_the_resources_with_most_faults_cost_no_read_for_each_fault(
    town: Town, meter: MeteredClient
):
    a_week(town, 800)
    town.close_days()
    meter.reset()

    assert town.api("GET", "/fault/top_faults").status == 200

    assert meter.reads < 50
