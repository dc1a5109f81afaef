"""What dashboards read: every open fault as an alert."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest

from faultbook.domain.prometheus_alert import fingerprint
from tests.support.alertmanager_world import LABELS, World
from tests.support.builders import CUSTOMER, a_fault

NATIVE: dict[str, Any] = {
    "resource_id": "dev_1",
    "type": "link-down",
    "path": "bonn|dev_1",
    "reporter": "monitor",
    "message": "The link is down",
}


def put(world: World, **report: Any) -> None:
    fault = a_fault(opened_at=world.clock.at, **(NATIVE | report))
    world.store.create(CUSTOMER, fault)


def names(world: World, query: str = "") -> list[str]:
    return sorted(alert["labels"]["alertname"] for alert in world.read("alerts", query))


def test_the_fingerprint_is_alertmanagers_own():
    """As Alertmanager 0.25 shows it for these labels."""
    labels = {"alertname": "X", "cluster": "c1", "instance": "edge-7", "severity": "critical"}

    assert fingerprint(labels) == "0dd01607716df5ee"


def test_a_pushed_alert_is_shown_as_it_was_pushed(world: World):
    world.fires()

    labels = LABELS | {"severity": "critical"}
    assert world.read("alerts") == [
        {
            "annotations": {"summary": "web-1 is down"},
            "endsAt": "2026-01-15T12:20:00.000Z",
            "fingerprint": fingerprint(labels),
            "receivers": [{"name": "faultbook"}],
            "startsAt": "2026-01-15T12:00:00.000Z",
            "status": {"state": "active", "silencedBy": [], "inhibitedBy": [], "mutedBy": []},
            "updatedAt": "2026-01-15T12:00:00.000Z",
            "generatorURL": "http://prometheus:9090/graph?g0.expr=up",
            "labels": labels,
        }
    ]


def test_a_fault_of_another_api_has_labels_made_of_its_fields(world: World):
    put(world)

    [alert] = world.read("alerts")

    fault_id = alert["labels"].pop("fault_id")
    assert fault_id.startswith("flt_")
    assert alert["labels"] == {
        "alertname": "link-down",
        "instance": "dev_1",
        "severity": "high",
        "site": "bonn",
        "path": "bonn|dev_1",
        "reporter": "monitor",
    }
    assert alert["annotations"] == {"summary": "The link is down"}
    assert alert["fingerprint"] == fingerprint(alert["labels"] | {"fault_id": fault_id})
    assert alert["endsAt"] > alert["startsAt"]


def test_what_is_resolved_is_no_alert(world: World):
    world.fires()
    world.clock.at += timedelta(minutes=1)
    world.ends()

    assert world.read("alerts") == []
    assert world.read("alerts/groups") == []


MATCHED = {
    'alertname="InstanceDown"': ["InstanceDown"],
    'alertname!="InstanceDown"': ["link-down"],
    "alertname=link-down": ["link-down"],
    'alertname=~"Inst.*"': ["InstanceDown"],
    'alertname=~"Inst"': [],
    'alertname!~"link-(down|up)"': ["InstanceDown"],
    'job=""': ["link-down"],
    'job!=""': ["InstanceDown"],
    '{instance="web-1:9100"}': ["InstanceDown"],
    ' "path" = "bonn|dev_1" ': ["link-down"],
    'severity=~"critical|high"': ["InstanceDown", "link-down"],
}


@pytest.mark.parametrize("matcher", MATCHED)
def test_matchers_choose(world: World, matcher: str):
    world.fires()
    put(world)

    assert names(world, f"filter={quote(matcher)}") == MATCHED[matcher]


def test_all_matchers_have_to_match(world: World):
    world.fires()
    put(world)
    both = [quote(one) for one in ('severity=~"critical|high"', 'site="bonn"')]

    assert names(world, f"filter={both[0]}&filter={both[1]}") == ["link-down"]


@pytest.mark.parametrize(
    "matcher",
    [
        *("alertname", "=x", 'alertname=~"("', 'alertname=~"(a+)+"', 'alertname=~"a*b*c*"'),
        *('alertname=~"(a{1,99}){1,99}"', f'alertname=~"{"a" * 501}"', 'alertname=~"(?:a|a*)*x"'),
    ],
)
def test_what_is_no_matcher_or_could_take_long_is_refused_in_words(world: World, matcher: str):
    answer = world.apis("GET", "/api/v2/alerts", query=f"filter={quote(matcher)}")

    assert answer.status == 400
    assert answer.json.startswith("The filter is not valid. ")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("active=true&silenced=false&inhibited=false&unprocessed=true", 1),
        ("active=false", 0),
        ("receiver=faultbook", 1),
        ("receiver=fault.*", 1),
        ("receiver=pager", 0),
        ("unknown=1&filter=", 1),
    ],
)
def test_states_and_receivers_choose(world: World, query: str, count: int):
    world.fires()

    assert len(world.read("alerts", query)) == count


def test_groups_are_by_name(world: World):
    world.fires()
    put(world)
    put(world, resource_id="dev_2", path="bonn|dev_2")

    groups = world.read("alerts/groups")

    assert [(group["labels"], len(group["alerts"])) for group in groups] == [
        ({"alertname": "InstanceDown"}, 1),
        ({"alertname": "link-down"}, 2),
    ]
    assert {group["receiver"]["name"] for group in groups} == {"faultbook"}


def test_an_alert_can_be_acknowledged_elsewhere_and_stays_one(world: World):
    world.fires()
    world.native("POST", f"/fault/{world.fault()['id']}/acknowledge")

    assert names(world) == ["InstanceDown"]


def test_there_are_no_silences(world: World):
    assert world.read("silences") == []
    missing = world.apis("GET", "/api/v2/silence/6d1d26a4-1d1f-4e2f-9a3a-0f6d0c5d7a11")
    assert (missing.status, missing.json) == (404, "There is no such silence.")
    assert world.apis("POST", "/api/v2/silences", {"matchers": []}).status == 405


@pytest.mark.parametrize("path", ["/metrics", "/metrics/", "/-/healthy", "/-/ready", "/-/ready/"])
def test_signs_of_life_ask_for_no_key(world: World, path: str):
    answer = world.apis("GET", path, headers={"authorization": ""})

    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/plain")


def test_the_version_is_told_where_karma_looks_for_it(world: World):
    version = world.read("status")["versionInfo"]["version"]

    assert (
        world.apis("GET", "/metrics").text == f'alertmanager_build_info{{version="{version}"}} 1\n'
    )
