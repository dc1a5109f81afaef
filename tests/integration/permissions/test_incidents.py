"""What FortiMonitor and the Incidents service use of their permissions."""

from datetime import timedelta

from tests.support.deployment import Deployment
from tests.support.incidents_world import an_incident


def test_fortimonitor(deployment: Deployment):
    incidents = "/v2/server/42/custom_incident"
    deployment.call("POST", incidents, {"description": "Disk is slow"})
    made = deployment.call("POST", incidents, {"description": "Disk is full"})
    outage = f"/v2/outage/{made.headers['id']}"
    deployment.call("PUT", f"{outage}/acknowledge", {"who": "somebody"})
    deployment.call("POST", f"{outage}/outage_log", {"entry": "Somebody cleans up."})
    deployment.drain()

    log = deployment.get(f"{outage}/outage_log")["outage_log_list"]
    everything = deployment.get("/v2/outage")["outage_list"]
    active = deployment.get("/v2/outage/active", "limit=1")

    assert "Somebody cleans up." in str(log)
    assert (len(everything), len(active["outage_list"])) == (2, 1)
    assert active["meta"]["total_count"] == 2


def test_incidents(deployment: Deployment):
    incident = deployment.call("POST", "/api/v1/incidents", an_incident()).json
    worse = an_incident(title="All orders fail", severity="Houston")
    deployment.call("POST", "/api/v1/incidents", worse)
    deployment.call("POST", f"/api/v1/incidents/{incident}/acknowledge")

    everything = deployment.get("/api/v1/incidents")["data"]
    still_open = deployment.get("/api/v1/incidents", "status=OPEN")["data"]

    assert [one["id"] for one in everything] == [one["id"] for one in still_open] == [incident]
    assert deployment.get(f"/api/v1/incidents/{incident}")["title"] == "All orders fail"


def test_notes(deployment: Deployment):
    incident = deployment.call("POST", "/api/v1/incidents", an_incident()).json
    notes = f"/api/v1/incidents/{incident}/notes"
    first, second = (
        deployment.call("POST", notes, {"body": text * 1000}).json["id"] for text in "ab"
    )
    deployment.call("PUT", f"/api/v1/notes/{first}", {"body": "c" * 1000})

    told = deployment.get(notes)
    deployment.call("DELETE", f"/api/v1/notes/{second}")

    assert [note["id"] for note in told] == [first, second]
    assert [note["id"] for note in deployment.get(notes)] == [first]


def test_scan_reports(deployment: Deployment):
    path = "/api/v1/scan-reports"
    body = {"source": "trivy", "createdAt": "2026-01-15T11:00:00Z", "payload": "{}"}
    deployment.call("POST", path, body | {"payload": "[]"})
    deployment.call("POST", path, body)

    assert deployment.get(path, "source=trivy")["payload"] == "{}"
    assert deployment.get(f"{path}/score")["grade"] == "NONE"


def test_statistics_of_incidents(deployment: Deployment):
    fault = deployment.report()
    deployment.clock.at += timedelta(minutes=34, seconds=30)
    deployment.report()
    deployment.call("POST", f"/fault/{fault}/resolve", {})
    deployment.drain()
    now = int(deployment.clock.at.timestamp())
    span = f"timestampFrom={now - 3601}&timestampTo={now + 1}"

    counted = deployment.get("/api/v1/statistics/ALERT/count", span)
    current = deployment.get("/api/v1/statistics/current", "status=RESOLVED")

    assert counted == {"OPEN": 2, "RESOLVED": 1}
    assert current == {"count": 1}
