"""A host's status, its retirement, and what they do to its alerts."""

from datetime import timedelta
from typing import Any

import pytest

from faultbook.domain.host import KEPT_RETIRED
from tests.support.builders import NOW, a_fault
from tests.support.mackerel_world import World, a_report
from tests.support.registered_hosts import host, ids, register, report_of, retire, set_status

SECOND = int(NOW.timestamp())


LONG_NAME = "web-1.production.frankfurt.example.com"  # 38 characters


@pytest.mark.parametrize("status", ["maintenance", "poweroff"])
def test_a_host_that_is_not_at_work_opens_no_alert(world: World, status: str):
    web = register(world)
    set_status(world, web, status)

    report_of(world, web)
    assert world.alerts("withClosed=true") == []

    set_status(world, web, "working")
    report_of(world, web)
    assert world.the_alert()["hostId"] == web


def test_a_host_on_standby_opens_alerts(world: World):
    web = register(world)
    set_status(world, web, "standby")

    report_of(world, web)

    assert world.the_alert()["hostId"] == web


def test_an_alert_from_before_the_maintenance_closes_when_its_check_is_ok(world: World):
    web = register(world)
    report_of(world, web)
    set_status(world, web, "maintenance")

    report_of(world, web, "OK")

    assert world.alerts() == []


def test_reports_of_other_hosts_in_the_same_post_are_taken(world: World):
    web = register(world)
    set_status(world, web, "maintenance")
    reports = [a_report(source={"type": "host", "hostId": one}) for one in (web, "web-2", web)]

    world.ok("POST", "/monitoring/checks/report", {"reports": reports})

    assert world.the_alert()["hostId"] == "web-2"


def test_a_retired_host_closes_its_alerts_and_opens_no_more(world: World):
    web, other = register(world), register(world)
    report_of(world, web)
    report_of(world, web, name="load")
    report_of(world, other)
    world.clock.at += timedelta(minutes=5)

    retire(world, web)
    report_of(world, web)

    assert world.the_alert()["hostId"] == other
    closed = [alert for alert in world.alerts("withClosed=true") if alert["status"] == "OK"]
    assert {(one["reason"], one["closedAt"]) for one in closed} == {
        ("The host is retired", SECOND + 300)
    }
    assert len(closed) == 2


def test_a_retired_host_is_in_no_list_and_is_shown_for_a_week(world: World):
    web = register(world, customIdentifier="i-0abc")
    report_of(world, web)
    retire(world, web)

    assert ids(world, "status=working&status=standby&status=maintenance&status=poweroff") == []
    assert host(world, web)["isRetired"] is True
    assert host(world, web)["retiredAt"] == SECOND
    assert world.call("GET", "/hosts-by-custom-identifier/i-0abc").status == 404

    world.clock.at += KEPT_RETIRED
    assert world.call("GET", f"/hosts/{web}").status == 404
    assert ids(world) == []


def test_a_host_is_retired_once(world: World):
    web = register(world)
    retire(world, web)
    world.clock.at += timedelta(hours=1)

    retire(world, web)

    assert host(world, web)["retiredAt"] == SECOND


@pytest.mark.parametrize(
    ("method", "below", "body", "status"),
    [
        ("PUT", "", {"name": "web-2"}, 409),
        ("POST", "/status", {"status": "working"}, 409),
        ("PUT", "/role-fullnames", {"roleFullnames": []}, 409),
        ("PUT", "/metadata/env", {}, 400),
        ("DELETE", "/metadata/env", None, 400),
    ],
)
def test_a_retired_host_takes_no_change(
    world: World, method: str, below: str, body: Any, status: int
):
    web = register(world)
    retire(world, web)

    response = world.call(method, f"/hosts/{web}{below}", body)

    assert response.status == status
    assert response.json == {"error": {"message": "The host is retired."}}


def test_a_host_that_nobody_registered_can_be_set_to_a_status(world: World):
    report_of(world, LONG_NAME)
    [shown] = ids(world)
    report_of(world, LONG_NAME, "OK")

    set_status(world, shown, "maintenance")

    report_of(world, LONG_NAME)
    report_of(world, shown)
    assert world.alerts() == []
    assert ids(world) == []
    assert ids(world, "status=maintenance") == [shown]
    assert host(world, shown)["name"] == LONG_NAME


def test_a_host_that_nobody_registered_can_be_retired(world: World):
    report_of(world, "web-1")

    retire(world, "web-1")

    assert world.alerts() == []
    assert ids(world) == []


def test_a_host_that_is_set_to_a_status_stays_where_it_was(world: World):
    world.put(a_fault(resource_id="fan-7", path="frankfurt|rack_1|fan-7"))

    set_status(world, "fan-7", "standby")

    assert host(world, "fan-7")["roles"] == {"frankfurt": ["rack_1"]}
    assert ids(world, "service=frankfurt&status=standby") == ["fan-7"]
