"""The event log as the clients and `faultbook events` read it."""

import json
import select
import signal
import subprocess

import anyio

from faultbook_client import AsyncFaultbook, Faultbook
from tests.client.conftest import Run, Tenant
from tests.client.network import reported
from tests.client.program import LONG, faultbook_program


def settled(faultbook: Faultbook, tenant: Tenant, count: int) -> list[str]:
    """Ids of events, once so many are told, which is some seconds after they were recorded."""
    tenant.stack.drain()
    found: list[str] = []
    for event in faultbook.events.follow(after=faultbook.events.page(limit=1).cursor, interval=0.2):
        found.append(event.id)
        if len(found) == count:
            return found
    raise AssertionError("follow has no end")


def test_events_are_followed_and_listed_page_by_page(faultbook: Faultbook, tenant: Tenant):
    fault = reported(faultbook)
    faultbook.acknowledge(fault.id)
    faultbook.resolve(fault.id, "fixed")

    followed = settled(faultbook, tenant, 3)

    listed = list(faultbook.events.list())
    assert [event.id for event in listed] == followed
    assert [event.type for event in listed] == [
        "fault.opened",
        "fault.acknowledged",
        "fault.resolved",
    ]
    assert listed[0].data.fault.id == fault.id
    assert listed[2].data.previous == {"status": "unresolved"}
    assert listed[2].data.reason == "fixed"
    opened = faultbook.events.list(types=["fault.opened"], path="site_1")
    assert [event.id for event in opened] == followed[:1]
    assert list(faultbook.events.list(path="elsewhere")) == []


def test_the_async_client_reads_the_same(faultbook: Faultbook, tenant: Tenant):
    reported(faultbook)
    followed = settled(faultbook, tenant, 1)

    async def both() -> tuple[list[str], list[str]]:
        async with AsyncFaultbook(tenant.url, tenant.token) as asked:
            listed = [event.id async for event in asked.events.list()]
            start = (await asked.events.page(limit=1, types=["fault.deleted"])).cursor
            followed = [event.id async for event in asked.events.list(after=start)]
            return listed, followed

    assert anyio.run(both) == (followed, [])


def test_the_command_lists_events(run: Run, faultbook: Faultbook, tenant: Tenant):
    fault = reported(faultbook)
    [event_id] = settled(faultbook, tenant, 1)

    result = run("events", "--type", "fault.opened")
    as_json = run("events", "--json")

    fields = result.stdout.rstrip("\n").split("\t")
    assert fields[1:4] == ["fault.opened", "CRITICAL", fault.id]
    assert json.loads(as_json.stdout)["id"] == event_id
    assert run("events", "--type", "fault.resolved").stdout == ""


def test_the_command_follows_until_it_is_interrupted(faultbook: Faultbook, tenant: Tenant):
    command = faultbook_program("events", "--follow", "--interval", "0.2", "--json")
    follow = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert follow.stdout
    while not select.select([follow.stdout], [], [], 1)[0]:
        reported(faultbook, "edge-1")
        tenant.stack.drain()
    shown = json.loads(follow.stdout.readline())

    follow.send_signal(signal.SIGINT)
    _, errors = follow.communicate(timeout=LONG)

    assert (shown["type"], shown["data"]["fault"]["resource_id"]) == ("fault.opened", "edge-1")
    assert (follow.returncode, errors) == (130, "")
