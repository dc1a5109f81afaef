"""Read and write units of each call, as the store counts them: they do not grow with the table."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from faultbook import wiring
from faultbook.domain.fault import ChangeKind, Fault
from tests.support.builders import NOW, SteppingClock, a_change, a_fault
from tests.support.engines import Engine
from tests.support.metered import MeteredClient
from tests.support.native_api import NativeApi, a_body, native_api

READER = "cus_reader"
SITE = "site_8a7b6c5d4e3f2g1h"
PATH = f"{SITE}%7Cdev_2j4k2l2j3k4l2j3k4"


RESOLVED = a_change(ChangeKind.RESOLVED, at=NOW, why="fixed")


def stored(customer_id: str, count: int, is_open: Callable[[int], bool]) -> list[Fault]:
    """Newest first; those that are not open were resolved just now."""
    faults = [
        a_fault(customer_id, number=place + 1, opened_at=NOW - timedelta(seconds=place))
        for place in range(count)
    ]
    return [
        fault if is_open(place) else fault.resolved(RESOLVED) for place, fault in enumerate(faults)
    ]


MIXES: dict[str, Callable[[int], bool]] = {
    "cus_alternating": lambda place: place % 2 == 0,
    "cus_open_first": lambda place: place < 60,
    "cus_some_open_first": lambda place: place < 20,
    "cus_one_in_five": lambda place: place % 5 == 0,
    "cus_all_resolved": lambda _: False,
}


class Meter:
    def __init__(self, api: NativeApi, client: MeteredClient) -> None:
        self.api = api
        self._client = client

    def of(self, request: Callable[[], Any]) -> tuple[float, float]:
        """Read units and write units."""
        self._client.reset()
        answer = request()
        assert answer.status < 300, answer.text
        return self._client.reads, self._client.writes


@pytest.fixture(scope="module", params=[100, 2000])
def meter(request: pytest.FixtureRequest, dynoxide: Engine) -> Iterator[Meter]:
    """The budgets at so many stored faults."""
    client = MeteredClient(dynoxide.client)
    with (
        dynoxide.fresh_tables() as tables,
        native_api(dynoxide, SteppingClock(), {"dynamodb": lambda: client}) as api,
    ):
        dynoxide.fill(tables.faults, stored(READER, request.param, lambda place: place % 2 == 0))
        for customer, is_open in MIXES.items():
            dynoxide.fill(tables.faults, stored(customer, 120, is_open))
        wiring.stores.striping().to_read(READER)  # once a minute for everybody, one read unit
        yield Meter(api, client)


def test_a_create_is_four_write_units(meter: Meter):
    assert meter.of(lambda: meter.api("POST", "/fault", a_body())) == (0, 4)


def test_a_get_is_one_read_unit(meter: Meter):
    fault = meter.api.create()

    assert meter.of(lambda: meter.api("GET", f"/fault/{fault['id']}")) == (1, 0)


@pytest.mark.parametrize(
    ("turn", "body", "most"),
    [
        ("resolve", {"reason": "fixed"}, 6),
        ("acknowledge", {}, 4),
        ("assign", {"assignee": "ann@example.com"}, 4),
        ("comment", {"comment": "Rebooted the modem."}, 6),
    ],
)
def test_a_change_keeps_its_budget(meter: Meter, turn: str, body: Any, most: float):
    fault = meter.api.create()

    reads, writes = meter.of(lambda: meter.api("POST", f"/fault/{fault['id']}/{turn}", body))

    assert writes <= most
    assert reads <= 1


def test_a_path_is_corrected_by_one_write(meter: Meter):
    fault = meter.api.create()
    corrected = {"resource_ancestry_path": "site_2|rack_1"}

    assert meter.of(lambda: meter.api("PATCH", f"/fault/{fault['id']}", corrected)) == (1, 5)


def test_acting_on_many_costs_what_each_costs_by_itself(meter: Meter):
    """Ids are read one by one; what a filter finds is read from the index, and once."""
    ids = [meter.api.create(resource_ancestry_path="acted_on")["id"] for _ in range(10)]
    by_ids = {"action": "acknowledge", "ids": ids}
    by_filter = {"action": "resolve", "filter": {"site": "acted_on", "status": ["unresolved"]}}

    assert meter.of(lambda: meter.api("POST", "/fault/actions", by_ids)) == (10, 40)
    reads, writes = meter.of(lambda: meter.api("POST", "/fault/actions", by_filter))

    assert (reads, writes) == (1, 60)


def test_groups_cost_what_their_faults_cost_in_a_list(meter: Meter):
    query = "by=type,site&status=unresolved"
    reads, writes = meter.of(
        lambda: meter.api("GET", "/fault/groups", query=query, customer="cus_open_first")
    )

    assert (reads <= 60 * 0.095 + 0.5, writes) == (True, 0)


def test_reopening_costs_no_more_than_resolving(meter: Meter):
    fault = meter.api.create()
    meter.api("POST", f"/fault/{fault['id']}/resolve")

    reads, writes = meter.of(lambda: meter.api("POST", f"/fault/{fault['id']}/reopen"))

    assert reads <= 1
    assert writes <= 6


def test_the_tenth_comment_costs_as_the_first(meter: Meter):
    fault = meter.api.create()
    path = f"/fault/{fault['id']}/comment"

    costs = [
        meter.of(lambda: meter.api("POST", path, {"comment": "Still down."}))[1] for _ in range(10)
    ]

    assert max(costs) <= 6


def test_a_repetition_keeps_its_budget(meter: Meter):
    report = a_body(deduplication_key="link-7")
    meter.api("POST", "/fault", report)

    for _ in range(12):
        reads, writes = meter.of(lambda: meter.api("POST", "/fault", report))
        assert writes <= 5
        assert reads <= 1


@pytest.mark.parametrize(
    "query",
    [
        "",
        "status=unresolved",
        "status=recent",
        f"site={SITE}&status=unresolved",
        f"site={SITE}&status=resolved",
        f"path={PATH}&status=unresolved",
        "from=2026-01-15T00:00:00Z&to=2026-01-15T12:00:01Z",
    ],
)
def test_a_page_of_fifty_is_five_read_units(meter: Meter, query: str):
    reads, writes = meter.of(lambda: meter.api("GET", "/fault", query=query, customer=READER))

    assert reads <= 5
    assert writes == 0


@pytest.mark.parametrize("query", [f"site={SITE}", f"path={PATH}"])
def test_a_page_that_merges_open_and_resolved_is_under_seven(meter: Meter, query: str):
    """It has two partitions, and only reading tells how the page is divided between them."""

    def page_of(customer: str) -> float:
        return meter.of(lambda: meter.api("GET", "/fault", query=query, customer=customer))[0]

    costs = {customer: page_of(customer) for customer in (READER, *MIXES)}

    assert max(costs.values()) < 7
    assert sorted(costs.values())[len(costs) // 2] <= 5.5
