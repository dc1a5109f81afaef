"""What was changed near a fault, in `faultbook show` and in the client."""

import json
from datetime import timedelta

import anyio
import httpx

from faultbook_client import AsyncFaultbook, Faultbook
from tests.client.conftest import Run, Tenant
from tests.client.network import reported


def change(tenant: Tenant, key: str, summary: str, source: str) -> None:
    """As PagerDuty's senders tell of one."""
    body = {"routing_key": key, "payload": {"summary": summary, "source": source}}
    answer = httpx.post(f"{tenant.stack.url}/v2/change/enqueue", json=body)
    assert answer.status_code == 202, answer.text


def test_a_fault_is_shown_with_what_was_changed_at_its_place(
    run: Run, faultbook: Faultbook, tenant: Tenant
):
    near = faultbook.api_keys.make("deploy", ["faults:write"], path="site_1").key
    far = faultbook.api_keys.make("elsewhere", ["faults:write"], path="site_10").key
    change(tenant, near, "Firmware 2.1", "edge-7")
    change(tenant, near, "Another device", "edge-8")
    change(tenant, far, "Another site", "edge-7")
    fault = reported(faultbook, "edge-7", resource_ancestry_path="site_1|edge-7|port-1")

    shown = run("show", fault.id)
    document = json.loads(run("show", fault.id, "--json").stdout)

    [line] = [one for one in shown.stdout.splitlines() if one.startswith("changed\t")]
    assert line.split("\t")[2:] == ["deploy", "Firmware 2.1 (site_1|edge-7)"]
    assert [one["summary"] for one in document["changes"]] == ["Firmware 2.1"]
    assert "Firmware" in run("show", fault.id, "--yaml").stdout


def test_the_client_lists_changes_by_place_and_time(faultbook: Faultbook, tenant: Tenant):
    key = faultbook.api_keys.make("deploy", ["faults:write"], path="site_1").key
    for number in range(3):
        change(tenant, key, f"Change {number}", f"edge-{number}")

    first = faultbook.changes(site="site_1", limit=2)
    rest = faultbook.changes(site="site_1", limit=2, cursor=first.cursor)

    assert [one.summary for one in (*first.changes, *rest.changes)] == [
        "Change 2",
        "Change 1",
        "Change 0",
    ]
    assert rest.cursor is None
    at = first.changes[0].at
    assert faultbook.changes(until=at - timedelta(hours=1)).changes == []
    [one] = faultbook.changes(path="site_1|edge-1", since=at - timedelta(hours=1)).changes
    assert (one.path, one.reporter, one.detail) == ("site_1|edge-1", "deploy", None)

    async def awaited() -> None:
        async with AsyncFaultbook(tenant.stack.url, tenant.token) as client:
            assert (await client.changes(path="site_1|edge-1")).changes == [one]

    anyio.run(awaited)
