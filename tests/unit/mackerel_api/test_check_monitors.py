"""Check monitors and monitors over in-memory stores."""

import pytest

from functions.mackerel_api.identifiers import monitor_id
from tests.support.builders import CUSTOMER, a_fault
from tests.support.mackerel_world import World


def test_check_monitors_are_the_reporters_of_faults(world: World):
    world.report()
    world.put(a_fault(reporter="wantunnel-monitor"))

    checks = world.ok("GET", "/monitoring/checks")["checks"]

    names = {check["id"]: check["name"] for check in checks}
    assert sorted(names.values()) == ["disk", "wantunnel-monitor"]
    assert list(names) == sorted(names)
    assert {alert["monitorId"] for alert in world.alerts()} == set(names)
    for one, name in names.items():
        found = world.ok("GET", f"/monitoring/checks/{one}")
        assert found == {"check": {"id": one, "name": name}}


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_pages_of_check_monitors_begin_with_their_next_id(world: World, limit: int):
    for number in range(5):
        world.report(name=f"check {number}")
    whole = world.ok("GET", "/monitoring/checks")["checks"]

    found: list[dict[str, str]] = []
    query = f"limit={limit}"
    while query:
        page = world.ok("GET", "/monitoring/checks", query=query)
        found += page["checks"]
        query = f"limit={limit}&nextId={page['nextId']}" if "nextId" in page else ""

    assert found == whole
    assert world.call("GET", "/monitoring/checks", query="limit=101").status == 400


def test_an_unknown_check_monitor_is_not_found(world: World):
    assert world.call("GET", "/monitoring/checks/11111111111").json == {
        "error": {"message": "There is no such check monitor."}
    }


def test_a_check_monitor_is_found_as_soon_as_it_has_reported(world: World):
    new = monitor_id(CUSTOMER, "new check")
    assert world.call("GET", f"/monitoring/checks/{new}").status == 404

    world.report(name="new check")

    assert world.ok("GET", f"/monitoring/checks/{new}")["check"]["name"] == "new check"


def test_a_list_of_check_monitors_spares_the_store_their_single_look_ups(world: World):
    world.report()
    [check] = world.ok("GET", "/monitoring/checks")["checks"]
    world.faults.pages = 0

    world.ok("GET", f"/monitoring/checks/{check['id']}")

    assert world.faults.pages == 0


def test_there_are_no_monitors_of_other_kinds(world: World):
    world.report()

    assert world.ok("GET", "/monitors") == {"monitors": []}
