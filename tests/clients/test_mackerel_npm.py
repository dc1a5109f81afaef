"""The npm package mackerel, as it is: odd queries, whatever is given as the body of a close."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.clients.installing import SOURCES, node_modules
from tests.clients.running import ClientFailed, Tenant, call_mackerel

NODE = Path(sys.executable).with_name("node")


class Client:
    def __init__(self, tenant: Tenant, modules: Path) -> None:
        self._tenant = tenant
        self._modules = modules

    def __call__(self, method: str, *arguments: Any, key: str | None = None) -> Any:
        return call_mackerel(
            self._tenant,
            NODE,
            SOURCES / "npm" / "call.js",
            self._tenant.stack.url,
            method,
            *(json.dumps(argument) for argument in arguments),
            key=key,
            NODE_PATH=str(self._modules),
            NODE_NO_WARNINGS="1",
        )


@pytest.fixture(scope="session")
def modules() -> Path:
    return node_modules("npm")


@pytest.fixture
def client(tenant: Tenant, modules: Path) -> Client:
    return Client(tenant, modules)


def test_it_gets_and_closes_alerts(client: Client, tenant: Tenant):
    tenant.report()
    [alert] = client("getAlert")["alerts"]
    assert alert["message"] == "WAN link latency high"

    closed = client("closeAlert", alert["id"], {"reason": "mended"})

    assert (closed["status"], closed["reason"]) == ("OK", "mended")
    assert client("getAlert") == {"alerts": []}


def test_it_posts_check_reports(client: Client, tenant: Tenant):
    report = {
        "source": {"type": "host", "hostId": "web-1"},
        "name": "disk",
        "status": "WARNING",
        "message": "85 %",
        "occurredAt": tenant.now(),
    }

    assert client("postCheckReports", {"reports": [report]}) == {"success": True}

    [alert] = client("getAlert")["alerts"]
    assert (alert["status"], alert["hostId"]) == ("WARNING", "web-1")


def test_it_gets_hosts_and_monitors(client: Client, tenant: Tenant):
    tenant.report(resource_id="web-1")

    [host] = client("getHosts")["hosts"]

    assert host["name"] == "web-1"
    assert client("getHost", host["id"]) == {"host": host}
    assert client("getMonitors") == {"monitors": []}


def test_without_a_reason_nothing_is_closed(client: Client, tenant: Tenant):
    tenant.report()
    [alert] = client("getAlert")["alerts"]

    with pytest.raises(ClientFailed):
        client("closeAlert", alert["id"], {})

    assert client("getAlert")["alerts"] == [alert]


def test_it_says_why_a_key_does_not_hold(client: Client):
    with pytest.raises(ClientFailed, match="valid API key"):
        client("getAlert", key="nobody's key")
