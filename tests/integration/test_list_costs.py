"""A page of a list costs a page, however many faults there are, under each filter of an index.

Under any other filter a request looks through so many faults and no more, and says where it was.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from faultbook.domain.fault import ChangeKind, Fault
from faultbook.domain.identifiers import number_of_fault_id
from faultbook.domain.retention import RETENTION_MONTHS
from faultbook.usecases import count_faults
from tests.support.builders import CUSTOMER, NOW, SteppingClock, a_change, a_fault
from tests.support.engines import Engine
from tests.support.every_api import EveryApi, every_api
from tests.support.metered import MeteredClient

MANY = 5000
RARE = (10, 2500, 4990)  # places of the faults that are like no other
PAGE = 5  # read units: 50 faults
MOST_LOOKED_THROUGH = 95  # read units: 1,000 faults
SITE = "site_8a7b6c5d4e3f2g1h"
AN_HOUR_AGO = NOW - timedelta(hours=1)
ISO = f"{AN_HOUR_AGO:%Y-%m-%dT%H:%M:%SZ}"
SECONDS = int(AN_HOUR_AGO.timestamp())


def faults() -> list[Fault]:
    """Newest first, one a second, every other one resolved just now."""
    resolving = a_change(ChangeKind.RESOLVED, at=NOW, why="fixed")
    made = [
        a_fault(
            number=place + 1,
            opened_at=NOW - timedelta(seconds=place),
            resource_id="rare" if place in RARE else "dev_1",
            source="rare" if place in RARE else "",
            path=f"{SITE}|dev_1",
        )
        for place in range(MANY)
    ]
    return [fault if place % 2 else fault.resolved(resolving) for place, fault in enumerate(made)]


class Measured:
    def __init__(self, api: EveryApi, client: MeteredClient) -> None:
        self.api = api
        self._client = client

    def read(self, path: str, query: str) -> tuple[Any, float]:
        """The answer and its read units, when an instance knows what it remembers for a while."""
        self.api.ok("GET", path, query=query)
        self._client.reset()
        answer = self.api.ok("GET", path, query=query)
        assert self._client.writes == 0
        return answer, self._client.reads


@pytest.fixture(scope="module")
def measured(dynoxide: Engine) -> Iterator[Measured]:
    client = MeteredClient(dynoxide.client)
    with (
        dynoxide.fresh_tables() as tables,
        every_api(dynoxide, SteppingClock(), client) as api,
    ):
        dynoxide.fill(tables.faults, faults())
        yield Measured(api, client)


SERVED_BY_AN_INDEX = [
    ("/fault", ""),
    ("/fault", "status=unresolved"),
    ("/fault", "status=recent"),
    ("/fault", f"from={ISO}"),
    ("/fault", f"to={ISO}"),
    ("/fault", "order=oldest&status=unresolved"),
    ("/fault", "acknowledged=false&status=unresolved"),
    ("/fault", f"site={SITE}&status=unresolved"),
    ("/fault", f"site={SITE}&status=resolved"),
    ("/fault", f"path={SITE}%7Cdev_1&status=unresolved"),
    ("/api/v1/incidents", ""),
    ("/api/v1/incidents", "status=OPEN"),
    ("/api/v1/incidents", f"startTimestamp={SECONDS}"),
    ("/api/v1/incidents", f"endTimestamp={SECONDS}"),
    ("/api/v1/incidents", f"startTimestamp={SECONDS}&status=OPEN"),
    ("/api/v0/alerts", "limit=50"),
    ("/api/v0/alerts", "limit=50&withClosed=true"),
]


@pytest.mark.parametrize(("path", "query"), SERVED_BY_AN_INDEX)
def test_a_page_costs_a_page(measured: Measured, path: str, query: str):
    answer, units = measured.read(path, query)

    assert len(rows(answer)) == 50
    assert units <= PAGE


@pytest.mark.parametrize(
    ("path", "query", "matches"),
    [
        ("/v2/outage", "", MANY),
        ("/v2/outage", "status=active", MANY // 2),
        ("/v2/outage/active", "", MANY // 2),
        ("/v2/outage", f"start_time={ISO}", 3601),
        ("/v2/outage", f"end_time={ISO}", MANY - 3600),
        ("/v2/outage/active", f"start_time={ISO}", 1800),
    ],
)
def test_a_page_that_says_how_many_there_are_reads_those_as_well_and_the_next_does_not(
    measured: Measured, path: str, query: str, matches: int
):
    first, units = measured.read(path, query)
    assert (len(rows(first)), first["meta"]["total_count"]) == (50, matches)
    assert units <= PAGE + matches / 1000 * MOST_LOOKED_THROUGH

    second, units = measured.read(path, urlsplit(first["meta"]["next"]).query)
    assert (len(rows(second)), second["meta"]["total_count"]) == (50, matches)
    assert units <= PAGE


def test_the_oldest_first_by_time_cost_the_months_before_the_first_of_them_as_well(
    measured: Measured,
):
    _, units = measured.read("/fault", "order=oldest")

    assert PAGE < units <= PAGE + RETENTION_MONTHS / 2


@pytest.mark.parametrize(
    ("path", "more", "second"),
    [
        ("/fault", 0, lambda one: f"cursor={one['meta']['cursor']}"),
        # An id says nothing of its place, so the fault is read that has it.
        ("/api/v1/incidents", 1, lambda one: f"cursor={one['paging']['cursor']['lastId']}"),
        ("/api/v0/alerts", 1, lambda one: f"limit=50&nextId={one['nextId']}"),
    ],
)
def test_a_second_page_costs_a_page_and_one_that_begins_at_an_id_a_read_more(
    measured: Measured, path: str, more: int, second: Callable[[Any], str]
):
    first, units = measured.read(path, "limit=50")

    answer, units_of_second = measured.read(path, second(first))

    assert len(rows(answer)) == 50
    assert units_of_second <= units + more


@pytest.mark.parametrize(
    ("path", "query", "pages"),
    [
        ("/fault", "resource_id=rare", 1),
        ("/fault", "q=nothing", 1),
        ("/fault", "severity=LOW", 1),
        ("/fault", "type=nothing", 1),
        ("/fault", "severity=LOW,MEDIUM&kind=ANOMALY", 1),
        ("/fault", "reporter=nobody", 1),
        ("/fault", "assignee=me", 1),
        ("/fault", "acknowledged=true", 1),
        ("/fault", "order=severity", 1),
        ("/v2/outage", "server=rare", 5),
        ("/v2/outage", "severity=warning", 5),
        ("/v2/outage", "min_duration=9999", 5),
        ("/v2/compound_service/7/outage", "", 5),
        ("/api/v1/incidents", "source=rare", 1),
        ("/api/v1/incidents", "type=ANOMALY", 1),
        ("/api/v1/incidents", "category=SECURITY", 1),
        ("/api/v1/incidents", "service=nothing", 1),
        ("/api/v1/incidents", "namespace=nothing", 1),
        ("/api/v1/incidents", "metric=nothing", 1),
        ("/api/v1/incidents", "resolution=nothing", 1),
        ("/api/v1/incidents", "acknowledged=true", 1),
        ("/api/v1/incidents/facets", "source=rare", 2),
    ],
)
def test_a_filter_without_an_index_looks_through_a_bounded_number(
    measured: Measured, path: str, query: str, pages: int
):
    _, units = measured.read(path, query)

    assert PAGE < units <= pages * MOST_LOOKED_THROUGH


def native_ids(measured: Measured) -> Iterator[int]:
    query = "resource_id=rare"
    while query:
        page = measured.api.ok("GET", "/fault", query=query)
        assert page["meta"]["has_more"] is (page["meta"]["cursor"] is not None)
        yield from (number_of(item["id"]) - 1 for item in page["data"])
        cursor = page["meta"]["cursor"]
        query = f"resource_id=rare&cursor={cursor}" if cursor else ""


def outage_ids(measured: Measured) -> Iterator[int]:
    query = "server=rare"
    seen = 0
    while query:
        page = measured.api.ok("GET", "/v2/outage", query=query)
        seen += len(page["outage_list"])
        assert (page["meta"]["total_count"] > seen) is (page["meta"]["next"] is not None)
        yield from (int(outage["url"].rpartition("/")[2]) - 1 for outage in page["outage_list"])
        query = urlsplit(page["meta"]["next"] or "").query


def incident_ids(measured: Measured) -> Iterator[int]:
    """Pages that found nothing lead on too: their cursor is how far was read."""
    query = "source=rare"
    while query:
        page = measured.api.ok("GET", "/api/v1/incidents", query=query)
        yield from (item["id"] - 1 for item in page["data"])
        further = page["paging"]["cursor"]["lastId"]
        query = f"source=rare&cursor={further}" if page["paging"]["hasNext"] else ""


@pytest.mark.parametrize("walk", [native_ids, outage_ids, incident_ids])
def test_what_few_pages_hold_is_found_once_by_following_them(
    measured: Measured, walk: Callable[[Measured], Iterator[int]]
):
    assert list(walk(measured)) == list(RARE)


def test_pages_backwards_find_the_same(measured: Measured):
    found: list[int] = []
    query = "source=rare&direction=PREVIOUS"
    while query:
        page = measured.api.ok("GET", "/api/v1/incidents", query=query)
        found += [item["id"] - 1 for item in reversed(page["data"])]
        further = page["paging"]["cursor"]["firstId"]
        is_over = not page["paging"]["hasPrevious"]
        query = "" if is_over else f"source=rare&direction=PREVIOUS&cursor={further}"

    assert found == list(RARE[::-1])


def test_facets_say_whether_they_have_counted_everything(measured: Measured):
    def facets(query: str) -> tuple[int, set[bool]]:
        answer = measured.api.ok("GET", "/api/v1/incidents/facets", query=query)["facets"]
        counts = {facet["name"]: sum(v["count"] for v in facet["values"]) for facet in answer}
        return counts["type"], {facet["complete"] for facet in answer}

    assert facets("") == (1000, {False})
    assert facets("source=rare") == (1, {False})
    assert facets(f"startTimestamp={int(NOW.timestamp()) - 19}&source=rare") == (1, {True})


def test_a_count_by_resolution_is_refused_when_it_would_read_too_much(
    measured: Measured, monkeypatch: pytest.MonkeyPatch
):
    buckets = "/api/v1/statistics/buckets"
    query = f"resolution=none&timestampFrom={int(NOW.timestamp()) - MANY}"
    assert measured.api("GET", buckets, query=query).status == 200
    monkeypatch.setattr(count_faults, "MAX_READS", 2)

    refused = measured.api("GET", buckets, query=query)

    assert refused.status == 400
    assert "too many" in refused.json["message"]


def rows(answer: Any) -> list[Any]:
    """Of whichever API's list."""
    names = ("data", "outage_list", "alerts")
    found: list[Any] = next(answer[name] for name in names if name in answer)
    return found


def number_of(fault_id: str) -> int:
    number = number_of_fault_id(CUSTOMER, fault_id)
    assert number is not None
    return number
