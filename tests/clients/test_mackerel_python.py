"""The PyPI package mackerel.client, as it is: it knows hosts only, and only the status 200."""

import sys
from pathlib import Path
from typing import Any

import pytest

from tests.clients.installing import SOURCES, python_packages
from tests.clients.running import ClientFailed, Tenant, call_mackerel


class Client:
    def __init__(self, tenant: Tenant, packages: Path) -> None:
        self._tenant = tenant
        self._packages = packages

    def __call__(self, method: str, key: str | None = None, **arguments: str) -> Any:
        return call_mackerel(
            self._tenant,
            sys.executable,
            SOURCES / "python" / "call_mackerel.py",
            self._tenant.stack.url,
            method,
            *(f"{name}={value}" for name, value in arguments.items()),
            key=key,
            PYTHONPATH=str(self._packages),
        )


@pytest.fixture(scope="session")
def packages() -> Path:
    return python_packages("mackerel.txt")


@pytest.fixture
def client(tenant: Tenant, packages: Path) -> Client:
    return Client(tenant, packages)


def test_it_finds_hosts_by_name_service_and_status(client: Client, tenant: Tenant):
    tenant.report(resource_id="web-1", resource_ancestry_path="frankfurt|web-1")
    tenant.report(resource_id="web-2", resource_ancestry_path="bonn|web-2")

    assert [host["name"] for host in client("get_hosts")] == ["web-1", "web-2"]
    assert [host["name"] for host in client("get_hosts", service="bonn")] == ["web-2"]
    assert [host["name"] for host in client("get_hosts", name="web-1")] == ["web-1"]
    assert client("get_hosts", status="poweroff") == []


def test_it_gets_one_host(client: Client, tenant: Tenant):
    tenant.report()
    [host] = client("get_hosts")

    assert client("get_host", host_id=host["id"]) == host
    assert host["roles"] == {"site_8a7b": ["rack_1"]}


def test_it_fails_where_it_should(client: Client):
    with pytest.raises(ClientFailed, match="404"):
        client("get_host", host_id="web-1")
    with pytest.raises(ClientFailed, match="401"):
        client("get_hosts", key="nobody's key")
