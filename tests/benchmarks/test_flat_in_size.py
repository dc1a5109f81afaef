"""Units and times of each call at 5,000 and at 100,000 stored faults: `make bench`.

Units are compared; times are printed for reading and hold nothing, because the machine decides
them. The faults are put into a table without a stream, whose growing would slow the store.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from faultbook.telemetry import logger
from local.store import open_store
from tests.support.builders import NOW, SteppingClock, a_fault
from tests.support.engines import Engine
from tests.support.metered import MeteredClient
from tests.support.native_api import NativeApi, a_body, native_api

SIZES = (5_000, 100_000)
SITES = 50
RUNS = 15
READER = "cus_reader"

Units = dict[str, tuple[float, float]]


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """A line of log for each request would bury the figures."""
    logger.setLevel("WARNING")
    yield
    logger.setLevel("INFO")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    store = open_store("memory", tmp_path_factory.mktemp("bench"), print)
    try:
        yield Engine(store.endpoint)
    finally:
        store.stop()


def test_units_do_not_grow_with_the_table(engine: Engine):
    measured = {size: _measured(engine, size) for size in SIZES}

    small, large = (measured[size] for size in SIZES)
    assert large == small


def _measured(engine: Engine, size: int) -> Units:
    client = MeteredClient(engine.client)
    with (
        engine.fresh_tables() as tables,
        native_api(engine, SteppingClock(), {"dynamodb": lambda: client}) as api,
    ):
        started = time.perf_counter()
        engine.fill(
            tables.faults,
            [
                a_fault(
                    READER,
                    number=place + 1,
                    opened_at=NOW - timedelta(seconds=place),
                    path=f"site_{place % SITES:02}|dev_{place % 1000:03}",
                )
                for place in range(size)
            ],
        )
        print(f"\n{size} faults stored in {time.perf_counter() - started:.0f} s")
        return {name: _one(name, client, call) for name, call in _calls(api).items()}


def _one(name: str, client: MeteredClient, call: Callable[[], Any]) -> tuple[float, float]:
    times = []
    for _ in range(RUNS):
        client.reset()
        started = time.perf_counter()
        answer = call()
        times.append(time.perf_counter() - started)
        assert answer.status < 300, answer.text
    units = (client.reads, client.writes)
    print(
        f"{name:<18} {units[0]:>5} read units {units[1]:>5} write units"
        f"   p50 {statistics.median(times) * 1000:6.1f} ms  max {max(times) * 1000:6.1f} ms"
    )
    return units


def _calls(api: NativeApi) -> dict[str, Callable[[], Any]]:
    """The listing ones read the customer that has as many faults as there are."""
    known = api.create()["id"]

    def page(query: str) -> Callable[[], Any]:
        return lambda: api("GET", "/fault", query=f"limit=50&{query}", customer=READER)

    return {
        "create": lambda: api("POST", "/fault", a_body()),
        "get": lambda: api("GET", f"/fault/{known}"),
        "list everything": page(""),
        "list open": page("status=unresolved"),
        "list a site": page("site=site_01&status=unresolved"),
        "list a span": page("from=2026-01-15T11:59:00Z&to=2026-01-15T12:00:00Z"),
    }
