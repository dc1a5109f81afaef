import json
from datetime import timedelta
from typing import Any

import pytest

from faultbook.domain.retention import months_after
from tests.support.builders import NOW
from tests.support.http_events import Response
from tests.support.incidents_world import OTHER, IncidentsApi

MAX_PAYLOAD = 300 * 1024
SCORE = "/scan-reports/score"


def a_report(**said: Any) -> dict[str, Any]:
    report = {"source": "trivy", "createdAt": "2026-01-15T11:00:00Z", "payload": kube_bench("PASS")}
    return report | said


def kube_bench(*states: str) -> str:
    results = [{"test_number": "1", "status": state} for state in states]
    return json.dumps({"Controls": [{"tests": [{"results": results}]}]})


def store(incidents: IncidentsApi, **said: Any) -> Response:
    return incidents("POST", "/scan-reports", a_report(**said))


def get(incidents: IncidentsApi, source: str, **parts: Any) -> Response:
    return incidents("GET", "/scan-reports", query={"source": source}, **parts)


def test_a_report_comes_back_as_it_was_stored(incidents: IncidentsApi):
    response = store(incidents, source="Trivy: Käse/\n#1", payload="not\u001b JSON é 😀 \u0000")

    assert (response.status, response.text) == (201, "")
    assert get(incidents, "Trivy: Käse/\n#1").json == {
        "source": "Trivy: Käse/\n#1",
        "createdAt": "2026-01-15T11:00:00.000Z",
        "payload": "not\u001b JSON é 😀 \u0000",
    }
    assert get(incidents, "trivy").status == 404


def test_the_newest_report_of_a_source_replaces_the_former(incidents: IncidentsApi):
    store(incidents, payload=kube_bench("FAIL"))
    store(incidents, payload=kube_bench("PASS"))

    assert get(incidents, "trivy").json["payload"] == kube_bench("PASS")
    assert incidents.ok("GET", SCORE) == {"score": 100, "grade": "A"}
    store(incidents, payload="something else")
    assert incidents.ok("GET", SCORE) == {"score": 0, "grade": "F"}


def test_the_score_is_the_mean_over_what_is_understood(incidents: IncidentsApi):
    assert incidents.ok("GET", SCORE) == {"score": 0, "grade": "F"}
    store(incidents, source="a", payload=kube_bench("PASS"))
    store(incidents, source="b", payload=kube_bench("PASS", "FAIL"))
    store(incidents, source="c", payload="")

    assert incidents.ok("GET", SCORE) == {"score": 75, "grade": "C"}


def test_a_report_expires(incidents: IncidentsApi):
    store(incidents)
    incidents.clock.at = months_after(NOW, 14) + timedelta(seconds=1)

    assert get(incidents, "trivy").status == 404
    assert incidents.ok("GET", SCORE) == {"score": 0, "grade": "F"}


@pytest.mark.parametrize("character", ["x", "é", "\u0001"])
def test_a_payload_has_at_most_300_kilobytes(incidents: IncidentsApi, character: str):
    most = character * (MAX_PAYLOAD // len(character.encode()))
    refused = store(incidents, payload=most + character)

    assert store(incidents, payload=most).status == 201
    assert get(incidents, "trivy").json["payload"] == most
    assert refused.status == 413
    assert refused.json["message"] == "The payload may have at most 307200 bytes."


def test_a_body_that_is_larger_than_any_payload_is_refused_unread(incidents: IncidentsApi):
    response = incidents("POST", "/scan-reports", "x" * (6 * MAX_PAYLOAD + 8193))

    assert response.status == 413


def test_every_other_route_takes_no_more_than_before(incidents: IncidentsApi):
    assert incidents("POST", "/incidents", "x" * 262_145).status == 413


@pytest.mark.parametrize(
    "said",
    [
        {"source": ""}, {"source": "s" * 256}, {"source": 7}, {"createdAt": "now"},
        {"createdAt": 1768478400}, {"payload": {}}, {"payload": None},
    ],
)  # fmt: skip
def test_what_is_out_of_range_is_refused(incidents: IncidentsApi, said: dict[str, Any]):
    assert store(incidents, **said).status == 400


def test_a_source_is_asked_for_by_its_name(incidents: IncidentsApi):
    assert store(incidents, source="s" * 255).status == 201
    assert get(incidents, "s" * 255).status == 200
    assert get(incidents, "s" * 256).status == 400
    assert incidents("GET", "/scan-reports").status == 400


def test_reports_are_their_customers_own(incidents: IncidentsApi):
    store(incidents)

    assert get(incidents, "trivy", customer_id=OTHER).status == 404
    assert incidents.ok("GET", SCORE, customer_id=OTHER) == {"score": 0, "grade": "F"}


@pytest.mark.parametrize(
    ("method", "path", "wrong"),
    [
        ("GET", "/scan-reports", "faults:write"),
        ("POST", "/scan-reports", "faults:read"),
        ("GET", SCORE, "faults:write"),
    ],
)
def test_every_route_asks_for_a_token_with_its_scope(
    incidents: IncidentsApi, method: str, path: str, wrong: str
):
    none = ""

    assert incidents(method, path, a_report(), token=none).status == 401
    assert incidents(method, path, a_report(), scope=wrong).status == 403
