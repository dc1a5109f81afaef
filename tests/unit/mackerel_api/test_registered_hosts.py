"""Hosts that agents register, over in-memory stores: described, set to a status, retired."""

from datetime import timedelta
from typing import Any

import pytest

from faultbook.domain.host import KEPT_RETIRED
from faultbook.domain.listing import FaultFilter
from functions.mackerel_api.identifiers import host_id, is_registered, monitor_id
from tests.support import host_fakes
from tests.support.builders import CUSTOMER, NOW, a_fault
from tests.support.mackerel_world import World, a_report

SECOND = int(NOW.timestamp())
LONG_NAME = "web-1.production.frankfurt.example.com"  # 38 characters
OTHER = "cus_other"


def register(world: World, name: str = "web-1", **said: Any) -> str:
    new_id: str = world.ok("POST", "/hosts", {"name": name, "meta": {}} | said)["id"]
    return new_id


def report_of(world: World, host: str, status: str = "CRITICAL", **said: Any) -> None:
    world.report(status, source={"type": "host", "hostId": host}, **said)


def host(world: World, one: str) -> dict[str, Any]:
    found: dict[str, Any] = world.ok("GET", f"/hosts/{one}")["host"]
    return found


def ids(world: World, query: str = "") -> list[str]:
    return [one["id"] for one in world.ok("GET", "/hosts", query=query)["hosts"]]


def set_status(world: World, one: str, status: str) -> None:
    assert world.ok("POST", f"/hosts/{one}/status", {"status": status}) == {"success": True}


def retire(world: World, one: str) -> None:
    assert world.ok("POST", f"/hosts/{one}/retire", {}) == {"success": True}


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
    closed = [one for one in world.alerts("withClosed=true") if one["status"] == "OK"]
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

    assert [one["name"] for one in world.ok("GET", "/monitoring/checks")["checks"]] == ["load"]


def test_metadata_come_back_as_they_were_put(world: World):
    web = register(world)
    kept: dict[str, Any] = {"a": {"b": [1, None]}, "c_d-E": [], "null": None}
    for name, content in kept.items():
        body = "null" if content is None else content
        world.ok("PUT", f"/hosts/{web}/metadata/{name}", body)
        assert world.ok("GET", f"/hosts/{web}/metadata/{name}") == content

    names = world.ok("GET", f"/hosts/{web}/metadata")["metadata"]
    assert names == [{"namespace": name} for name in ("a", "c_d-E", "null")]


def test_metadata_have_at_most_100_kilobytes(world: World):
    web = register(world)

    assert world.call("PUT", f"/hosts/{web}/metadata/a", ["x" * (100 * 1024 - 4)]).status == 200
    assert world.call("PUT", f"/hosts/{web}/metadata/a", ["x" * (100 * 1024 - 3)]).status == 413


def test_a_host_has_at_most_50_metadata(world: World):
    web = register(world)
    for number in range(50):
        world.ok("PUT", f"/hosts/{web}/metadata/{number}", {})

    assert world.call("PUT", f"/hosts/{web}/metadata/50", {}).status == 400
    assert world.call("PUT", f"/hosts/{web}/metadata/49", {"again": True}).status == 200


def test_metadata_that_are_deleted_or_whose_host_retires_are_gone(world: World):
    web = register(world)
    for name in ("a", "b"):
        world.ok("PUT", f"/hosts/{web}/metadata/{name}", {})
    world.ok("DELETE", f"/hosts/{web}/metadata/a")
    assert world.call("DELETE", f"/hosts/{web}/metadata/a").status == 404
    assert world.ok("GET", f"/hosts/{web}/metadata")["metadata"] == [{"namespace": "b"}]

    retire(world, web)

    assert world.ok("GET", f"/hosts/{web}/metadata") == {"metadata": []}


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
    assert [(one["id"], one["name"]) for one in world.ok("GET", "/hosts")["hosts"]] == [
        (shown, LONG_NAME)
    ]


def test_an_id_that_is_shown_for_another_apis_resource_means_that_resource(world: World):
    world.put(a_fault(resource_id=LONG_NAME, path=f"frankfurt|{LONG_NAME}"))
    [shown] = ids(world)

    report_of(world, shown, name="load")

    faults = world.faults.page(CUSTOMER, FaultFilter(), 10, None).faults
    assert {(one.resource_id, one.path) for one in faults} == {
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


def test_an_id_made_of_a_name_never_looks_like_a_registered_one():
    shown = {host_id(CUSTOMER, f"{number}.{LONG_NAME}") for number in range(20_000)}

    assert len(shown) == 20_000
    assert not any(map(is_registered, shown))


def test_metrics_are_taken_and_no_host_has_any(world: World):
    web = register(world)

    assert world.ok("POST", "/tsdb", [{"hostId": web, "name": "x", "time": 1, "value": 1}])
    assert world.ok("GET", f"/hosts/{web}/metric-names") == {"names": []}
