"""Monitors of Datadog as its webhook tells of them, with the payload of the documentation."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from faultbook.gateway.quota import Quota
from local.template import ROOT
from tests.support.alertmanager_world import World, world_of
from tests.support.fresh_wiring import replace_part
from tests.support.http_events import Response

PAGE = ROOT / "docs/point-your-sender-here.md"
VARIABLES = {  # as Datadog fills them in
    "$ALERT_ID": "1234",
    "$ALERT_CYCLE_KEY": "6177832",
    "$ALERT_SCOPE": "host:web-1, env:production",
    "$ALERT_TRANSITION": "Triggered",
    "$ALERT_TITLE": 'CPU of "web-1" is high',
    "$TEXT_ONLY_MSG": "avg(last_5m) > 90\nSee the runbook.",
    "$ALERT_PRIORITY": "P1",
    "$HOSTNAME": "web-1",
    "$ALERT_METRIC": "system.cpu.user",
    "$TAGS": "env:production, service:shop, monitor, availability-zone:eu-1a",
    "$LINK": "https://app.datadoghq.eu/event/event?id=1",
}


@pytest.fixture
def world() -> Iterator[World]:
    with world_of() as world:
        yield world


def payload(**variables: str) -> str:
    """The block of the page, with the variables as Datadog writes them into JSON."""
    section = PAGE.read_text("utf-8").partition("\n## Datadog\n")[2].partition("\n## ")[0]
    found = re.search(r"^```json\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
    assert found
    filled = VARIABLES | {f"${name}": text for name, text in variables.items()}
    names = "|".join(re.escape(name) for name in sorted(filled, key=len, reverse=True))
    return re.sub(names, lambda name: json.dumps(filled[name[0]])[1:-1], found[1])


def tell(world: World, **variables: str) -> Response:
    return world.apis("POST", "/webhooks/datadog", payload(**variables))


def test_every_variable_of_the_page_is_one_of_datadog_s(world: World):
    del world
    assert "$" not in payload()


def test_an_alert_is_a_fault(world: World):
    answer = tell(world)

    assert (answer.status, answer.text) == (204, "")
    fault = world.fault()
    assert (fault["severity"], fault["type"]) == ("CRITICAL", "system.cpu.user")
    assert (fault["resource_id"], fault["microservice_id"]) == ("web-1", "datadog")
    assert fault["resource_ancestry_path"] == "eu-1a|shop|web-1"
    assert fault["message"] == 'CPU of "web-1" is high'
    assert fault["detail"]["labels"]["monitor"] == "monitor"


def test_a_recovery_resolves_it(world: World):
    tell(world)
    world.clock.at += timedelta(minutes=5)

    tell(world, ALERT_TRANSITION="Recovered")

    assert world.fault()["status"] == "resolved"


def test_the_next_cycle_is_another_fault(world: World):
    for cycle in ("1", "2"):
        tell(world, ALERT_CYCLE_KEY=cycle)
        world.clock.at += timedelta(minutes=5)
        tell(world, ALERT_CYCLE_KEY=cycle, ALERT_TRANSITION="Recovered")

    assert [fault["status"] for fault in world.faults()] == ["resolved", "resolved"]


@pytest.mark.parametrize(
    ("transition", "severity"),
    [
        ("Re-Triggered", "CRITICAL"),
        ("Warn", "WARNING"),
        ("Re-Warn", "WARNING"),
        ("No Data", "MEDIUM"),
        ("Re-No Data", "MEDIUM"),
    ],
)
def test_a_transition_is_followed(world: World, transition: str, severity: str):
    tell(world)

    tell(world, ALERT_TRANSITION=transition)

    fault = world.fault()
    assert (fault["severity"], fault["occurrences"], fault["status"]) == (severity, 2, "unresolved")


@pytest.mark.parametrize("nothing", ["", "null", "$ALERT_PRIORITY"])
def test_a_variable_that_does_not_apply_says_nothing(world: World, nothing: str):
    tell(world, ALERT_PRIORITY=nothing, HOSTNAME=nothing, ALERT_METRIC=nothing, TAGS=nothing)

    fault = world.fault()
    assert (fault["severity"], fault["type"]) == ("HIGH", "monitor")
    assert fault["resource_id"] == "host:web-1, env:production"


@pytest.mark.parametrize("name", ["ALERT_ID", "ALERT_TRANSITION"])
@pytest.mark.parametrize("nothing", ["", " "])
def test_without_the_monitor_or_its_transition_nothing_is_known(
    world: World, name: str, nothing: str
):
    answer = tell(world, **{name: nothing})

    assert (answer.status, world.faults()) == (400, [])


@pytest.mark.parametrize("body", ["", "[]", "{", '{"monitor": 1}'])
def test_another_payload_is_refused_in_words(world: World, body: Any):
    answer = world.apis("POST", "/webhooks/datadog", body)

    assert answer.status == 400
    assert set(answer.json) == {"message", "errors"}


def test_what_is_over_passes_also_over_the_quota(world: World, monkeypatch: pytest.MonkeyPatch):
    tell(world)
    world.clock.at += timedelta(minutes=5)
    with monkeypatch.context() as patch:
        quota = Quota(0.001, timer=lambda: 0.0)
        replace_part(patch, "quota", lambda: quota)
        waiting = [tell(world, ALERT_ID="2").status for _ in range(5)][-1]
        passing = tell(world, ALERT_TRANSITION="Recovered").status

    assert (waiting, passing) == (503, 204)
    assert "resolved" in {fault["status"] for fault in world.faults()}
