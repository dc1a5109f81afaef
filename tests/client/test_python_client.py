"""The Python client against a running Faultbook."""

from datetime import UTC, datetime, timedelta

import anyio
import pytest

from faultbook_client import (
    AsyncFaultbook,
    Conflict,
    Faultbook,
    InvalidRequest,
    Kind,
    NotAuthenticated,
    NotFound,
    NotPermitted,
    PreconditionFailed,
    Severity,
    Status,
)
from tests.client.conftest import Tenant
from tests.client.network import report_of, reported


def test_many_are_acted_on_and_counted_at_once(faultbook: Faultbook):
    ids = [reported(faultbook, name, type="drift").id for name in ("a", "b")]

    dry = faultbook.act("resolve", filters={"type": "drift", "status": "unresolved"}, dry_run=True)
    acted = faultbook.act("assign", [*ids, "flt_x"], assignee="ann")
    counted = faultbook.groups(["type", "site"], type="drift")

    assert ({item.id for item in dry.items}, dry.changed, dry.cursor) == (set(ids), 2, None)
    assert [item.status for item in acted.items] == [200, 200, 404]
    [group] = counted.groups
    assert (group.count, group.key["type"], counted.is_complete) == (2, "drift", True)
    assert counted.facets["assignee"] == {"ann": 2}


def test_a_fault_through_its_life(faultbook: Faultbook, tenant: Tenant):
    fault = reported(faultbook, metadata={"port": 1}, kind="INCIDENT")
    assert (fault.severity, fault.status) == (Severity.CRITICAL, Status.UNRESOLVED)
    assert (fault.kind, fault.metadata) == (Kind.INCIDENT, {"port": 1})
    assert fault.path == ["site_1", "rack_3", "edge-7"]
    assert fault.created_at.tzinfo is not None

    assert faultbook.acknowledge(fault.id, "on it").acknowledged_at
    assert faultbook.unacknowledge(fault.id).acknowledged_at is None
    until = datetime.now(UTC) + timedelta(hours=2)
    assert faultbook.snooze(fault.id, until, "tonight").snoozed_until == until
    assert [fault.id for fault in faultbook.list(snoozed=True)] == [fault.id]
    assert faultbook.unsnooze(fault.id).snoozed_until is None
    assert faultbook.assign(fault.id, "ann").assignee == "ann"
    assert [fault.id for fault in faultbook.list(assignee="ann")] == [fault.id]
    assert faultbook.assign(fault.id, None).assigned_at is None
    assert [comment.comment for comment in faultbook.comment(fault.id, "called").comments] == [
        "called"
    ]
    assert faultbook.update(fault.id, severity="LOW").severity is Severity.LOW
    assert faultbook.resolve(fault.id, "fixed").resolution_reason == "fixed"
    assert faultbook.reopen(fault.id).is_open
    tenant.stack.drain()

    happened = [entry.what for entry in faultbook.timeline(fault.id)]
    assert happened[0] == "opened"
    assert happened[-2:] == ["resolved", "reopened"]
    assert faultbook.get(fault.id).version == len(happened)
    faultbook.delete(fault.id)
    with pytest.raises(NotFound):
        faultbook.get(fault.id)


def test_the_wire_of_a_fault_is_what_the_service_sent(faultbook: Faultbook, tenant: Tenant):
    fault = reported(faultbook)

    with tenant.stack.http(tenant.token) as http:
        assert fault.wire == http.get(f"/fault/{fault.id}").json()


def test_lists_go_on_over_pages_until_everything_was_there(faultbook: Faultbook):
    made = [reported(faultbook, f"edge-{number}").id for number in range(7)]

    assert [fault.id for fault in faultbook.list(page_size=3)] == made[::-1]
    page = faultbook.page(limit=3)
    assert [fault.id for fault in page.faults] == made[:-4:-1]
    assert page.cursor


def test_lists_keep_what_every_filter_says(faultbook: Faultbook):
    low = reported(faultbook, "edge-1", severity="LOW", type="drift", message="Odd")
    there = reported(faultbook, "core-1", resource_ancestry_path="site_10|core-1")
    done = faultbook.resolve(reported(faultbook, "edge-3").id)
    hour_ago = datetime.now(UTC) - timedelta(hours=1)

    def ids(**filters: object) -> set[str]:
        return {fault.id for fault in faultbook.list(**filters)}  # type: ignore[arg-type] # named by the test

    everything = {low.id, there.id, done.id}
    assert ids(status=Status.UNRESOLVED) == {low.id, there.id}
    assert ids(status="recent") == {done.id}
    assert ids(severity=Severity.LOW) == {low.id}
    assert ids(severity=[Severity.LOW, "WARNING"], kind="ALERT") == {low.id}
    assert ids(acknowledged=True) == set()
    assert ids(type="drift") == {low.id}
    assert ids(site="site_1") == {low.id, done.id}
    assert ids(path="site_1|rack_3|edge-3") == {done.id}
    assert ids(resource_id="core-1") == {there.id}
    assert ids(q="ODD") == {low.id}
    assert ids(since=hour_ago) == everything
    assert ids(until=hour_ago) == set()


def test_a_batch_is_answered_one_by_one(faultbook: Faultbook):
    items = faultbook.batch([report_of(), report_of(severity="NONE")])

    assert [item.status for item in items] == [201, 400]
    assert items[0].fault
    assert items[1].error


def test_a_report_under_the_same_key_is_one_fault(faultbook: Faultbook):
    first, second = (faultbook.report(idempotency_key="night-7", **report_of()) for _ in range(2))

    assert first.id == second.id
    assert len(list(faultbook.list())) == 1


def test_a_time_without_a_zone_is_the_local_time(faultbook: Faultbook):
    at = datetime.now().replace(microsecond=0) - timedelta(minutes=5)  # noqa: DTZ005 - on purpose

    assert reported(faultbook, occurred_at=at).created_at == at.astimezone()


def test_statistics_and_top_lists_count_what_happened(faultbook: Faultbook, tenant: Tenant):
    faultbook.resolve(reported(faultbook).id)
    reported(faultbook)
    tenant.stack.drain()
    until = datetime.now(UTC) + timedelta(minutes=1)

    counted = faultbook.statistics(since=until - timedelta(hours=2), until=until, buckets=4)

    assert counted.totals.opened.total == 2
    assert counted.totals.opened.by_severity["CRITICAL"] == 2
    assert [len(counted.buckets), counted.buckets[0].since] == [4, counted.since]
    assert (counted.current.open.total, counted.mttr.count) == (1, 1)
    assert [(resource.resource_id, resource.count) for resource in counted.top_resources] == [
        ("edge-7", 2)
    ]
    assert [(fault.resource_id, fault.count) for fault in faultbook.top_faults()] == [("edge-7", 2)]


def test_who_saw_an_older_version_is_told(faultbook: Faultbook):
    fault = reported(faultbook)
    faultbook.update(fault.id, severity="LOW")

    with pytest.raises(PreconditionFailed):
        faultbook.resolve(fault.id, version=fault.version)
    with pytest.raises(PreconditionFailed):
        faultbook.delete(fault.id, version=fault.version)


def test_errors_carry_the_problem(faultbook: Faultbook, tenant: Tenant):
    fault = faultbook.resolve(reported(faultbook).id)

    with pytest.raises(InvalidRequest) as invalid:
        reported(faultbook, severity="NONE")
    with pytest.raises(Conflict):
        faultbook.acknowledge(fault.id)
    with Faultbook(tenant.url, tenant.read_token) as reader, pytest.raises(NotPermitted):
        reader.resolve(fault.id)
    with Faultbook(tenant.url, "x.y.z") as stranger, pytest.raises(NotAuthenticated):
        stranger.get(fault.id)

    assert invalid.value.problem.errors.keys() == {"severity"}
    assert invalid.value.problem.request_id


def test_links_and_keys_are_made_listed_and_revoked(faultbook: Faultbook, tenant: Tenant):
    fault = reported(faultbook)
    link = faultbook.tokens.make(5)
    with tenant.stack.http("") as http:
        assert [listed["id"] for listed in http.get(link.short_link).json()] == [fault.id]
    assert [token.id for token in faultbook.tokens.list()] == [link.id]
    faultbook.tokens.revoke(link.id)
    assert not faultbook.tokens.list()

    key = faultbook.api_keys.make("probe", ["faults:write"], cidrs=["192.0.2.0/24"])
    rotated = faultbook.api_keys.rotate(key.id, overlap_minutes=1)
    faultbook.api_keys.revoke(key.id)
    [listed] = faultbook.api_keys.list()
    assert (listed.id, listed.name, listed.cidrs) == (key.id, "probe", ["192.0.2.0/24"])
    assert listed.revoked_at
    assert key.key != rotated.key
    assert key.key not in repr(key)


def test_the_client_to_await_does_all_of_it(tenant: Tenant, environment: dict[str, str]):
    del environment

    async def work() -> list[str]:
        async with AsyncFaultbook(tenant.url, tenant.token) as faultbook:
            faults = [await faultbook.report(**report_of(f"edge-{number}")) for number in range(3)]
            await faultbook.acknowledge(faults[0].id, "on it")
            with pytest.raises(NotFound):
                await faultbook.get("flt_unknown")
            await faultbook.resolve(faults[1].id)
            assert (await faultbook.settings.read()).servers is None
            found = faultbook.list(page_size=1, status="unresolved")
            return [fault.resource_id async for fault in found]

    assert anyio.run(work) == ["edge-2", "edge-0"]


def test_settings_are_read_and_changed(faultbook: Faultbook):
    changed = faultbook.settings.change(servers=["edge-7"])

    assert changed.servers == faultbook.settings.read().servers == ["edge-7"]
    assert faultbook.settings.change(servers=None).wire["servers"] is None


def test_health_needs_no_token(tenant: Tenant, environment: dict[str, str]):
    del environment
    with Faultbook(tenant.url) as anybody:
        assert anybody.health().status == "ok"
