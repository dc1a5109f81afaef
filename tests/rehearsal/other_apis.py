"""One fault through the three APIs that are not the native one, each with its own credential."""

from collections.abc import Callable
from typing import Any

from tests.rehearsal.steps import RehearsalFailed

Call = Callable[..., Any]  # method, path, expected status, then what httpx takes

_TEXT = "Tunnel is down"
_SCAN = {
    "source": "trivy",
    "createdAt": "2026-01-15T11:00:00Z",
    "payload": '{"SchemaVersion": 2, "Results": []}',
}


def use_other_apis(call: Call, api_key: str) -> str:
    """Comes in by FortiMonitor, gets a note by Incidents, is closed by Mackerel: its text."""
    fortimonitor = {"authorization": f"ApiKey {api_key}"}
    mackerel = {"x-api-key": api_key}
    wanted = {"description": _TEXT, "plugin_textkey": "wan", "resource_textkey": "tunnel"}
    call("POST", "/v2/server/edge-7/custom_incident", 201, headers=fortimonitor, json=wanted)
    (outage,) = call("GET", "/v2/outage/active", 200, headers=fortimonitor)["outage_list"]
    number = outage["url"].rpartition("/")[2]
    call("GET", "/v2/user", 200, headers=fortimonitor)
    call("PUT", f"/v2/outage/{number}/acknowledge", 204, headers=fortimonitor, json={})

    call("POST", f"/api/v1/incidents/{number}/notes", 201, json={"body": "Modem rebooted."})
    shown = call("GET", f"/api/v1/incidents/{number}", 200)
    if shown.get("ackTime") is None:
        raise RehearsalFailed(f"not acknowledged: {shown!r}")
    call("GET", "/api/v1/statistics/current?status=OPEN", 200)
    call("POST", "/api/v1/scan-reports", 201, json=_SCAN)
    call("GET", "/api/v1/scan-reports/score", 200)

    (alert,) = call("GET", "/api/v0/alerts", 200, headers=mackerel)["alerts"]
    path = f"/api/v0/alerts/{alert['id']}"
    call("POST", f"{path}/close", 200, headers=mackerel, json={"reason": "fixed"})
    call("GET", "/api/v0/hosts", 200, headers=mackerel)
    call("POST", "/api/v0/monitoring/checks/report", 200, headers=mackerel, json={"reports": []})
    return _TEXT
