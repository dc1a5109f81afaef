"""The Rust crate mackerel_client, as it is: ids of at most 15 bytes, strict types everywhere."""

from pathlib import Path
from typing import Any

import pytest

from tests.clients.installing import cargo_program
from tests.clients.running import ClientFailed, Tenant, call_mackerel


class Client:
    def __init__(self, tenant: Tenant, program: Path) -> None:
        self._tenant = tenant
        self._program = program

    def __call__(self, call: str, *arguments: str, key: str | None = None) -> Any:
        url = self._tenant.stack.url
        return call_mackerel(self._tenant, self._program, url, call, *arguments, key=key)


@pytest.fixture(scope="session")
def program() -> Path:
    return cargo_program("rust")


@pytest.fixture
def client(tenant: Tenant, program: Path) -> Client:
    return Client(tenant, program)


def test_a_fault_made_elsewhere_is_an_alert_with_a_host(client: Client, tenant: Tenant):
    tenant.report(resource_id="web-1.frankfurt.example.com")

    [alert] = client("alerts")["alerts"]

    assert client("alert", alert["id"]) == alert
    assert (alert["status"], alert["type"]) == ("CRITICAL", "check")
    assert client("host", alert["hostId"])["name"] == "web-1.frankfurt.example.com"
    assert [host["id"] for host in client("hosts")] == [alert["hostId"]]
    assert client("monitors") == []


def test_pages_follow_each_other(client: Client, tenant: Tenant):
    tenant.report_all([{"message": f"alert {number}"} for number in range(4)])

    page = client("two alerts")
    rest = client("alerts after", page["nextId"])

    assert [alert["message"] for alert in page["alerts"]] == ["alert 3", "alert 2"]
    assert [alert["message"] for alert in rest["alerts"]] == ["alert 1"]
    assert client("all alerts")["nextId"] is None


def test_an_alert_is_closed_and_gets_a_memo(client: Client, tenant: Tenant):
    tenant.report()
    [alert] = client("alerts")["alerts"]

    assert client("memo", alert["id"], "Ticket 4711") is None
    closed = client("close", alert["id"], "mended")

    assert (closed["status"], closed["reason"]) == ("OK", "mended")
    assert client("alerts") == {"alerts": [], "nextId": None}
    assert client("all alerts")["alerts"] == [closed]


def test_check_reports_open_and_close_an_alert(client: Client):
    assert client("report", "web-1", "disk", "UNKNOWN", "no answer") is None
    [alert] = client("alerts")["alerts"]
    assert (alert["status"], alert["message"]) == ("UNKNOWN", "no answer")

    client("report", "web-1", "disk", "OK", "")

    [alert] = client("all alerts")["alerts"]
    assert (alert["status"], alert["reason"]) == ("OK", "The check reports OK")


def test_errors_come_with_status_and_words(client: Client, tenant: Tenant):
    with pytest.raises(ClientFailed, match=r"404.*There is no such fault\."):
        client("alert", "2wpLU5fBXbG")
    with pytest.raises(ClientFailed, match=r"403.*does not permit"):
        client("report", "web-1", "disk", "OK", "", key=tenant.reading_key)
    with pytest.raises(ClientFailed, match=r"401.*valid API key"):
        client("alerts", key="nobody's key")
