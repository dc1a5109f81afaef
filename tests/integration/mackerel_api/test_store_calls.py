"""What each call costs the store, and what happens when the store refuses one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.support.builders import NOW, a_fault
from tests.support.interruptions import UnreliableClient, only, refuse
from tests.support.mackerel_world import World, a_report

Call = Callable[[World, str], Any]
REPORT = "/monitoring/checks/report"
RELIABLE = only(0, refuse("no call has this number"))


def send_report(**fields: Any) -> Call:
    return lambda world, _: world.call("POST", REPORT, {"reports": [a_report(**fields)]})


CALLS: dict[str, tuple[Call, list[str]]] = {
    "list": (lambda world, _: world.call("GET", "/alerts"), ["query"]),
    "list all": (
        lambda world, _: world.call("GET", "/alerts", query="withClosed=true&limit=2"),
        ["query"],
    ),
    "next page": (
        lambda world, alert: world.call("GET", "/alerts", query=f"nextId={alert}"),
        ["get_item", "query"],
    ),
    "get": (lambda world, alert: world.call("GET", f"/alerts/{alert}"), ["get_item"]),
    "memo": (
        lambda world, alert: world.call("PUT", f"/alerts/{alert}", {"memo": "x"}),
        ["get_item", "update_item"],
    ),
    "close": (
        lambda world, alert: world.call("POST", f"/alerts/{alert}/close", {"reason": "x"}),
        ["get_item", "update_item"],
    ),
    "logs": (
        lambda world, alert: world.call("GET", f"/alerts/{alert}/logs"),
        ["get_item", "query"],
    ),
    "first report": (send_report(name="new"), ["get_item", "get_item", "transact_write_items"]),
    "same report": (send_report(), ["get_item", "get_item", "get_item"]),
    "report with news": (
        send_report(message="DISK CRITICAL: / is 99 % full"),
        ["get_item", "get_item", "get_item", "update_item"],
    ),
    "other status": (
        send_report(status="WARNING"),
        ["get_item", "get_item", "get_item", "update_item", "get_item", "update_item"],
    ),
    "OK again": (send_report(status="OK"), ["get_item", "get_item", "update_item"]),
    "always OK": (send_report(status="OK", name="new"), ["get_item"]),
    "old report": (send_report(occurredAt=1), []),
    "monitors": (lambda world, _: world.call("GET", "/monitors"), []),
    "hosts": (lambda world, _: world.call("GET", "/hosts"), ["query"] * 4),
    "host by identifier": (
        lambda world, _: world.call("GET", "/hosts", query="customIdentifier=i-0abc"),
        ["get_item", "get_item"],
    ),
    "host": (lambda world, _: world.call("GET", f"/hosts/{world.host}"), ["get_item"]),
    "register": (
        lambda world, _: world.call("POST", "/hosts", {"name": "web-2"}),
        ["transact_write_items"],
    ),
    "describe": (
        lambda world, _: world.call("PUT", f"/hosts/{world.host}", {"name": "web-9"}),
        ["get_item", "put_item"],
    ),
    "describe as before": (
        lambda world, _: world.call("PUT", f"/hosts/{world.host}", {"name": "web-1"}),
        ["get_item"],
    ),
    "status": (
        lambda world, _: world.call("POST", f"/hosts/{world.host}/status", {"status": "standby"}),
        ["get_item", "put_item"],
    ),
    "retire": (
        lambda world, _: world.call("POST", f"/hosts/{world.host}/retire", {}),
        ["get_item", "transact_write_items", "query", "query"],
    ),
    "metrics": (lambda world, _: world.call("POST", "/tsdb", []), []),
    "check monitors": (
        lambda world, _: world.call("GET", "/monitoring/checks"),
        ["query"] * 4,
    ),
}


@pytest.fixture
def alert(world: World, client: UnreliableClient) -> str:
    """One of a check, the newest of four; the key is known already, and a host is registered."""
    for hours in (1, 2, 3):
        world.put(a_fault(opened_at=NOW - timedelta(hours=hours)))
    world.report()
    host = {"name": "web-1", "customIdentifier": "i-0abc"}
    world.host = world.ok("POST", "/hosts", host)["id"]
    alert: str = world.alerts()[0]["id"]
    client.calls.clear()
    return alert


@pytest.mark.parametrize("name", CALLS)
def test_a_call_needs_no_more_of_the_store_than_this(
    world: World, client: UnreliableClient, alert: str, name: str
):
    call, needed = CALLS[name]

    response = call(world, alert)

    assert response.status == 200, response.text
    months = client.calls.count("query") - needed.count("query")
    assert client.calls[: len(needed)] == needed
    assert client.calls[len(needed) :] == ["query"] * months
    # 13 months behind the newest, and what began longer ago than a year before its report
    assert months <= (13 + 1 if name in {"hosts", "check monitors", "list all"} else 0)


@pytest.mark.parametrize(
    "name", [name for name, (_, needed) in CALLS.items() if needed and name != "retire"]
)
def test_a_store_that_refuses_a_call_is_503_in_mackerels_form(
    world: World, client: UnreliableClient, alert: str, name: str
):
    call, needed = CALLS[name]
    for number in range(1, len(needed) + 1):
        client.calls.clear()
        client.plan = only(number, refuse("ProvisionedThroughputExceededException"))

        response = call(world, alert)

        assert response.status == 503, response.text
        assert response.headers["retry-after"] == "2"
        assert set(response.json["error"]) == {"message"}
        client.plan = RELIABLE


@pytest.mark.parametrize("number", range(1, 6))
def test_a_retirement_that_is_refused_half_way_is_complete_when_it_is_sent_again(
    world: World, client: UnreliableClient, number: int
):
    host = world.ok("POST", "/hosts", {"name": "web-1"})["id"]
    world.report(source={"type": "host", "hostId": host})
    client.calls.clear()
    client.plan = only(number, refuse("InternalServerError"))
    assert world.call("POST", f"/hosts/{host}/retire", {}).status == 503
    client.plan = RELIABLE

    assert world.call("POST", f"/hosts/{host}/retire", {}).status == 200

    assert world.alerts() == []
    assert world.ok("GET", f"/hosts/{host}")["host"]["isRetired"] is True


def test_after_a_refusal_the_same_reports_can_be_sent_again(world: World, client: UnreliableClient):
    reports = {"reports": [a_report(name=f"check {number}") for number in range(5)]}
    world.key()
    world.ok("GET", "/alerts")
    client.calls.clear()
    client.plan = only(7, refuse("InternalServerError"))
    assert world.call("POST", REPORT, reports).status == 503
    client.plan = RELIABLE

    assert world.call("POST", REPORT, reports).status == 200

    assert len(world.alerts()) == 5


def test_a_page_costs_the_same_however_many_alerts_there_are(
    world: World, client: UnreliableClient, dynoxide, tables
):
    dynoxide.fill(
        tables.faults, [a_fault(opened_at=NOW - timedelta(minutes=n)) for n in range(900)]
    )
    world.ok("GET", "/alerts", query="limit=1")
    client.calls.clear()

    page = world.ok("GET", "/alerts", query="limit=10")
    world.ok("GET", "/alerts", query=f"limit=10&withClosed=true&nextId={page['nextId']}")

    assert client.calls == ["query", "get_item", "query"]
