"""All six routes, over the counters that the stream has made."""

from datetime import timedelta
from typing import Any

import pytest

from tests.support.builders import NOW
from tests.support.incidents_world import OTHER, IncidentsApi

AT = int(NOW.timestamp())
HOUR = 3600


@pytest.fixture
def two_hours(incidents: IncidentsApi) -> IncidentsApi:
    """Opened at 12:00 four, of which two are resolved at 13:00; one of them another way."""
    incidents.put(incidentId="1", severity="CRITICAL", priority="P1")
    mail = [{"name": "mail", "namespace": "office"}]
    incidents.put(incidentId="2", services=mail)
    incidents.put(incidentId="3", type="ANOMALY", priority="P1")
    incidents.store(message="of another API")
    incidents.clock.at += timedelta(hours=1)
    incidents.put(incidentId="2", services=mail, status="RESOLVED", resolution="FIXED")
    incidents.put(
        incidentId="3", type="ANOMALY", priority="P1", status="RESOLVED", resolution="DUPLICATE"
    )
    incidents.drain()
    return incidents


def read(incidents: IncidentsApi, path: str, **query: Any) -> Any:
    return incidents.ok("GET", f"/statistics/{path}", query=query)


SPAN = {"timestampFrom": AT, "timestampTo": AT + 2 * HOUR}


def test_buckets_by_type_hold_what_was_opened(two_hours: IncidentsApi):
    assert read(two_hours, "buckets", **SPAN, buckets=2) == [
        {"from": AT, "to": AT + HOUR, "counts": {"INCIDENT": 2, "ANOMALY": 1, "ALERT": 1}},
        {
            "from": AT + HOUR,
            "to": AT + 2 * HOUR,
            "counts": {"INCIDENT": 0, "ANOMALY": 0, "ALERT": 0},
        },
    ]
    assert read(two_hours, "buckets", **SPAN, status="OPEN", type="ANOMALY") == [
        {"from": AT, "to": AT + 2 * HOUR, "counts": {"ANOMALY": 1}}
    ]


def test_buckets_of_resolved_ones_hold_what_was_resolved(two_hours: IncidentsApi):
    first, second = read(two_hours, "buckets", **SPAN, buckets=2, status="RESOLVED")

    assert first["counts"] == {"INCIDENT": 0, "ANOMALY": 0, "ALERT": 0}
    assert second["counts"] == {"INCIDENT": 1, "ANOMALY": 1, "ALERT": 0}


@pytest.mark.parametrize(
    ("query", "counts"),
    [
        ({"status": "RESOLVED", "resolution": "FIXED"}, [0, 1, 0, 0]),
        ({"status": "RESOLVED", "resolution": "DUPLICATE"}, [0, 0, 0, 1]),
        ({"resolution": "FIXED"}, [1, 0, 0, 0]),
        ({"resolution": "UNKNOWN"}, [0, 0, 0, 0]),
    ],
)
def test_a_resolution_is_counted_from_the_incidents(
    two_hours: IncidentsApi, query: dict[str, Any], counts: list[int]
):
    first, second = read(two_hours, "buckets", **SPAN, buckets=2, **query)
    one, two = first["counts"], second["counts"]

    assert [one["INCIDENT"], two["INCIDENT"], one["ANOMALY"], two["ANOMALY"]] == counts


def test_the_current_count(two_hours: IncidentsApi):
    assert read(two_hours, "current", status="OPEN") == {"count": 2}
    assert read(two_hours, "current", status="OPEN", type="INCIDENT") == {"count": 1}
    assert read(two_hours, "current", status="RESOLVED") == {"count": 2}
    assert read(two_hours, "current", status="RESOLVED", type="ALERT") == {"count": 0}


def test_the_current_count_by_priority(two_hours: IncidentsApi):
    assert read(two_hours, "current/priority", status="OPEN") == {"P1": 1, "NONE": 1}
    assert read(two_hours, "current/priority", status="RESOLVED") == {"P1": 1, "P2": 1}
    assert read(two_hours, "current/priority", status="RESOLVED", type="ANOMALY") == {"P1": 1}


def test_severities(two_hours: IncidentsApi):
    [bucket] = read(two_hours, "severity", **SPAN)

    assert bucket["counts"] == {"CRITICAL": 1, "HIGH": 3, "MEDIUM": 0, "WARNING": 0, "LOW": 0}


def test_a_count_in_a_span(two_hours: IncidentsApi):
    assert read(two_hours, "INCIDENT/count", **SPAN) == {"OPEN": 2, "RESOLVED": 1}
    assert read(two_hours, "ALERT/count", **SPAN) == {"OPEN": 1, "RESOLVED": 0}
    assert read(two_hours, "INCIDENT/count", timestampFrom=AT + 1) == {"OPEN": 0, "RESOLVED": 1}


def test_services_with_most_incidents(two_hours: IncidentsApi):
    span = {"startTimestampFrom": AT, "startTimestampTo": AT + HOUR}

    assert read(two_hours, "INCIDENT/services", **span) == [
        {"service": "mail", "namespace": "office", "count": 1},
        {"service": "orders", "namespace": "shop", "count": 1},
    ]
    assert read(two_hours, "ANOMALY/services", **span) == [
        {"service": "orders", "namespace": "shop", "count": 1}
    ]
    assert read(two_hours, "ALERT/services", **span) == []


def test_without_times_it_is_the_last_day(two_hours: IncidentsApi):
    assert read(two_hours, "INCIDENT/count") == {"OPEN": 2, "RESOLVED": 1}
    two_hours.clock.at += timedelta(days=2)
    assert read(two_hours, "INCIDENT/count") == {"OPEN": 0, "RESOLVED": 0}


def test_another_customer_counts_nothing(two_hours: IncidentsApi):
    for route, nothing in [
        ("current?status=OPEN", {"count": 0}),
        ("INCIDENT/count", {"OPEN": 0, "RESOLVED": 0}),
        ("INCIDENT/services", []),
        ("current/priority?status=OPEN", {}),
    ]:
        path, _, query = route.partition("?")
        answer = two_hours.ok("GET", f"/statistics/{path}", query=query, customer_id=OTHER)
        assert answer == nothing


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("buckets", {"buckets": 0}), ("buckets", {"buckets": 1001}), ("severity", {"buckets": 0}),
        ("severity", {"buckets": 1001}), ("buckets", {"timestampFrom": -1}),
        ("buckets", {"timestampFrom": 7, "timestampTo": 7}), ("buckets", {"timestampFrom": 0}),
        ("buckets", {"timestampTo": 10**15}), ("buckets", {"status": "open"}),
        ("current", {}), ("current", {"status": ""}), ("current/priority", {}),
        ("current", {"status": "OPEN", "type": "X"}),
        ("INCIDENT/services", {"startTimestampFrom": 0}),
    ],
)  # fmt: skip
def test_what_is_out_of_range_is_refused(incidents: IncidentsApi, path: str, query: dict[str, Any]):
    assert incidents("GET", f"/statistics/{path}", query=query).status == 400


@pytest.mark.parametrize("path", ["FAULT/count", "FAULT/services", "incident/count", "nothing"])
def test_a_type_that_there_is_not_is_not_found(incidents: IncidentsApi, path: str):
    assert incidents("GET", f"/statistics/{path}").status == 404


def test_a_thousand_buckets_are_taken(incidents: IncidentsApi):
    assert len(read(incidents, "buckets", buckets=1000)) == 1000


@pytest.mark.parametrize("path", ["buckets", "current", "severity", "INCIDENT/count"])
def test_statistics_ask_for_a_token_that_reads(incidents: IncidentsApi, path: str):
    none = ""

    assert incidents("GET", f"/statistics/{path}", token=none).status == 401
    assert incidents("GET", f"/statistics/{path}", scope="faults:write").status == 403
    assert incidents("POST", f"/statistics/{path}").status == 405


def test_a_service_that_an_incident_is_corrected_to_takes_its_place(incidents: IncidentsApi):
    incidents.put(services=[{"name": "mail", "namespace": "office"}])
    incidents.put(services=[{"name": "orders", "namespace": "shop"}])
    incidents.drain()

    span = {"startTimestampFrom": AT, "startTimestampTo": AT + HOUR}
    assert read(incidents, "INCIDENT/services", **span) == [
        {"service": "orders", "namespace": "shop", "count": 1}
    ]


@pytest.mark.parametrize("resolution", ["", "FIXED"])
def test_buckets_count_what_is_between_the_borders_that_they_show(
    incidents: IncidentsApi, resolution: str
):
    for second in range(10):
        incidents.clock.at = NOW + timedelta(seconds=second, milliseconds=99 * second)
        incidents.put(incidentId=str(second), status="RESOLVED", resolution="FIXED")
    incidents.drain()
    span = {"timestampFrom": AT, "timestampTo": AT + 10}
    by = {"resolution": resolution} if resolution else {}

    buckets = read(
        incidents, "buckets", **span, buckets=3, type="INCIDENT", status="RESOLVED", **by
    )

    assert [(bucket["from"] - AT, bucket["to"] - AT) for bucket in buckets] == [
        (0, 3),
        (3, 6),
        (6, 10),
    ]
    for bucket in buckets:
        part = {"timestampFrom": bucket["from"], "timestampTo": bucket["to"]}
        counted = read(incidents, "INCIDENT/count", **part)
        assert bucket["counts"] == {"INCIDENT": counted["RESOLVED"]}
    assert [bucket["counts"]["INCIDENT"] for bucket in buckets] == [3, 3, 4]
