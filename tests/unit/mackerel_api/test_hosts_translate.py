"""Every mapping rule between hosts on the wire and hosts in the domain."""

import json
from dataclasses import replace
from typing import Any

import pytest

from faultbook.domain.host import Host, HostStatus
from functions.mackerel_api import answers, hosts_translate, schemas
from functions.mackerel_api.identifiers import host_id, monitor_id
from functions.mackerel_api.inventory import Resource
from tests.support.builders import CUSTOMER, NOW, a_fault
from tests.support.mackerel_world import conforms

SECOND = int(NOW.timestamp())
HOST = Host(CUSTOMER, "1137Meetcjx", "web-1", NOW)


def wire(**fields: Any) -> schemas.DescribeHost:
    return schemas.DescribeHost.model_validate_json(json.dumps({"name": "web-1"} | fields))


def described(**fields: Any) -> Host:
    return HOST.edited(**hosts_translate.edits_of(wire(**fields)))


def unkept(path: str, name: str = "web-1") -> Host:
    return hosts_translate.host_of(CUSTOMER, host_id(CUSTOMER, name), Resource(name, path, NOW))


@pytest.mark.parametrize(
    ("path", "roles"),
    [
        ("web-1", {}),
        ("frankfurt|web-1", {"frankfurt": []}),
        ("frankfurt|rack_1|web-1", {"frankfurt": ["rack_1"]}),
        ("frankfurt|rack 1|shelf|web-1", {"frankfurt": ["shelf"]}),
        ("Frankfurt.am.Main|rack_1|web-1", {}),
        ("x|web-1", {}),
        (f"{'x' * 64}|web-1", {}),
    ],
)
def test_the_site_is_a_hosts_service_where_it_has_the_form_of_one(
    path: str, roles: dict[str, list[str]]
):
    host = hosts_translate.host_answer(unkept(path))

    assert host["roles"] == roles
    conforms(answers.Host, host)


def test_a_resource_that_nobody_registered_has_a_name_and_a_time_and_no_identifier():
    name = "dev_2j4k2l2j3k4l2j3k4"

    assert hosts_translate.host_answer(unkept("dev", name)) == {
        "id": host_id(CUSTOMER, name),
        "name": name,
        "status": "working",
        "memo": "",
        "size": "standard",
        "roles": {},
        "isRetired": False,
        "createdAt": SECOND,
        "meta": {},
        "interfaces": [],
    }


def test_what_an_agent_says_of_its_host_comes_back():
    host = described(
        displayName="the first",
        customIdentifier="i-0abc.ec2",
        memo="ours",
        meta={"agent-version": "0.87.0", "cpu": [{"mhz": "2400"}]},
        interfaces=[
            {"name": "eth0", "macAddress": "02:00:00:00:00:01", "ipv4Addresses": ["192.0.2.7"]},
            {"name": "eth1", "ipv6Addresses": ["2001:db8::7"]},
        ],
        checks=[{"name": "disk", "memo": "look at /var"}, {"name": "load"}],
    )

    answer = hosts_translate.host_answer(host)

    conforms(answers.Host, answer)
    assert answer["displayName"] == "the first"
    assert answer["customIdentifier"] == "i-0abc.ec2"
    assert answer["memo"] == "ours"
    assert answer["meta"] == {"agent-version": "0.87.0", "cpu": [{"mhz": "2400"}]}
    assert host.checks == {"disk": "look at /var", "load": ""}


def test_the_first_address_of_a_list_is_the_one_that_mkr_shows():
    host = described(
        interfaces=[
            {"name": "eth0", "ipv4Addresses": ["192.0.2.7", "192.0.2.8"], "ipAddress": "192.0.2.1"},
            {"name": "eth1", "ipAddress": "192.0.2.9"},
        ]
    )

    shown = [
        interface["ipAddress"] for interface in hosts_translate.host_answer(host)["interfaces"]
    ]

    assert shown == ["192.0.2.7", "192.0.2.9"]


def test_what_a_body_leaves_out_stays_as_it_is():
    host = described(displayName="the first", customIdentifier="i-0abc", memo="ours", meta={"a": 1})

    assert host.edited(**hosts_translate.edits_of(wire(name="web-2"))) == replace(
        host, name="web-2", version=host.version + 1
    )


@pytest.mark.parametrize("nothing", [None, ""])
def test_an_identifier_and_a_display_name_can_be_emptied(nothing: str | None):
    host = described(displayName="the first", customIdentifier="i-0abc")

    emptied = host.edited(
        **hosts_translate.edits_of(wire(displayName=nothing, customIdentifier=nothing))
    )

    assert (emptied.display_name, emptied.custom_identifier) == ("", "")
    answer = hosts_translate.host_answer(emptied)
    assert not answer.keys() & {"displayName", "customIdentifier"}


def test_lists_that_go_writes_as_null_stay_as_they_are():
    host = described(interfaces=[{"name": "eth0"}], checks=[{"name": "disk"}], meta={"a": 1})

    assert host.edited(
        **hosts_translate.edits_of(wire(interfaces=None, checks=None, meta=None))
    ) == replace(host)


@pytest.mark.parametrize("character", ["x", "é", "名", "😀"])
def test_a_host_never_outgrows_its_item(character: str):
    long = character * 4000
    host = described(
        name=long,
        displayName=long,
        customIdentifier=long,
        memo=long,
        meta={f"{n}{long}": {"text": long} for n in range(40)},
        interfaces=[{"name": long, "macAddress": long, "ipv4Addresses": [long]}] * 40,
        checks=[{"name": f"{n}{long}", "memo": long} for n in range(40)],
    )

    size = len(json.dumps(hosts_translate.host_answer(host), ensure_ascii=False).encode())
    assert size < 50_000
    assert len(json.dumps(host.checks, ensure_ascii=False).encode()) < 20_000


@pytest.mark.parametrize("name", ["web-1", "名前", "a b", "x#y", "x|y"])
def test_a_host_has_any_name_that_can_be_read(name: str):
    assert described(name=f" {name}\n").name == name


@pytest.mark.parametrize("name", ["", " ", "\u200b"])
def test_a_name_that_nobody_can_see_is_none(name: str):
    assert described(name=name).name == HOST.name


@pytest.mark.parametrize(
    "role", ["shop", "shop:", ":web", "shop:w", "-shop:web", "a b:web", "shop:web:x"]
)
def test_a_role_has_a_service_and_a_name(role: str):
    with pytest.raises(ValueError, match="a service and a role, as `shop:web`"):
        wire(roleFullnames=[role])


def test_a_host_joins_roles_and_leaves_none():
    roles = hosts_translate.with_more_roles(
        ["shop:web"], wire(roleFullnames=["shop:db", "shop:web"])
    )

    assert roles == ("shop:web", "shop:db")


@pytest.mark.parametrize(
    ("roles", "path"),
    [
        ((), "web-1"),
        (("shop:web", "shop:db"), "shop|web|web-1"),
        (("frankfurt",), "frankfurt|web-1"),
    ],
)
def test_faults_of_a_host_lie_within_its_first_role(roles: tuple[str, ...], path: str):
    assert hosts_translate.path_of(replace(HOST, roles=roles)) == path


def test_a_separator_in_a_name_makes_no_segment():
    assert hosts_translate.path_of(replace(HOST, name="a|b")) == "a%7Cb"


def test_services_have_the_roles_of_all_hosts():
    hosts = [
        replace(HOST, roles=("shop:web", "shop:app")),
        replace(HOST, roles=("shop:db", "backup:disk")),
        unkept("frankfurt|web-1"),
    ]

    assert hosts_translate.services_of(hosts) == [
        {"name": "backup", "memo": "", "roles": ["disk"]},
        {"name": "frankfurt", "memo": "", "roles": []},
        {"name": "shop", "memo": "", "roles": ["app", "db", "web"]},
    ]


def test_open_alerts_come_before_checks_that_are_fine():
    host = replace(HOST, checks={"disk": "look at /var", "load": ""})
    fault = a_fault(reporter="disk", message="96 %", source="mackerel", type="check")

    assert hosts_translate.monitored_statuses(host, [fault]) == [
        {
            "monitorId": monitor_id(CUSTOMER, "disk"),
            "status": "CRITICAL",
            "detail": {"type": "check", "message": "96 %", "memo": "look at /var"},
        },
        {"monitorId": monitor_id(CUSTOMER, "load"), "status": "OK"},
    ]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ({}, True),
        ({"status": ["standby", "working"]}, True),
        ({"status": "working"}, True),
        ({"status": "poweroff"}, False),
        ({"status": ""}, True),
        ({"name": "web-1"}, True),
        ({"name": "web"}, False),
        ({"customIdentifier": "i-0abc"}, True),
        ({"customIdentifier": "web-1"}, False),
        ({"service": "shop"}, True),
        ({"service": ["bonn", "shop"]}, True),
        ({"service": "bonn"}, False),
        ({"service": "shop", "role": "web"}, True),
        ({"service": "shop", "role": ["web", "x"]}, True),
        ({"service": "shop", "role": "db"}, False),
        ({"service": "backup", "role": "web"}, False),
        ({"role": "db"}, True),
        ({"unheard": "of"}, True),
    ],
)
def test_hosts_are_found_by_what_clients_ask_for(query: dict[str, Any], wanted: bool):  # noqa: FBT001 - as above
    host = replace(HOST, custom_identifier="i-0abc", roles=("shop:web", "backup:disk"))

    assert hosts_translate.is_wanted(host, schemas.ListHosts.model_validate(query)) is wanted


@pytest.mark.parametrize("status", HostStatus)
def test_hosts_in_maintenance_and_powered_off_open_no_alerts(status: HostStatus):
    quiet = {HostStatus.MAINTENANCE, HostStatus.POWEROFF}

    assert replace(HOST, status=status).opens_alerts is (status not in quiet)
    assert not replace(HOST, status=status).retired(NOW).opens_alerts
