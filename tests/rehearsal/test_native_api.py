"""What a customer does through the native API."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.rehearsal.http import Http, eventually

FAULT = {
    "resource_id": "dev_rehearsal",
    "microservice_id": "rehearsal",
    "type": "wan-degradation",
    "severity": "HIGH",
    "message": "WAN link latency high",
    "cause": "Latency probe exceeded 250ms for 5 consecutive checks.",
    "resource_ancestry_path": "site_rehearsal|dev_rehearsal",
}


@pytest.fixture
def fault(http: Http) -> dict[str, Any]:
    reported: dict[str, Any] = http.post("/fault", 201, json=FAULT)
    return reported


def test_a_fault_is_listed_and_read(http: Http, fault: dict[str, Any]):
    for query in ("", "?status=unresolved", "?site=site_rehearsal"):
        page = http.get(f"/fault{query}")
        assert [item["id"] for item in page["data"]] == [fault["id"]]
    assert http.get(f"/fault/{fault['id']}")["message"] == FAULT["message"]
    http.get("/fault/hierarchy")


def test_a_report_that_is_sent_again_is_the_same_fault(http: Http):
    headers = http.headers | {"idempotency-key": str(uuid.uuid4())}
    first, again = (http.post("/fault", 201, json=FAULT, headers=headers) for _ in range(2))

    assert again["id"] == first["id"]


def test_a_fault_is_commented_acknowledged_and_resolved(http: Http, fault: dict[str, Any]):
    path = f"/fault/{fault['id']}"
    commented = http.post(f"{path}/comment", 201, json={"comment": "Seen."})
    http.post(f"{path}/acknowledge", json={})
    resolved = http.post(f"{path}/resolve", json={})
    again = http.post(f"{path}/resolve", json={})

    assert [comment["comment"] for comment in commented["comments"]] == ["Seen."]
    assert resolved["status"] == "resolved"
    assert again["resolved_at"] == resolved["resolved_at"]


def test_the_stream_brings_timeline_statistics_and_top_lists(http: Http, fault: dict[str, Any]):
    http.post(f"/fault/{fault['id']}/resolve", json={})

    eventually(lambda: kinds_of_change(http, fault["id"]), ["opened", "resolved"])
    eventually(lambda: opened_and_resolved(http), (1, 1))
    assert [one["resource_id"] for one in http.get("/fault/top_faults")] == ["dev_rehearsal"]
    assert [one["id"] for one in http.get("/recent")] == [fault["id"]]


def kinds_of_change(http: Http, fault_id: str) -> list[str]:
    return sorted(entry["what"] for entry in http.get(f"/fault/{fault_id}/timeline")["data"])


def opened_and_resolved(http: Http) -> tuple[int, int]:
    now = datetime.now(UTC)
    span = {
        "from": (now - timedelta(hours=1)).isoformat(),
        "to": (now + timedelta(minutes=1)).isoformat(),
    }
    totals = http.get("/fault/statistics", params=span)["totals"]
    return totals["opened"]["total"], totals["resolved"]["total"]


def test_a_fault_that_is_deleted_is_gone(http: Http, fault: dict[str, Any]):
    http.call("DELETE", f"/fault/{fault['id']}", 204)

    http.get(f"/fault/{fault['id']}", 404)


def test_an_access_token_shows_faults_without_a_credential(http: Http):
    link = http.post("/fault/token", json={"expire_after_minutes": 5})

    http.get(f"/fault/token/{link['token']}", headers={})
    assert [item["id"] for item in http.get("/fault/token")["data"]] == [link["id"]]
    http.call("DELETE", f"/fault/token/{link['id']}", 204)


def test_an_api_key_is_made_rotated_and_deleted(http: Http):
    key = http.post("/api-keys", 201, json={"name": "rehearsal", "scopes": ["faults:read"]})

    http.post(f"/api-keys/{key['id']}/rotate", json={})
    assert [item["id"] for item in http.get("/api-keys")["data"]] == [key["id"]]
    http.call("DELETE", f"/api-keys/{key['id']}", 204)
