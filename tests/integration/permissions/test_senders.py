"""What the APIs of monitoring tools use of their permissions."""

from datetime import timedelta
from typing import Any

from tests.support.deployment import Deployment
from tests.support.mackerel_world import a_report as a_check


def test_events_of_pagerduty(deployment: Deployment):
    payload = {"summary": "Disk full", "source": "web-1", "severity": "error"}
    event = {"routing_key": deployment.api_key, "dedup_key": "disk", "payload": payload}
    for action in ("trigger", "trigger", "acknowledge", "resolve"):
        deployment.call("POST", "/v2/enqueue", event | {"event_action": action})
    change = {"routing_key": deployment.api_key, "payload": {"summary": "Released"}}
    deployment.call("POST", "/v2/change/enqueue", change)

    [fault] = deployment.get("/fault")["data"]
    assert (fault["status"], fault["occurrences"]) == ("resolved", 2)
    assert [one["summary"] for one in deployment.get("/changes")["data"]] == ["Released"]


def test_alerts_that_are_pushed(deployment: Deployment):
    now = deployment.clock.at.isoformat()
    alert = {"labels": {"alertname": "Down"}, "annotations": {"summary": "x"}, "startsAt": now}
    for summary in ("It is down", "It is down for long"):
        said = alert | {"annotations": {"summary": summary}}
        deployment.call("POST", "/api/v2/alerts", [said])
    [shown] = deployment.get("/api/v2/alerts")
    deployment.call("POST", "/api/v2/alerts", [alert | {"endsAt": now}])

    assert shown["annotations"]["summary"] == "It is down for long"
    assert deployment.get("/api/v2/alerts") == []


def test_webhooks(deployment: Deployment):
    now = deployment.clock.at.isoformat()
    alert = {"status": "firing", "labels": {"alertname": "Down"}, "startsAt": now}
    deployment.call("POST", "/webhooks/grafana", {"alerts": [alert], "truncatedAlerts": 2})
    over = alert | {"status": "resolved", "endsAt": now}
    deployment.call("POST", "/webhooks/grafana", {"alerts": [over]})

    [fault] = deployment.get("/fault")["data"]
    assert (fault["status"], fault["comment_count"]) == ("resolved", 1)


def test_checks_of_mackerel(deployment: Deployment):
    report = a_check(occurredAt=int(deployment.clock.at.timestamp()), status="WARNING")
    for one in (report, report | {"status": "CRITICAL"}):
        deployment.call("POST", "/api/v0/monitoring/checks/report", {"reports": [one]})

    [host] = deployment.get("/api/v0/hosts")["hosts"]
    [monitor] = deployment.get("/api/v0/monitoring/checks")["checks"]

    assert (host["name"], monitor["name"]) == ("web-1", "disk")


def test_hosts_of_mackerel(deployment: Deployment):
    path = "/api/v0/hosts"
    described = {"name": "web-1", "meta": {}, "customIdentifier": "i-0abc"}
    host = deployment.call("POST", path, described).json["id"]
    deployment.call("PUT", f"{path}/{host}", described | {"customIdentifier": "i-0def"})
    deployment.call("POST", f"{path}/{host}/status", {"status": "standby"})
    deployment.call("PUT", f"{path}/{host}/metadata/env", {"stage": "test"})
    deployment.call("DELETE", f"{path}/{host}/metadata/env")
    deployment.call("POST", f"{path}/{host}/retire", {})

    assert deployment.get(f"{path}/{host}")["host"]["isRetired"] is True
    assert deployment.get(path) == {"hosts": []}


def test_alerts_of_mackerel(deployment: Deployment):
    deployment.report()
    [alert] = deployment.get("/api/v0/alerts")["alerts"]
    path = f"/api/v0/alerts/{alert['id']}"
    deployment.call("POST", f"{path}/close", {"reason": "mended"})
    deployment.drain()

    [closed] = deployment.get("/api/v0/alerts", "withClosed=true")["alerts"]
    logs = deployment.get(f"{path}/logs")["logs"]

    assert (closed["id"], closed["reason"]) == (alert["id"], "mended")
    assert logs[0]["status"] == "OK"


def test_opsgenies_alerts(deployment: Deployment):
    alert = {"message": "Disk full", "alias": "disk", "details": {"a": "1"}, "note": "first"}
    at, by = "/v2/alerts/disk", "identifierType=alias"
    end = f"{deployment.clock.at + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"
    steps: list[tuple[str, str, Any]] = [
        ("POST", "/v2/alerts", alert),
        ("POST", "/v2/alerts", alert),
        ("POST", f"{at}/snooze", {"endTime": end}),
        ("POST", f"{at}/details", {"details": {"b": "2"}}),
        ("GET", f"{at}/notes", None),
        ("GET", f"{at}/logs", None),
        ("GET", at, None),
        ("GET", "/v2/alerts", None),
        ("GET", "/v2/alerts/count", None),
        ("POST", f"{at}/close", None),
        ("DELETE", at, None),
    ]

    for method, path, body in steps:
        deployment.call(method, path, body, query=by)

    assert deployment.get("/v2/alerts", "query=status%3Aopen")["data"] == []
    assert deployment.get("/v2/alerts/count")["data"] == {"count": 0}
