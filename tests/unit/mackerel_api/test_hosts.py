"""Hosts over in-memory stores."""

from functions.mackerel_api.identifiers import host_id
from tests.support.builders import CUSTOMER, a_fault
from tests.support.mackerel_world import World

LONG_NAME = "web-1.frankfurt.example.com"


def test_hosts_are_the_resources_of_faults_wherever_they_came_from(world: World):
    world.report()
    world.put(a_fault(resource_id=LONG_NAME, path=f"frankfurt|{LONG_NAME}"))

    hosts = world.ok("GET", "/hosts")["hosts"]

    assert [(host["id"], host["name"]) for host in hosts] == [
        ("web-1", "web-1"),
        (host_id(CUSTOMER, LONG_NAME), LONG_NAME),
    ]
    assert {alert["hostId"] for alert in world.alerts()} == {host["id"] for host in hosts}
    assert world.ok("GET", "/hosts.json") == {"hosts": hosts}


def test_hosts_are_filtered_by_repeated_statuses(world: World):
    world.report()
    every = "status=working&status=standby&status=poweroff&status=maintenance"

    assert len(world.ok("GET", "/hosts", query=every)["hosts"]) == 1
    assert world.ok("GET", "/hosts", query="status=poweroff&status=standby") == {"hosts": []}


def test_a_host_is_found_by_its_id(world: World):
    world.put(a_fault(resource_id=LONG_NAME))
    [host] = world.ok("GET", "/hosts")["hosts"]

    assert world.ok("GET", f"/hosts/{host['id']}") == {"host": host}
    assert world.call("GET", f"/hosts/{LONG_NAME}").status == 404
    assert world.call("GET", "/hosts/web-9").json == {
        "error": {"message": "There is no such host."}
    }
