"""The three APIs that are not the native one, each with its own credential."""

from typing import Any

from tests.rehearsal.http import Http

SCAN = {
    "source": "trivy",
    "createdAt": "2026-01-15T11:00:00Z",
    "payload": '{"SchemaVersion": 2, "Results": []}',
}


def test_a_fault_of_fortimonitor_is_noted_by_incidents_and_closed_by_mackerel(http: Http, key: str):
    fortimonitor = {"authorization": f"ApiKey {key}"}
    mackerel = {"x-api-key": key}
    content = {"description": "Tunnel", "plugin_textkey": "wan", "resource_textkey": "tunnel"}
    http.post("/v2/server/edge-7/custom_incident", 201, headers=fortimonitor, json=content)
    (outage,) = http.get("/v2/outage/active", headers=fortimonitor)["outage_list"]
    number = outage["url"].rpartition("/")[2]
    acknowledge = f"/v2/outage/{number}/acknowledge"
    http.call("PUT", acknowledge, 204, headers=fortimonitor, json={})

    http.post(f"/api/v1/incidents/{number}/notes", 201, json={"body": "Modem rebooted."})
    assert http.get(f"/api/v1/incidents/{number}")["ackTime"] is not None

    (alert,) = http.get("/api/v0/alerts", headers=mackerel)["alerts"]
    close = f"/api/v0/alerts/{alert['id']}/close"
    http.post(close, headers=mackerel, json={"reason": "fixed"})

    page = http.get("/fault?status=recent&q=Tunnel")
    assert [(item["message"], len(item["comments"])) for item in page["data"]] == [("Tunnel", 1)]


def test_fortimonitor_knows_who_asks(http: Http, key: str):
    http.get("/v2/user", headers={"authorization": f"ApiKey {key}"})


def test_mackerel_takes_reports_and_lists_hosts(http: Http, key: str):
    headers = {"x-api-key": key}
    reports: dict[str, Any] = {"reports": []}

    http.get("/api/v0/hosts", headers=headers)
    http.post("/api/v0/monitoring/checks/report", headers=headers, json=reports)


def test_incidents_count_and_score(http: Http):
    http.get("/api/v1/statistics/current?status=OPEN")
    http.post("/api/v1/scan-reports", 201, json=SCAN)
    http.get("/api/v1/scan-reports/score")
