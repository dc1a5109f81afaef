"""mackerel-client-go, as it is, in a small program that makes one call."""

from pathlib import Path
from typing import Any

import pytest

from tests.clients.installing import go_program
from tests.clients.running import ClientFailed, Tenant, call_mackerel


class Client:
    def __init__(self, tenant: Tenant, program: Path) -> None:
        self._tenant = tenant
        self._program = program

    def __call__(self, call: str, *arguments: str, key: str | None = None) -> Any:
        url = self._tenant.stack.url
        return call_mackerel(self._tenant, self._program, url, call, *arguments, key=key)

    def the_alert(self) -> dict[str, Any]:
        [alert] = self("all alerts")["alerts"]
        found: dict[str, Any] = alert
        return found


@pytest.fixture(scope="session")
def program() -> Path:
    return go_program("go")


@pytest.fixture
def client(tenant: Tenant, program: Path) -> Client:
    return Client(tenant, program)


def test_a_fault_made_elsewhere_is_an_alert(client: Client, tenant: Tenant):
    tenant.report()

    [alert] = client("alerts")["alerts"]

    assert client("alert", alert["id"]) == alert
    assert (alert["status"], alert["type"]) == ("CRITICAL", "check")
    assert alert["message"] == "WAN link latency high"
    assert isinstance(alert["openedAt"], int)
    assert client("host", alert["hostId"])["name"] == "dev_2j4k2l2j3k4l2j3k4"
    assert client("check monitor", alert["monitorId"])["check"]["name"] == "wantunnel-monitor"


def test_pages_follow_each_other(client: Client, tenant: Tenant):
    tenant.report(message="the oldest")
    tenant.report_all([{}] * 100)

    page = client("alerts")
    [last] = client("alerts after", page["nextId"])["alerts"]

    assert len(page["alerts"]) == 100
    assert last["message"] == "the oldest"
    assert "nextId" not in client("all alerts after", page["nextId"])


def test_an_alert_is_closed_with_a_reason(client: Client, tenant: Tenant):
    tenant.report()
    [alert] = client("alerts")["alerts"]

    closed = client("close", alert["id"], "mended")

    assert (closed["status"], closed["reason"]) == ("OK", "mended")
    assert closed["closedAt"] >= closed["openedAt"]
    assert client("alerts")["alerts"] == []
    assert client("all alerts")["alerts"] == [closed]
    assert client("close", alert["id"], "again") == closed


def test_a_memo_is_set_and_emptied(client: Client, tenant: Tenant):
    tenant.report()
    alert = client.the_alert()["id"]

    assert client("memo", alert, "Ticket 4711") == {"memo": "Ticket 4711"}
    assert client("alert", alert)["memo"] == "Ticket 4711"
    assert client("memo", alert, "") == {}
    assert "memo" not in client("alert", alert)


def test_check_reports_open_follow_and_close_an_alert(client: Client, tenant: Tenant):
    seen = []
    for status, message in (("WARNING", "85 %"), ("CRITICAL", "95 %"), ("UNKNOWN", "no answer")):
        assert client("report", "web-1", "disk", status, message) is None
        alert = client.the_alert()
        seen.append((alert["status"], alert["message"]))
    client("report", "web-1", "disk", "OK", "40 %")
    tenant.stack.drain()

    assert seen == [("WARNING", "85 %"), ("CRITICAL", "95 %"), ("UNKNOWN", "no answer")]
    alert = client.the_alert()
    assert (alert["status"], alert["reason"]) == ("OK", "The check reports OK: 40 %")
    logs = client("logs", alert["id"])["logs"]
    assert [(log["status"], log["trigger"]) for log in logs] == [
        ("OK", "monitoring"),
        ("UNKNOWN", "monitoring"),
        ("CRITICAL", "monitoring"),
        ("WARNING", "monitoring"),
    ]
    assert logs[0]["statusDetail"] == {"type": "check", "detail": {"message": "40 %", "memo": ""}}
    page = client("one log after", alert["id"], logs[0]["id"])
    assert page == {"logs": logs[1:2], "nextId": logs[1]["id"]}


def test_check_monitors_come_by_id_in_pages(client: Client):
    for name in ("disk", "load", "ntp"):
        client("report", "web-1", name, "WARNING", "hm")

    checks = client("check monitors")["checks"]

    assert {check["name"] for check in checks} == {"disk", "load", "ntp"}
    first = client("one check monitor from", "")
    assert first == {"checks": checks[:1], "nextId": checks[1]["id"]}
    second = client("one check monitor from", first["nextId"])
    assert second["checks"] == checks[1:2]


def test_hosts_are_filtered_by_status(client: Client, tenant: Tenant):
    tenant.report()

    [host] = client("hosts", "working", "standby", "poweroff", "maintenance")

    assert host["roles"] == {"site_8a7b": ["rack_1"]}
    assert host["name"] == "dev_2j4k2l2j3k4l2j3k4"
    assert "customIdentifier" not in host
    assert client("hosts", "poweroff") == []
    assert client("monitors") == []


@pytest.mark.parametrize("call", ["alert", "logs", "host", "check monitor"])
def test_what_is_not_there_is_an_error_with_our_words(client: Client, call: str):
    with pytest.raises(ClientFailed, match="There is no such"):
        client(call, "2wpLU5fBXbG")


def test_what_is_not_permitted_is_an_error_with_our_words(client: Client, tenant: Tenant):
    tenant.report()
    alert = client.the_alert()["id"]

    with pytest.raises(ClientFailed, match="does not permit"):
        client("close", alert, "", key=tenant.reading_key)
    with pytest.raises(ClientFailed, match="401 Unauthorized"):
        client("alerts", key="nobody's key")
    with pytest.raises(ClientFailed, match="at most 81920 bytes"):
        client("memo", alert, "x" * 81921)
    assert client.the_alert()["status"] == "CRITICAL"
