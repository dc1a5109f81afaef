"""mkr, Mackerel's own command line, as it is: built from its Go module."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.clients.installing import go_program
from tests.clients.running import Tenant, run_client

NO_CONFIGURATION = "/nonexistent/mackerel-agent.conf"


class Mkr:
    def __init__(self, tenant: Tenant, program: Path, folder: Path) -> None:
        self._tenant = tenant
        self._program = program
        self._folder = folder

    def run(self, *arguments: str, key: str = "") -> subprocess.CompletedProcess[str]:
        return run_client(
            self._program,
            *("--apibase", self._tenant.stack.url, "--conf", NO_CONFIGURATION),
            *arguments,
            MACKEREL_APIKEY=key or self._tenant.key,
            TMPDIR=str(self._folder),
        )

    def __call__(self, *arguments: str) -> str:
        """What it wrote; it has to succeed."""
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def json(self, *arguments: str) -> Any:
        return json.loads(self(*arguments))


@pytest.fixture(scope="session")
def program() -> Path:
    return go_program("mkr")


@pytest.fixture
def mkr(tenant: Tenant, program: Path, tmp_path: Path) -> Mkr:
    return Mkr(tenant, program, tmp_path)


def test_it_shows_the_open_alerts(mkr: Mkr, tenant: Tenant):
    tenant.report(message="WAN link down", severity="CRITICAL")
    tenant.report(message="Fan slow", severity="LOW", resource_id="fan-7")

    newest, oldest = mkr.json("alerts")

    assert (newest["status"], newest["message"], newest["hostId"]) == (
        "WARNING",
        "Fan slow",
        "fan-7",
    )
    assert (oldest["status"], oldest["message"]) == ("CRITICAL", "WAN link down")
    assert oldest["type"] == "check"


def test_it_lists_them_with_host_and_site(mkr: Mkr, tenant: Tenant):
    tenant.report()

    [line] = mkr("alerts", "list", "--color=false").splitlines()

    shown = (
        r"(\w{11}) [\d-]+ [\d:]+ CRITICAL WAN link latency high (\S+) working \[site_8a7b:rack_1\]"
    )
    found = re.fullmatch(shown, line)
    assert found
    assert found[2] == "dev_2j4k2l2j3k4l2j3k4"


def test_it_lists_the_alerts_of_a_site_and_of_hosts_in_a_status(mkr: Mkr, tenant: Tenant):
    tenant.report()
    tenant.report(resource_id="elsewhere", resource_ancestry_path="site_10|elsewhere")

    assert len(mkr("alerts", "list").splitlines()) == 2
    assert len(mkr("alerts", "list", "-s", "site_8a7b").splitlines()) == 1
    assert len(mkr("alerts", "list", "-S", "working").splitlines()) == 2
    assert mkr("alerts", "list", "-S", "poweroff") == ""


def test_it_closes_alerts_and_shows_them_with_w(mkr: Mkr, tenant: Tenant):
    tenant.report()
    tenant.report()
    newest, oldest = mkr.json("alerts")

    closed = mkr.json("alerts", "close", "-r", "The carrier mended it.", "-v", newest["id"])

    assert (closed["status"], closed["reason"]) == ("OK", "The carrier mended it.")
    assert [alert["id"] for alert in mkr.json("alerts")] == [oldest["id"]]
    assert [alert["status"] for alert in mkr.json("alerts", "-w")] == ["OK", "CRITICAL"]
    assert len(mkr("alerts", "list", "-w").splitlines()) == 2


def test_it_closes_several_without_a_reason(mkr: Mkr, tenant: Tenant):
    for _ in range(3):
        tenant.report()

    mkr("alerts", "close", *(alert["id"] for alert in mkr.json("alerts")))

    assert mkr.json("alerts") == []
    assert {alert["status"] for alert in mkr.json("alerts", "--with-closed")} == {"OK"}


def test_it_shows_the_log_of_an_alert(mkr: Mkr, tenant: Tenant):
    tenant.report()
    [alert] = mkr.json("alerts")
    mkr("alerts", "close", alert["id"])
    tenant.stack.drain()

    logs = mkr.json("alerts", "logs", alert["id"])

    assert [(log["status"], log["trigger"]) for log in logs] == [
        ("OK", "manual"),
        ("CRITICAL", "monitoring"),
    ]
    assert mkr.json("alerts", "logs", "--limit", "1", alert["id"]) == logs[:1]


def test_it_follows_the_pages_to_their_end(mkr: Mkr, tenant: Tenant):
    for number in range(2):
        tenant.report_all([{"message": f"alert {number}.{one}"} for one in range(60)])

    alerts = mkr.json("alerts")

    newest_first = [f"alert {number}.{one}" for number in (1, 0) for one in range(59, -1, -1)]
    assert [alert["message"] for alert in alerts] == newest_first
    assert len(mkr.json("alerts", "-l", "7")) == 7
    assert len(mkr.json("alerts", "-w")) == 100


def test_a_job_that_it_wraps_opens_and_closes_an_alert(mkr: Mkr, tenant: Tenant):
    wrapped = ["wrap", "--name", "nightly backup", "--host", "web-1", "--auto-close", "--"]

    assert mkr.run(*wrapped, "sh", "-c", "exit 3").returncode == 3
    [alert] = mkr.json("alerts")
    assert (alert["status"], alert["hostId"]) == ("CRITICAL", "web-1")
    assert alert["message"].startswith("command exited with code: 3")
    assert "command exited with code: 3... web-1 working" in mkr("alerts", "list", "--color=false")
    assert mkr.run(*wrapped, "true").returncode == 0

    assert mkr.json("alerts") == []
    tenant.stack.drain()
    logs = mkr.json("alerts", "logs", alert["id"])
    assert [(log["status"], log["trigger"]) for log in logs] == [
        ("OK", "monitoring"),
        ("CRITICAL", "monitoring"),
    ]


def test_it_creates_and_shows_hosts(mkr: Mkr):
    mkr("create", "--roleFullname", "shop:web", "--status", "standby", "--memo", "ours", "web-1")
    mkr("create", "--customIdentifier", "i-0abc.ec2", "db-1")

    db, web = mkr.json("hosts")
    assert (web["name"], web["status"], web["roleFullnames"]) == ("web-1", "standby", ["shop:web"])
    assert (db["name"], db["status"], db["isRetired"]) == ("db-1", "working", False)
    assert [host["id"] for host in mkr.json("hosts", "--service", "shop")] == [web["id"]]
    assert [host["id"] for host in mkr.json("hosts", "--status", "working")] == [db["id"]]
    assert [host["id"] for host in mkr.json("hosts", "--name", "db-1")] == [db["id"]]
    verbose = {host["id"]: host for host in mkr.json("hosts", "-v")}
    assert verbose[web["id"]]["memo"] == "ours"
    assert verbose[db["id"]]["customIdentifier"] == "i-0abc.ec2"


def test_it_shows_one_host_and_its_metrics(mkr: Mkr):
    mkr("create", "web-1")
    [host] = mkr.json("hosts")

    assert mkr.json("status", host["id"]) == host
    assert "metrics" not in mkr.json("status", "-v", host["id"])  # it leaves an empty list out


def test_it_updates_hosts(mkr: Mkr):
    mkr("create", "--roleFullname", "shop:web", "--customIdentifier", "i-0abc", "web-1")
    [host] = mkr.json("hosts")

    mkr("update", "--name", "web-7", "--displayName", "seven", "--memo", "moved", host["id"])
    mkr("update", "--status", "maintenance", "--roleFullname", "shop:db", host["id"])

    shown = mkr.json("status", "-v", host["id"])
    assert (shown["name"], shown["displayName"], shown["memo"]) == ("web-7", "seven", "moved")
    assert (shown["status"], shown["roles"]) == ("maintenance", {"shop": ["web", "db"]})
    assert shown["customIdentifier"] == "i-0abc"
    mkr("update", "--overwriteRoles", "--roleFullname", "backup:disk", host["id"])
    assert mkr.json("status", host["id"])["roleFullnames"] == ["backup:disk"]


def test_it_retires_hosts(mkr: Mkr):
    mkr("create", "web-1")
    mkr("create", "web-2")
    first, second = mkr.json("hosts")

    mkr("retire", "--force", first["id"], second["id"])

    assert mkr.json("hosts") == []
    assert mkr.json("status", first["id"])["isRetired"] is True


def test_it_shows_services_and_the_organization(mkr: Mkr, tenant: Tenant):
    mkr("create", "--roleFullname", "shop:web", "--roleFullname", "shop:app", "web-1")
    tenant.report(resource_ancestry_path="site_8a7b|rack_1|dev_2j4k2l2j3k4l2j3k4")

    assert mkr.json("services") == [
        {"name": "shop", "memo": "", "roles": ["app", "web"]},
        {"name": "site_8a7b", "memo": "", "roles": ["rack_1"]},
    ]
    assert mkr.json("org")["name"] == tenant.customer_id


def test_a_host_in_maintenance_opens_no_alert(mkr: Mkr):
    mkr("create", "--status", "maintenance", "web-1")
    [host] = mkr.json("hosts", "--status", "maintenance")
    wrapped = ["wrap", "--name", "nightly backup", "--host", host["id"], "--", "sh", "-c", "exit 3"]

    mkr.run(*wrapped)
    assert mkr.json("alerts") == []

    mkr("update", "--status", "working", host["id"])
    mkr.run(*wrapped)
    assert [alert["hostId"] for alert in mkr.json("alerts")] == [host["id"]]
    assert "web-1 working" in mkr("alerts", "list", "--color=false")


def test_an_id_that_it_shows_is_taken_in_place_of_the_name(mkr: Mkr, tenant: Tenant):
    tenant.report(resource_id="dev_2j4k2l2j3k4l2j3k4")
    [host] = mkr.json("hosts")

    mkr.run("wrap", "--name", "backup", "--host", host["id"], "--", "sh", "-c", "exit 3")

    assert {alert["hostId"] for alert in mkr.json("alerts")} == {host["id"]}
    assert [one["name"] for one in mkr.json("hosts")] == ["dev_2j4k2l2j3k4l2j3k4"]


def test_it_says_what_is_wrong(mkr: Mkr, tenant: Tenant):
    tenant.report()
    [alert] = mkr.json("alerts")

    unknown = mkr.run("alerts", "close", "2wpLU5fBXbG")
    reading = mkr.run("alerts", "close", alert["id"], key=tenant.reading_key)
    stranger = mkr.run("alerts", key="nobody's key")

    assert unknown.returncode == reading.returncode == stranger.returncode == 1
    assert "There is no such fault." in unknown.stderr
    assert "The credential does not permit this call." in reading.stderr
    assert "401 Unauthorized" in stranger.stderr
    assert len(mkr.json("alerts")) == 1
