"""No list is more than Lambda can carry, however large its faults are, and none is lost for it."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest

from faultbook.domain.details import IncidentDetails
from faultbook.domain.fault import Fault
from faultbook.domain.identifiers import fault_id
from faultbook.gateway import answer_size
from tests.support.builders import CUSTOMER, NOW, SteppingClock, a_fault
from tests.support.engines import Engine
from tests.support.every_api import EveryApi, every_api

COUNT = 100
MOST = 6 * 1024 * 1024
# Of everything what the schemas take at the most, in characters that swell in JSON within JSON.
LARGE: dict[str, Any] = {
    "message": '"' * 2000,
    "cause": "\U0001f600" * 2000,
    "incident": IncidentDetails(recommendation="\U0001f600" * 2000),
    "services": tuple({"name": f"service {n}", "said": '"' * 60} for n in range(100)),
    "metric_names": ('"' * 255,) * 100,
    "metadata": {"x": '"' * 8_000},
}


def large(number: int) -> Fault:
    return replace(a_fault(number=number, opened_at=NOW, **LARGE), memo="\U0001f600" * 20_480)


@pytest.fixture(scope="module")
def api(dynoxide: Engine) -> Iterator[EveryApi]:
    with dynoxide.fresh_tables() as tables, every_api(dynoxide, SteppingClock()) as api:
        dynoxide.fill(tables.faults, [large(number) for number in range(1, COUNT + 1)])
        yield api


def walk(api: EveryApi, path: str, query: str, further: Callable[[Any], str]) -> Iterator[Any]:
    """Page after page; what `further` says is the next query, empty at the end."""
    while query:
        response = api("GET", path, query=query)
        assert response.status == 200, response.text
        assert len(json.dumps({"body": response.text})) < MOST
        yield response.json
        query = further(response.json)


def after_native(page: Any) -> str:
    cursor = page["meta"]["cursor"]
    return f"limit=100&cursor={cursor}" if cursor else ""


def after_outages(page: Any) -> str:
    return urlsplit(page["meta"]["next"] or "").query


def after_incidents(page: Any) -> str:
    paging = page["paging"]
    return f"pageSize=100&cursor={paging['cursor']['lastId']}" if paging["hasNext"] else ""


def before_incidents(page: Any) -> str:
    paging = page["paging"]
    before = f"pageSize=100&direction=PREVIOUS&cursor={paging['cursor']['firstId']}"
    return before if paging["hasPrevious"] else ""


def after_alerts(page: Any) -> str:
    return f"nextId={page['nextId']}" if "nextId" in page else ""


@pytest.mark.parametrize(
    ("path", "query", "further", "rows"),
    [
        ("/fault", "limit=100", after_native, "data"),
        ("/v2/outage", "limit=0", after_outages, "outage_list"),
        ("/api/v1/incidents", "pageSize=100", after_incidents, "data"),
        ("/api/v1/incidents", "pageSize=100&direction=PREVIOUS", before_incidents, "data"),
        ("/api/v0/alerts", "limit=100", after_alerts, "alerts"),
    ],
)
def test_a_page_of_large_faults_ends_early_and_leads_on(
    api: EveryApi, path: str, query: str, further: Callable[[Any], str], rows: str
):
    pages = [page[rows] for page in walk(api, path, query, further)]

    found = [row.get("id") or row["url"] for page in pages for row in page]
    assert len(found) == len(set(found)) == COUNT
    assert len(pages[0]) < COUNT


def test_facets_are_counted_of_large_incidents_too(api: EveryApi):
    [answer] = walk(api, "/api/v1/incidents/facets", "limit=100", lambda _: "")

    [kinds] = [facet for facet in answer["facets"] if facet["name"] == "type"]
    assert 0 < kinds["values"][0]["count"] < COUNT
    assert kinds["complete"] is False


def test_legacy_lists_are_small_enough(api: EveryApi):
    for path in ("/recent", "/fault/top_faults"):
        response = api("GET", path)
        assert response.status == 200
        assert len(json.dumps({"body": response.text})) < MOST


def test_a_fault_with_many_long_comments_shows_the_newest_that_fit(
    api: EveryApi, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(answer_size, "MAX_BYTES", 10_000)
    fault = api.put()
    path = f"/fault/{fault_id(CUSTOMER, fault.number)}"
    for place in range(7):
        api.ok("POST", f"{path}/comment", {"comment": f"{place}" * 2000})

    shown = api.ok("GET", path)
    notes = api.ok("GET", f"/api/v1/incidents/{fault.number}/notes")
    log = list(walk(api, f"/v2/outage/{fault.number}/outage_log", "limit=0", after_outages))

    assert [comment["comment"][0] for comment in shown["comments"]] == ["3", "4", "5", "6"]
    assert shown["comment_count"] == 7
    assert [note["body"][0] for note in notes] == ["3", "4", "5", "6"]
    entries = [entry["entry"] for page in log for entry in page["outage_log_list"]]
    assert len(log) > 1
    assert {str(place) * 2000 for place in range(7)} <= set(entries)
