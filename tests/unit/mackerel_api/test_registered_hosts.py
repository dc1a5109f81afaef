"""Hosts that agents register, over in-memory stores: described, set to a status, retired."""

from datetime import timedelta
from typing import Any

import pytest

from faultbook.domain.listing import FaultFilter
from functions.mackerel_api.identifiers import monitor_id
from tests.support import host_fakes
from tests.support.builders import CUSTOMER
from tests.support.mackerel_world import World
from tests.support.registered_hosts import host, ids, register, report_of, retire

OTHER = "cus_other"


def test_two_hosts_of_one_name_have_an_id_each(world: World):
    first, second = register(world), register(world)

    assert first != second
    assert sorted(ids(world)) == sorted([first, second])


def test_alerts_of_a_registered_host_name_its_id_and_their_faults_its_name(world: World):
    web = register(world, "web-1.example.com", roleFullnames=["shop:web", "backup:disk"])

    report_of(world, web)

    assert world.the_alert()["hostId"] == web
    [fault] = world.faults.page(CUSTOMER, FaultFilter(), 10, None).faults
    assert (fault.resource_id, fault.path) == ("web-1.example.com", "shop|web|web-1.example.com")
    assert fault.cause == "The check disk on the host web-1.example.com reports CRITICAL."
    assert ids(world) == [web]


def test_a_host_without_a_name_is_called_by_its_id(world: World):
    web = register(world, " ")

    assert host(world, web)["name"] == web


def test_hosts_of_one_name_have_alerts_of_their_own(world: World):
    first, second = register(world), register(world)
    report_of(world, first)
    report_of(world, second)

    report_of(world, first, "OK")

    assert world.the_alert()["hostId"] == second


def test_a_host_that_is_renamed_keeps_its_alerts(world: World):
    web = register(world)
    report_of(world, web)

    world.ok("PUT", f"/hosts/{web}", {"name": "web-7", "meta": {}})
    report_of(world, web, "OK")

    assert host(world, web)["name"] == "web-7"
    assert world.alerts() == []
    assert ids(world) == [web]


@pytest.mark.parametrize(
    ("method", "below", "body"),
    [
        ("GET", "", None),
        ("PUT", "", {"name": "web-2"}),
        ("POST", "/status", {"status": "working"}),
        ("POST", "/retire", {}),
        ("PUT", "/role-fullnames", {"roleFullnames": []}),
        ("GET", "/monitored-statuses", None),
        ("GET", "/metric-names", None),
        ("GET", "/metadata", None),
        ("GET", "/metadata/env", None),
        ("PUT", "/metadata/env", {}),
        ("DELETE", "/metadata/env", None),
    ],
)
@pytest.mark.parametrize("which", ["theirs", "1137Meetcjx", "web-9", "%23", "a%7Cb", "x" * 300])
def test_what_is_no_host_of_ours_is_not_found(
    world: World, which: str, method: str, below: str, body: Any
):
    if which == "theirs":
        which = world.ok("POST", "/hosts", {"name": "web-1"}, key=world.key(OTHER))["id"]

    response = world.call(method, f"/hosts/{which}{below}", body)

    assert response.status == 404
    assert response.json == {"error": {"message": "There is no such host."}}


def test_nothing_of_another_customers_hosts_is_in_any_list(world: World):
    register(world, roleFullnames=["shop:web"], checks=[{"name": "disk"}], customIdentifier="i-1")
    theirs = world.key(OTHER)

    assert world.ok("GET", "/hosts", key=theirs) == {"hosts": []}
    assert world.ok("GET", "/services", key=theirs) == {"services": []}
    assert world.ok("GET", "/monitoring/checks", key=theirs) == {"checks": []}
    assert world.call("GET", "/hosts-by-custom-identifier/i-1", key=theirs).status == 404
    assert world.ok("GET", "/org", key=theirs)["name"] == OTHER


def test_a_custom_identifier_is_only_where_one_was_given(world: World):
    bare, named = register(world), register(world, customIdentifier="i-0abc")

    assert "customIdentifier" not in host(world, bare)
    assert host(world, named)["customIdentifier"] == "i-0abc"
    assert ids(world, "customIdentifier=i-0abc") == [named]
    assert ids(world, "customIdentifier=web-1") == []


@pytest.mark.parametrize("identifier", ["i-0abc", "名前", "a b", "x#y|z", "100%"])
def test_a_host_is_found_by_any_custom_identifier(world: World, identifier: str):
    web = register(world, customIdentifier=identifier)

    path = identifier.replace("%", "%25").replace(" ", "%20")
    assert world.ok("GET", f"/hosts-by-custom-identifier/{path}")["host"]["id"] == web


def test_of_two_identifiers_that_differ_in_case_the_oldest_host_is_found(world: World):
    second = world.clock.at + timedelta(minutes=1)
    first = register(world, customIdentifier="I-0ABC")
    world.clock.at = second
    register(world, customIdentifier="i-0abc")

    path = "/hosts-by-custom-identifier/i-0Abc"
    assert world.ok("GET", path, query="caseInsensitive=true")["host"]["id"] == first
    assert world.call("GET", path, query="caseInsensitive=false").status == 404


def test_a_custom_identifier_belongs_to_one_host_until_that_is_retired(world: World):
    first = register(world, customIdentifier="i-0abc")
    second = {"name": "web-2", "customIdentifier": "i-0abc"}
    assert world.call("POST", "/hosts", second).status == 409

    retire(world, first)

    assert world.call("POST", "/hosts", second).status == 200


def test_a_host_leaves_roles_only_where_they_are_set(world: World):
    web = register(world, roleFullnames=["shop:web"])
    world.ok("PUT", f"/hosts/{web}", {"name": "web-1", "roleFullnames": ["backup:disk"]})
    assert host(world, web)["roles"] == {"shop": ["web"], "backup": ["disk"]}

    world.ok("PUT", f"/hosts/{web}/role-fullnames", {"roleFullnames": ["shop:db"]})
    assert host(world, web)["roles"] == {"shop": ["db"]}

    world.ok("PUT", f"/hosts/{web}/role-fullnames", {"roleFullnames": None})
    assert host(world, web)["roles"] == {}


def test_there_are_so_many_hosts_and_no_more(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(host_fakes, "MAX_HOSTS", 2)
    first, _ = register(world), register(world)
    refused = world.call("POST", "/hosts", {"name": "web-3"})
    assert refused.status == 409
    assert "retire some of them" in refused.json["error"]["message"]

    retire(world, first)

    register(world)


def test_monitored_statuses_follow_the_checks(world: World):
    web = register(world, checks=[{"name": "disk"}, {"name": "load", "memo": "top"}])
    report_of(world, web, "WARNING", name="load", message="9.5")
    report_of(world, "web-2", name="disk")

    statuses = world.ok("GET", f"/hosts/{web}/monitored-statuses")["monitoredStatuses"]

    assert statuses == [
        {
            "monitorId": monitor_id(CUSTOMER, "load"),
            "status": "WARNING",
            "detail": {"type": "check", "message": "9.5", "memo": "top"},
        },
        {"monitorId": monitor_id(CUSTOMER, "disk"), "status": "OK"},
    ]


def test_checks_that_a_host_no_longer_has_are_no_check_monitors(world: World):
    web = register(world, checks=[{"name": "disk"}, {"name": "load"}])

    world.ok("PUT", f"/hosts/{web}", {"name": "web-1", "checks": [{"name": "load"}]})

    assert [check["name"] for check in world.ok("GET", "/monitoring/checks")["checks"]] == ["load"]


def test_metrics_are_taken_and_no_host_has_any(world: World):
    web = register(world)

    assert world.ok("POST", "/tsdb", [{"hostId": web, "name": "x", "time": 1, "value": 1}])
    assert world.ok("GET", f"/hosts/{web}/metric-names") == {"names": []}
