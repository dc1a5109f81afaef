"""Notifications as Alertmanager and Grafana post them, and the faults that come of them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from faultbook import wiring
from faultbook.gateway.quota import Quota
from tests.support.alertmanager_world import LABELS, World, time, world_of
from tests.support.http_events import Response

ZERO = "0001-01-01T00:00:00Z"


@pytest.fixture
def world() -> Iterator[World]:
    with world_of() as world:
        yield world


def told(world: World, status: str = "firing", **fields: Any) -> dict[str, Any]:
    return {
        "status": status,
        "labels": LABELS | {"severity": "critical"},
        "annotations": {"summary": "web-1 is down"},
        "startsAt": time(world.began),
        "endsAt": ZERO if status == "firing" else time(world.clock.at),
        "generatorURL": "http://prometheus:9090/graph?g0.expr=up",
        "fingerprint": "whatever",
    } | fields


def notify(world: World, *alerts: Any, path: str = "alertmanager", **fields: Any) -> Response:
    body = {
        "version": "4",
        "groupKey": "{}:{}",
        "truncatedAlerts": 0,
        "status": "firing",
        "receiver": "faultbook",
        "groupLabels": {},
        "commonLabels": {},
        "commonAnnotations": {},
        "externalURL": "http://alertmanager:9093",
        "alerts": list(alerts),
    }
    return world.apis("POST", f"/webhooks/{path}", body | fields)


@pytest.mark.parametrize("path", ["alertmanager", "grafana", "alertmanager/", "grafana/"])
def test_each_alert_of_a_group_is_a_fault(world: World, path: str):
    labels = [LABELS | {"instance": name} for name in ("web-1", "web-2")]

    answer = notify(world, *(told(world, labels=label) for label in labels), path=path)

    assert (answer.status, answer.json) == (200, {"accepted": 2, "refused": []})
    assert {fault["resource_id"] for fault in world.faults()} == {"web-1", "web-2"}


def test_an_alert_resolves_by_its_own_status(world: World):
    notify(world, told(world), told(world, labels={"alertname": "Other"}))
    world.clock.at += timedelta(minutes=7)

    notify(world, told(world, "resolved"), told(world, labels={"alertname": "Other"}))

    assert {fault["type"]: fault["status"] for fault in world.faults()} == {
        "InstanceDown": "resolved",
        "Other": "unresolved",
    }


def test_nothing_closes_by_itself(world: World):
    notify(world, told(world))

    world.later(hours=6)

    assert world.fault()["status"] == "unresolved"


def test_an_alert_that_is_told_of_again_is_not_doubled(world: World):
    notify(world, told(world))
    before = world.fault()

    notify(world, told(world))

    assert world.fault() == before


def test_an_alert_that_is_pushed_as_well_is_the_same_fault(world: World):
    world.fires()
    notify(world, told(world))

    [fault] = world.faults()
    notify(world, told(world, "resolved"))

    assert world.fault()["id"] == fault["id"]
    assert world.fault()["status"] == "resolved"


def test_what_grafana_brings_stands_in_the_detail(world: World):
    notify(
        world,
        told(
            world,
            values={"A": 98.5},
            valueString="[ var='A' ]",
            dashboardURL="https://grafana.example/d/1",
            panelURL="https://grafana.example/d/1?viewPanel=2",
            silenceURL="https://grafana.example/alerting/silence/new",
            imageURL="https://grafana.example/p.png",
        ),
        path="grafana",
        version="1",
        orgId=1,
        title="[FIRING:1]",
        state="alerting",
    )

    detail = world.fault()["detail"]
    assert detail["values"] == {"A": 98.5}
    assert detail["links"][0] == {"href": "https://grafana.example/d/1", "text": "Dashboard"}
    assert [link["text"] for link in detail["links"]] == ["Dashboard", "Panel", "Silence"]
    assert detail["images"] == [{"src": "https://grafana.example/p.png"}]


def test_one_that_is_wrong_does_not_hold_up_the_others(world: World):
    answer = notify(world, told(world, labels={}), "no alert", told(world), told(world, "gone"))

    assert answer.status == 200
    assert answer.json["accepted"] == 1
    refused = {item["alert"]: item["message"] for item in answer.json["refused"]}
    assert refused.keys() == {0, 1, 3}
    assert refused[0] == "labels: at least one label that is not empty"
    assert world.fault()["type"] == "InstanceDown"


def test_what_was_left_out_is_a_comment(world: World):
    notify(world, told(world), truncatedAlerts=7)

    [comment] = world.fault()["comments"]
    assert comment["comment"].startswith("7 more alerts of the group")


@pytest.mark.parametrize("body", ["", "{", "[]", {"text": "custom"}, {"alerts": {}}])
def test_a_payload_of_ones_own_making_is_refused_in_words(world: World, body: Any):
    answer = world.apis("POST", "/webhooks/alertmanager", body)

    assert answer.status == 400
    assert answer.json["message"]


def test_the_key_may_stand_in_the_address(world: World):
    key = world.apis.key

    def asked(query: str, authorization: str = "") -> int:
        headers = {"authorization": authorization}
        body: dict[str, Any] = {"alerts": []}
        return world.apis("POST", "/webhooks/grafana", body, query=query, headers=headers).status

    assert asked(f"key={key}") == 200
    assert asked("key=fb_nobody") == 401
    assert asked("") == 401
    assert asked(f"key={key}", f"Bearer {key}") == 401


def test_what_is_over_passes_where_what_opens_has_to_wait(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    notify(world, told(world))
    quota = Quota(0.001)
    monkeypatch.setattr(wiring, "quota", lambda: quota)
    assert notify(world, told(world, labels={"alertname": "Other"})).status == 200

    answer = notify(world, told(world, "resolved"), told(world, labels={"alertname": "Third"}))

    assert answer.status == 503
    assert int(answer.headers["retry-after"]) > 0
    world.clock.at += timedelta(minutes=1)
    quota = Quota(1000)
    assert {fault["type"]: fault["status"] for fault in world.faults()} == {
        "InstanceDown": "resolved",
        "Other": "unresolved",
    }
