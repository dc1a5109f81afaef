"""Endpoints and what they are told, as the clients and `faultbook endpoints` see it."""

import json
from collections.abc import Iterator

import anyio
import pytest

from faultbook_client import AsyncFaultbook, Conflict, Faultbook, NotFound
from faultbook_client.endpoint_models import Delivery, MadeEndpoint
from tests.client.conftest import Run, Tenant
from tests.client.network import reported
from tests.support.receivers import Receiver, Reply, a_receiver


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with a_receiver() as receiver:
        yield receiver


@pytest.fixture
def made(faultbook: Faultbook, receiver: Receiver) -> MadeEndpoint:
    return faultbook.endpoints.make("ops", receiver.url)


def told(faultbook: Faultbook, tenant: Tenant, endpoint_id: str, state: str) -> Delivery:
    """The one delivery, once it is in that state."""
    for _ in range(100):
        tenant.stack.drain()
        for delivery in faultbook.endpoints.deliveries(endpoint_id, state=state):
            return delivery
        anyio.run(anyio.sleep, 0.1)
    raise AssertionError(state)


def test_the_client_makes_changes_and_removes_endpoints(faultbook: Faultbook, receiver: Receiver):
    filters = [{"severities": ["CRITICAL"], "path": "site_1"}]
    made = faultbook.endpoints.make(
        "ops", receiver.url, authorization="Bearer x", filters=[{"severities": ["CRITICAL"]}]
    )
    changed = faultbook.endpoints.change(
        made.id, name="night", filters=[{"severities": ["CRITICAL"], "path": "site_1"}]
    )
    rotated = faultbook.endpoints.rotate_secret(made.id)

    assert made.secret.startswith("whsec_")
    assert rotated.secret not in {"", made.secret}
    assert rotated.previous_secret_until
    assert (changed.name, changed.has_authorization) == ("night", True)
    assert [
        (endpoint_filter["severities"], endpoint_filter["path"])
        for endpoint_filter in changed.filters
    ] == [(filters[0]["severities"], filters[0]["path"])]
    assert faultbook.endpoints.test(made.id).status == 200
    assert [endpoint.id for endpoint in faultbook.endpoints.list()] == [made.id]
    faultbook.endpoints.delete(made.id)
    with pytest.raises(NotFound):
        faultbook.endpoints.get(made.id)


def test_what_failed_is_looked_at_and_sent_again(
    faultbook: Faultbook, tenant: Tenant, receiver: Receiver, made: MadeEndpoint
):
    receiver.decide = lambda _: Reply(410, b"gone")
    fault = reported(faultbook)
    failed = told(faultbook, tenant, made.id, "failed")
    shown = faultbook.endpoints.delivery(made.id, failed.id)

    assert (failed.fault_id, failed.status) == (fault.id, 410)
    assert [(attempt.status, attempt.answer) for attempt in shown.attempts] == [(410, "gone")]
    assert shown.event["data"]["fault"]["id"] == fault.id
    with pytest.raises(Conflict):
        faultbook.endpoints.redeliver(made.id, failed.id)
    receiver.decide = lambda _: Reply()
    faultbook.endpoints.change(made.id, enabled=True)
    done = list(faultbook.endpoints.redeliver_all(made.id, state="failed"))
    assert [(delivery.id, delivery.redelivered) for delivery in done] == [(failed.id, True)]
    told(faultbook, tenant, made.id, "delivered")
    again = faultbook.endpoints.redeliver(made.id, failed.id)
    assert again.redelivered_at
    told(faultbook, tenant, made.id, "delivered")
    assert {request.webhook_id for request in receiver.taken} == {failed.id}


def test_the_async_client_does_the_same(faultbook: Faultbook, tenant: Tenant, made: MadeEndpoint):
    reported(faultbook)
    delivered = told(faultbook, tenant, made.id, "delivered")

    async def everything() -> None:
        async with AsyncFaultbook(tenant.url, tenant.token) as asked:
            endpoints = asked.endpoints
            second = await endpoints.make("second", made.url)
            assert (await endpoints.test(second.id)).status == 200
            assert (await endpoints.rotate_secret(second.id)).secret != second.secret
            assert not (await endpoints.change(second.id, enabled=False)).enabled
            assert (await endpoints.get(second.id)).off == "switched off"
            assert len(await endpoints.list()) == 2
            await endpoints.delete(second.id)
            listed = [delivery async for delivery in endpoints.deliveries(made.id)]
            assert listed == [delivered]
            assert (await endpoints.delivery(made.id, delivered.id)).attempts
            assert (await endpoints.redeliver(made.id, delivered.id)).redelivered_at
            again = [
                delivery async for delivery in endpoints.redeliver_all(made.id, state="failed")
            ]
            assert again == []

    anyio.run(everything)


def test_the_command_leads_through_the_life_of_an_endpoint(
    run: Run, faultbook: Faultbook, receiver: Receiver
):
    created = run("endpoints", "create", "ops", receiver.url, "-S", "critical", "--path", "site_1")
    assert created.exit_code == 0, created.stderr
    assert created.stdout.startswith("whsec_")
    [endpoint] = faultbook.endpoints.list()

    assert run("endpoints", "list", "-o", "name").stdout == f"{endpoint.id}\n"
    shown = json.loads(run("endpoints", "show", "ops", "-o", "json").stdout)
    assert shown["filters"][0] == {
        "types": [],
        "severities": ["CRITICAL"],
        "kinds": [],
        "path": "site_1",
    }
    updated = run("endpoints", "update", "ops", "--disable", "--everything", "-o", "json")
    assert json.loads(updated.stdout)["off"] == "switched off"
    assert json.loads(updated.stdout)["filters"] == []
    rotated = run("endpoints", "rotate-secret", "ops").stdout
    assert rotated.startswith("whsec_")
    assert rotated != created.stdout
    assert run("endpoints", "test", "ops").stdout.startswith("200\t")
    receiver.decide = lambda _: Reply(500, b"no")
    assert run("endpoints", "test", "ops", "-o", "json").exit_code == 1
    assert run("endpoints", "delete", "ops").stdout == f"{endpoint.id}\n"
    missing = run("endpoints", "show", "ops")
    assert missing.exit_code == 3
    assert "No endpoint is called 'ops'." in missing.stderr


def test_the_command_lists_shows_and_repeats_deliveries(
    run: Run, faultbook: Faultbook, tenant: Tenant, made: MadeEndpoint
):
    reported(faultbook)
    delivered = told(faultbook, tenant, made.id, "delivered")

    listed = run("endpoints", "deliveries", "ops", "--state", "delivered", "--from", "1h")
    assert listed.stdout.split("\t")[0] == delivered.id
    assert json.loads(run("endpoints", "deliveries", "ops", "-o", "json").stdout)["status"] == 200
    result = run("endpoints", "deliveries", "ops", delivered.id)
    assert "It answered 200." in result.stdout
    whole = json.loads(run("endpoints", "deliveries", "ops", delivered.id, "-o", "json").stdout)
    assert whole["attempts"][0]["headers"]["webhook-id"] == delivered.id
    assert run("endpoints", "redeliver", "ops", delivered.id).stdout == f"{delivered.id}\n"
    again = run("endpoints", "redeliver", "ops", "--from", "1h")
    assert again.stdout == f"{delivered.id}\n"
    assert again.stderr == "1 sent again.\n"
    assert run("endpoints", "redeliver", "ops").exit_code == 2
    assert run("endpoints", "deliveries", "ops", "--state", "lost").exit_code == 1
