"""Units of what is told, as the store counts them and as the cost model has them."""

from typing import Any

import pytest

from faultbook import wiring
from tests.benchmarks.cost.units import Place, delivering
from tests.integration.deliveries.conftest import PostOffice
from tests.support.fresh_wiring import forget_wiring
from tests.support.metered import MeteredClient


def told(office: PostOffice, monkeypatch: pytest.MonkeyPatch, changed: Any) -> tuple[float, float]:
    """Write and read units of the events table, without those of the log itself."""
    client = MeteredClient(office.town.engine.client)
    changed()
    forget_wiring()
    monkeypatch.setattr(wiring.stores, "dynamodb", lambda: client)
    records = office.town.records()
    office.town._invoke(records)  # noqa: SLF001 - the stream's function, metered
    office.deliver()
    units = client.units()
    return units.written[Place.EVENTS] - 2 * len(records), units.read[Place.EVENTS]


def expected(deliveries: int, faults: int) -> tuple[float, float]:
    units = delivering(deliveries, faults)
    return units.written[Place.EVENTS], units.read[Place.EVENTS]


def test_an_opening_and_a_resolution_told_alone(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
):
    office.endpoint()
    made: list[str] = []

    opening = told(office, monkeypatch, lambda: made.append(office.town.api.create()["id"]))
    end = told(
        office, monkeypatch, lambda: office.town.api("POST", f"/fault/{made[0]}/resolve", {})
    )

    assert opening == expected(1, 1)
    assert end == expected(1, 0)


def test_ten_openings_told_together(office: PostOffice, monkeypatch: pytest.MonkeyPatch):
    office.endpoint()

    together = told(
        office,
        monkeypatch,
        lambda: [office.town.api.create(resource_id=f"e{n}") for n in range(10)],
    )

    assert together == expected(10, 10)


def test_nobody_to_tell_costs_nothing(office: PostOffice, monkeypatch: pytest.MonkeyPatch):
    client = MeteredClient(office.town.engine.client)
    office.town.api.create()
    monkeypatch.setattr(wiring.stores, "dynamodb", lambda: client)
    wiring.stores.delivery_store.cache_clear()
    wiring.stores.ledger.cache_clear()

    office.record()

    assert client.units().written[Place.EVENTS] == 2
    assert Place.EVENTS not in client.units().read
