"""Filters, pages in both directions, facets."""

from datetime import timedelta
from typing import Any

import pytest

from tests.support.builders import NOW
from tests.support.incidents_world import IncidentsApi

ODD = {
    "type": "ANOMALY",
    "incidentId": "odd",
    "category": "SECURITY",
    "services": [{"name": "mail", "namespace": "office"}],
    "metricNames": ["queue"],
    "source": "zabbix",
    "status": "RESOLVED",
    "resolution": "FIXED",
}


@pytest.mark.parametrize(
    "query",
    [
        {"type": "ANOMALY"}, {"status": "RESOLVED"}, {"resolution": "FIXED"},
        {"category": "SECURITY"}, {"service": "mail"}, {"namespace": "office"},
        {"metric": "queue"}, {"source": "zabbix"}, {"category": ["SECURITY", "PERFORMANCE"]},
        {"service": ["x,y", "mail"], "type": "ANOMALY,ALERT"},
    ],
)  # fmt: skip
def test_a_filter_finds_what_it_names(incidents: IncidentsApi, query: dict[str, Any]):
    incidents.put()
    odd = incidents.put(**ODD)

    assert incidents.ids(**query) == [odd]


@pytest.mark.parametrize("name", ["service", "namespace", "metric", "source"])
def test_a_comma_divides_names_and_an_encoded_one_is_in_a_name(incidents: IncidentsApi, name: str):
    def of(value: str, number: int) -> int:
        service = {"name": value, "namespace": value}
        known = {"services": [service], "metricNames": [value], "source": value}
        return incidents.put(incidentId=str(number), **known)

    a, b, both = (of(value, place) for place, value in enumerate(("a", "b", "a,b")))

    def found(query: str) -> set[int]:
        page = incidents.ok("GET", "/incidents", query=f"{name}={query}")
        return {item["id"] for item in page["data"]}

    assert found("a%2Cb") == {both}
    assert found("a,b") == {a, b}
    assert found("a%2Cb,a") == {a, both}


@pytest.mark.parametrize(
    "query",
    [
        {}, {"status": "OPEN,RESOLVED"}, {"type": ""}, {"unknown": "x"},
        {"cursor": "", "pageSize": "", "direction": "", "acknowledged": "", "resolution": ""},
    ],
)  # fmt: skip
def test_an_empty_or_unknown_parameter_filters_nothing(
    incidents: IncidentsApi, query: dict[str, Any]
):
    both = {incidents.put(), incidents.put(**ODD)}

    assert set(incidents.ids(**query)) == both


def test_open_ones_alone(incidents: IncidentsApi):
    number = incidents.put()
    incidents.put(**ODD)

    assert incidents.ids(status="OPEN") == [number]


def test_acknowledged_and_not(incidents: IncidentsApi):
    seen, unseen = incidents.put(), incidents.put(incidentId="INC-2")
    incidents("POST", f"/incidents/{seen}/acknowledge")

    assert incidents.ids(acknowledged="true") == [seen]
    assert incidents.ids(acknowledged="false") == [unseen]


def test_both_ends_of_the_span_are_in_it(incidents: IncidentsApi):
    number, at = incidents.put(), int(NOW.timestamp())

    assert incidents.ids(startTimestamp=at, endTimestamp=at) == [number]
    assert incidents.ids(startTimestamp=at + 1) == []
    assert incidents.ids(endTimestamp=at - 1) == []
    assert incidents.ids(startTimestamp=0, endTimestamp=253_402_300_799) == [number]


@pytest.mark.parametrize(
    "query",
    [
        {"pageSize": 0}, {"pageSize": 101}, {"pageSize": "x"}, {"type": "FAULT"},
        {"status": "open"}, {"acknowledged": "yes"}, {"direction": "UP"}, {"cursor": "x"},
        {"cursor": '{"lastId":"7"}'}, {"cursor": "-1"}, {"cursor": "[1]"}, {"cursor": str(1 << 53)},
        {"startTimestamp": "-1"}, {"endTimestamp": 10**15}, {"service": ["s"] * 51},
    ],
)  # fmt: skip
def test_a_parameter_out_of_range_is_refused(incidents: IncidentsApi, query: dict[str, Any]):
    assert incidents("GET", "/incidents", query=query).status == 400


def fill(incidents: IncidentsApi, count: int) -> list[int]:
    """Newest first."""
    numbers = []
    for n in range(count):
        incidents.clock.at += timedelta(seconds=1)
        numbers.append(incidents.put(incidentId=f"INC-{n}"))
    return numbers[::-1]


@pytest.mark.parametrize("bare", [True, False])
def test_pages_lead_to_the_end_and_back(incidents: IncidentsApi, bare: bool):  # noqa: FBT001
    numbers = fill(incidents, 7)

    def walk(direction: str, cursor: str) -> list[list[int]]:
        pages = []
        for _ in range(9):
            page = incidents.ok(
                "GET",
                "/incidents",
                query={"pageSize": 3, "direction": direction, "cursor": cursor},
            )
            pages.append([item["id"] for item in page["data"]])
            ids = page["paging"]["cursor"]
            assert (ids["firstId"], ids["lastId"]) == (pages[-1][0], pages[-1][-1])
            newer, older = numbers.index(ids["firstId"]), numbers.index(ids["lastId"])
            assert page["paging"]["hasPrevious"] is (newer > 0)
            assert page["paging"]["hasNext"] is (older < 6)
            forwards = direction == "NEXT"
            if not page["paging"]["hasNext" if forwards else "hasPrevious"]:
                return pages
            whole = f'{{"firstId":{ids["firstId"]},"lastId":{ids["lastId"]}}}'
            cursor = str(ids["lastId" if forwards else "firstId"]) if bare else whole
        raise AssertionError("the list does not end")

    assert walk("NEXT", "") == [numbers[:3], numbers[3:6], numbers[6:]]
    assert walk("PREVIOUS", "") == [numbers[4:], numbers[1:4], numbers[:1]]
    assert walk("PREVIOUS", str(numbers[3])) == [numbers[:3]]


def test_a_page_goes_on_behind_an_incident_that_is_gone(incidents: IncidentsApi):
    numbers = fill(incidents, 3)
    gone = numbers[0] + (1 << 22)  # drawn a second later

    assert incidents.ids(cursor=gone) == numbers


def test_what_is_shown_of_a_fault_of_another_api_finds_it(incidents: IncidentsApi):
    """By each filter, and under each facet."""
    incidents.put(**ODD | {"status": "OPEN", "resolution": ""})
    fault = incidents.store(reporter="wan-monitor")
    shown = incidents.get(fault.number)
    [service] = shown["services"]
    by_shown = {
        "type": shown["type"],
        "category": shown["category"],
        "source": shown["source"],
        "service": service["name"],
        "namespace": service["namespace"],
    }
    assert shown["source"] == "wan-monitor"

    for name, value in by_shown.items():
        assert incidents.ids(**{name: value}) == [fault.number], name
    answer = incidents.ok("GET", "/incidents/facets", query=by_shown)
    facets = {facet["name"]: facet["values"] for facet in answer["facets"]}
    for name, value in by_shown.items():
        assert facets[name] == [{"value": value, "count": 1}]


def test_an_empty_list_has_no_cursor(incidents: IncidentsApi):
    assert incidents.ok("GET", "/incidents") == {
        "data": [],
        "paging": {
            "cursor": {"firstId": 0, "lastId": 0},
            "hasNext": False,
            "hasPrevious": False,
        },
    }
    assert incidents.ids(cursor='{"firstId":0,"lastId":0}') == []


def test_page_size_is_one_to_a_hundred(incidents: IncidentsApi):
    fill(incidents, 2)

    assert len(incidents.ids(pageSize=1)) == 1
    assert len(incidents.ids(pageSize=100)) == 2
    assert len(incidents.ok("GET", "/incidents/facets", query={"limit": 1})["data"]) == 1
    assert incidents("GET", "/incidents/facets", query={"limit": 101}).status == 400


def test_facets_count_under_the_filters_beyond_the_page(incidents: IncidentsApi):
    fill(incidents, 3)
    incidents.put(**ODD)

    answer = incidents.ok("GET", "/incidents/facets", query={"limit": 1})
    facets = {
        facet["name"]: {value["value"]: value["count"] for value in facet["values"]}
        for facet in answer["facets"]
    }
    assert len(answer["data"]) == 1
    assert all(facet["complete"] for facet in answer["facets"])
    assert facets == {
        "type": {"INCIDENT": 3, "ANOMALY": 1},
        "status": {"OPEN": 3, "RESOLVED": 1},
        "resolution": {"FIXED": 1},
        "category": {"RELIABILITY": 3, "SECURITY": 1},
        "service": {"orders": 3, "mail": 1},
        "namespace": {"shop": 3, "office": 1},
        "metric": {"orders_failed_total": 3, "queue": 1},
        "source": {"prometheus": 3, "zabbix": 1},
        "acknowledged": {"false": 4},
    }
    [kinds, *_] = incidents.ok("GET", "/incidents/facets", query={"type": "ANOMALY"})["facets"]
    assert kinds["values"] == [{"value": "ANOMALY", "count": 1}]
