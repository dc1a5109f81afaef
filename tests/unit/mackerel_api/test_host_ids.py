"""Ids that are shown lead back to their hosts, and no two hosts share one."""

from faultbook.domain.listing import FaultFilter
from functions.mackerel_api.identifiers import host_id, is_registered
from tests.support.builders import CUSTOMER, a_fault
from tests.support.mackerel_world import World
from tests.support.registered_hosts import ids, register, report_of

LONG_NAME = "web-1.production.frankfurt.example.com"  # 38 characters


def test_an_id_that_is_shown_for_a_long_name_is_taken_in_its_place(world: World):
    report_of(world, LONG_NAME)
    shown = world.the_alert()["hostId"]
    assert len(shown) <= 15

    report_of(world, shown, "OK")
    assert world.alerts() == []

    report_of(world, shown, "WARNING")
    report_of(world, LONG_NAME, "CRITICAL")
    alert = world.the_alert()
    assert (alert["hostId"], alert["status"]) == (shown, "CRITICAL")
    assert [(host["id"], host["name"]) for host in world.ok("GET", "/hosts")["hosts"]] == [
        (shown, LONG_NAME)
    ]


def test_an_id_that_is_shown_for_another_apis_resource_means_that_resource(world: World):
    world.put(a_fault(resource_id=LONG_NAME, path=f"frankfurt|{LONG_NAME}"))
    [shown] = ids(world)

    report_of(world, shown, name="load")

    faults = world.faults.page(CUSTOMER, FaultFilter(), 10, None).faults
    assert {(fault.resource_id, fault.path) for fault in faults} == {
        (LONG_NAME, f"frankfurt|{LONG_NAME}")
    }
    assert ids(world) == [shown]


def test_no_two_hosts_share_an_id(world: World):
    """Not even a resource that is called like the id of another."""
    world.put(a_fault(resource_id=LONG_NAME))
    world.put(a_fault(resource_id=host_id(CUSTOMER, LONG_NAME)))
    registered = register(world, LONG_NAME)
    world.put(a_fault(resource_id=registered))

    shown = ids(world)

    assert sorted(shown) == sorted([host_id(CUSTOMER, LONG_NAME), registered])


def test_an_id_made_of_a_name_never_looks_like_a_registered_one():
    shown = {host_id(CUSTOMER, f"{number}.{LONG_NAME}") for number in range(20_000)}

    assert len(shown) == 20_000
    assert not any(map(is_registered, shown))
