"""Alerts over the real stores: a whole life, pages, tenancy, races."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from faultbook.domain.fault import ChangeKind, Fault
from faultbook.domain.identifiers import draw_number
from faultbook.domain.listing import FaultFilter
from functions.mackerel_api.identifiers import alert_id
from tests.support.builders import CUSTOMER, NOW, a_change, a_fault
from tests.support.engines import Engine, Tables
from tests.support.mackerel_world import World, a_report

OTHER = "cus_other"


def ids(world: World, query: str) -> list[str]:
    return [alert["id"] for alert in world.alerts(query)]


def test_an_alert_lives_from_its_first_report_to_its_last_log(world: World):
    world.report("WARNING", message="85 %")
    world.clock.at += timedelta(minutes=1)
    world.report("CRITICAL", message="95 %")
    alert = world.the_alert()["id"]
    world.ok("PUT", f"/alerts/{alert}", {"memo": "Ticket 4711"})
    world.clock.at += timedelta(minutes=1)
    world.report("OK", message="40 %")
    world.drain()

    opened_at = int(NOW.timestamp())
    shown = world.ok("GET", f"/alerts/{alert}")
    assert (shown["status"], shown["message"], shown["memo"]) == ("OK", "95 %", "Ticket 4711")
    assert (shown["openedAt"], shown["closedAt"]) == (opened_at, opened_at + 120)
    logs = world.ok("GET", f"/alerts/{alert}/logs")["logs"]
    assert [(log["status"], log["trigger"], log["createdAt"]) for log in logs] == [
        ("OK", "monitoring", opened_at + 120),
        ("CRITICAL", "monitoring", opened_at + 60),
        ("WARNING", "monitoring", opened_at),
    ]
    [host] = world.ok("GET", "/hosts")["hosts"]
    [check] = world.ok("GET", "/monitoring/checks")["checks"]
    assert (shown["hostId"], shown["monitorId"]) == (host["id"], check["id"])
    assert world.ok("GET", f"/hosts/{host['id']}")["host"] == host
    assert world.ok("GET", f"/monitoring/checks/{check['id']}")["check"] == check


def test_a_memo_of_80_kilobytes_is_kept(world: World):
    world.report()
    alert = world.the_alert()["id"]
    memo = "é" * (40 * 1024)

    world.ok("PUT", f"/alerts/{alert}", {"memo": memo})

    assert world.the_alert()["memo"] == memo


@pytest.mark.parametrize("limit", [7, 100])
@pytest.mark.parametrize("closed", ["withClosed=false", "withClosed=true"])
def test_a_walk_meets_each_of_1003_alerts_once_in_order(
    world: World, dynoxide: Engine, tables: Tables, closed: str, limit: int
):
    """250 of them began in the same second, others in three months."""
    crowded = crowd(250)
    spread = [a_fault(opened_at=NOW - timedelta(hours=2 * n + 1)) for n in range(753)]
    dynoxide.fill(tables.faults, crowded + spread)

    found = ids(world, f"{closed}&limit={limit}")

    assert found == [alert_id(fault.number) for fault in crowded + spread]


def test_a_walk_alert_by_alert_through_one_second(world: World):
    faults = [world.put(fault) for fault in crowd(40)]

    found = ids(world, "limit=1")

    assert found == [alert_id(fault.number) for fault in faults]


def test_a_walk_meets_everything_that_was_there_all_along(world: World):
    """Others open, close and expire alerts between its pages."""
    staying = [world.put(a_fault(opened_at=NOW - timedelta(hours=n))) for n in range(1, 13)]
    expiring = world.put(a_fault(opened_at=NOW - timedelta(hours=5, minutes=30)))
    found: list[str] = []
    page = world.ok("GET", "/alerts", query="limit=3&withClosed=true")
    while "nextId" in page:
        found += [alert["id"] for alert in page["alerts"]]
        world.put(a_fault(opened_at=NOW))
        world.ok("POST", f"/alerts/{page['nextId']}/close", {"reason": ""})
        if len(found) == 3:
            expire(world, expiring.number)
        query = f"limit=3&withClosed=true&nextId={page['nextId']}"
        page = world.ok("GET", "/alerts", query=query)
    found += [alert["id"] for alert in page["alerts"]]

    assert found == [alert_id(fault.number) for fault in staying]


def test_calls_on_anothers_alert_change_nothing_at_all(world: World, dynoxide: Engine):
    world.report()
    alert = world.the_alert()["id"]
    theirs = world.key(OTHER)
    world.ok("GET", "/alerts", key=theirs)
    before = dynoxide.digest()

    for method, path, body in (
        ("GET", f"/alerts/{alert}", None),
        ("GET", f"/alerts/{alert}/logs", None),
        ("PUT", f"/alerts/{alert}", {"memo": "mine now"}),
        ("POST", f"/alerts/{alert}/close", {"reason": "mine now"}),
    ):
        assert world.call(method, path, body, key=theirs).status == 404

    assert dynoxide.digest() == before
    assert world.call("GET", "/alerts", query=f"nextId={alert}", key=theirs).status == 400


def test_many_equal_reports_at_once_are_one_alert(world: World):
    with ThreadPoolExecutor(20) as pool:
        report = {"reports": [a_report()]}
        path = "/monitoring/checks/report"
        answers = list(pool.map(lambda _: world.call("POST", path, report), range(20)))

    assert {answer.status for answer in answers} == {200}
    [fault] = world.faults.page(CUSTOMER, FaultFilter(), 10, None).faults
    assert fault.occurrences == 1  # what was said already is not said again


def test_many_closings_at_once_are_one(world: World):
    fault = world.put(a_fault())
    path = f"/alerts/{alert_id(fault.number)}/close"

    with ThreadPoolExecutor(10) as pool:
        answers = list(
            pool.map(lambda n: world.call("POST", path, {"reason": f"reason {n}"}), range(10))
        )

    assert {answer.status for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert world.faults.get(CUSTOMER, fault.number).version == 2


def crowd(count: int) -> list[Fault]:
    """Faults of one second, the one that a list shows first at the front."""
    first = draw_number(NOW) | (1 << 22) - 1
    return [a_fault(number=first - 1000 * place) for place in range(count)]


def expire(world: World, number: int) -> None:
    """Its time is over, and the store has not removed it yet."""
    fault = world.faults.get(CUSTOMER, number)
    change = a_change(ChangeKind.UPDATED)
    over = replace(fault.noted(change), expires_at=int(NOW.timestamp()))
    world.faults.save(CUSTOMER, fault, over)
