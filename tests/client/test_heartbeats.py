"""`faultbook heartbeats`, and heartbeats of the client."""

import json

import anyio
import pytest

from faultbook_client import AsyncFaultbook, Conflict, Faultbook, NotFound
from tests.client.conftest import Run, Tenant


def test_heartbeats_are_made_pinged_changed_and_deleted(run: Run, faultbook: Faultbook):
    made = run(
        "heartbeats", "create", "backup", "--every", "1d", "--grace", "90m", "--path", "site_1|db",
        "-S", "critical", "-m", "No backup", "--tag", "db",
    )  # fmt: skip
    assert (made.exit_code, made.stdout) == (0, "backup\n"), made.stderr
    assert run("heartbeats", "list").stdout == "backup\twaiting\t1d\t1h 30m\tnever\tsite_1|db\n"

    assert run("heartbeats", "ping", "backup").exit_code == 0
    shown = json.loads(run("heartbeats", "list", "--json").stdout)
    assert (shown["state"], shown["severity"], shown["tags"]) == ("up", "CRITICAL", ["db"])
    assert shown["last_ping_at"]
    changed = run("heartbeats", "change", "backup", "--every", "2h", "--path", "", "--json")
    assert json.loads(changed.stdout) == shown | {"interval_minutes": 120, "path": None}

    assert run("heartbeats", "pause", "backup").stdout == "backup\n"
    assert faultbook.heartbeats.get("backup").state == "paused"
    assert run("heartbeats", "resume", "backup").exit_code == 0
    assert faultbook.heartbeats.get("backup").state == "waiting"
    assert run("heartbeats", "delete", "backup").stdout == "backup\n"
    assert faultbook.heartbeats.list() == []


def test_what_is_wrong_is_said(run: Run):
    assert run("heartbeats", "ping", "nobody").exit_code == 3
    assert run("heartbeats", "change", "nobody").exit_code == 2
    assert run("heartbeats", "create", "backup", "--every", "5s").exit_code == 2
    assert run("heartbeats", "create", "a/b", "--every", "5m").exit_code == 1
    assert run("heartbeats", "create", "backup", "--every", "5m").exit_code == 0

    again = run("heartbeats", "create", "backup", "--every", "5m")

    assert (again.exit_code, again.stderr) == (
        5,
        "faultbook: There is a heartbeat of this name.\n",
    )


def test_the_client_has_them_too(faultbook: Faultbook, tenant: Tenant):
    made = faultbook.heartbeats.make("back up", 5, grace_minutes=2, description="all of it")
    assert (made.state, made.interval_minutes, made.grace_minutes) == ("waiting", 5, 2)
    with pytest.raises(Conflict):
        faultbook.heartbeats.make("back up", 5)
    faultbook.heartbeats.ping("back up")
    with pytest.raises(NotFound):
        faultbook.heartbeats.ping("nobody")

    async def awaited() -> None:
        async with AsyncFaultbook(tenant.stack.url, tenant.token) as client:
            changed = await client.heartbeats.change("back up", interval_minutes=6)
            assert [changed] == await client.heartbeats.list()
            assert changed == await client.heartbeats.get("back up")
            await client.heartbeats.ping("back up")
            await client.heartbeats.delete("back up")
            made = await client.heartbeats.make("backup", 5)
            assert made.state == "waiting"

    anyio.run(awaited)
    assert [heartbeat.name for heartbeat in faultbook.heartbeats.list()] == ["backup"]
