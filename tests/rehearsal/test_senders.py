"""What other tools send, each by its own route and with its own credential."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.rehearsal.http import Http

TOPIC = "arn:aws:sns:us-east-1:000000000000:alarms"


def faults(http: Http, text: str) -> list[tuple[str, str]]:
    page = http.get(f"/fault?status=unresolved&status=resolved&q={text}")
    return [(fault["message"], fault["status"]) for fault in page["data"]]


def test_an_event_of_pagerduty_and_its_end(http: Http, key: str):
    event: dict[str, Any] = {
        "routing_key": key,
        "event_action": "trigger",
        "dedup_key": "disk",
        "payload": {"summary": "Disk is full", "source": "web-1", "severity": "critical"},
    }
    http.post("/v2/enqueue", 202, headers={}, json=event)
    assert faults(http, "Disk") == [("Disk is full", "unresolved")]

    http.post("/v2/enqueue", 202, headers={}, json=event | {"event_action": "resolve"})
    assert faults(http, "Disk") == [("Disk is full", "resolved")]

    change = {"routing_key": key, "payload": {"summary": "Version 2", "source": "web-1"}}
    http.post("/v2/change/enqueue", 202, headers={}, json=change)
    assert [one["summary"] for one in http.get("/changes")["data"]] == ["Version 2"]


def test_an_alert_of_opsgenie_and_its_close(http: Http, key: str):
    headers = {"authorization": f"GenieKey {key}"}
    alert = {"message": "Disk is full", "alias": "disk", "priority": "P1"}
    http.post("/v2/alerts", 202, headers=headers, json=alert)
    (listed,) = http.get("/v2/alerts?query=status:open", headers=headers)["data"]
    assert (listed["message"], listed["priority"]) == ("Disk is full", "P1")

    http.post("/v2/alerts/disk/close?identifierType=alias", 202, headers=headers)
    assert faults(http, "Disk") == [("Disk is full", "resolved")]


def test_an_alert_that_is_pushed_and_read(http: Http, key: str):
    headers = {"authorization": f"Bearer {key}"}
    now = datetime.now(UTC)
    alert = {
        "labels": {"alertname": "Down", "instance": "web-1", "severity": "critical"},
        "annotations": {"summary": "web-1 is down"},
        "startsAt": now.isoformat(),
        "endsAt": (now + timedelta(minutes=4)).isoformat(),
    }
    http.post("/api/v2/alerts", headers=headers, json=[alert])

    (read,) = http.get("/api/v2/alerts?filter=alertname=Down", headers=headers)
    assert read["labels"]["instance"] == "web-1"
    assert faults(http, "web-1") == [("web-1 is down", "unresolved")]


def test_a_webhook(http: Http, key: str):
    alert = {
        "status": "firing",
        "labels": {"alertname": "Down", "instance": "web-2", "severity": "critical"},
        "annotations": {"summary": "web-2 is down"},
        "startsAt": datetime.now(UTC).isoformat(),
    }
    taken = http.post(f"/webhooks/grafana?key={key}", headers={}, json={"alerts": [alert]})

    assert taken == {"accepted": 1, "refused": []}
    assert faults(http, "web-2") == [("web-2 is down", "unresolved")]


def test_a_message_that_sns_has_not_signed(http: Http):
    """The certificate is where none of SNS is, so that nothing is fetched; its layer is there."""
    wish = {"name": "cloudwatch", "scopes": ["faults:write"], "topics": [TOPIC]}
    key = http.post("/api-keys", 201, json=wish)["key"]
    message = {
        "Type": "Notification",
        "MessageId": "1",
        "TopicArn": TOPIC,
        "Message": "{}",
        "Timestamp": datetime.now(UTC).isoformat(),
        "SignatureVersion": "2",
        "Signature": "AAAA",
        "SigningCertURL": "https://sns.example.com/x.pem",
    }

    refused = http.post(f"/webhooks/cloudwatch?key={key}", 403, headers={}, json=message)

    assert "https://sns.us-east-1.amazonaws.com" in refused["message"]
