"""Alarms of CloudWatch as the event bus brings them, and the faults that come of them."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from functions.event_bus.cloudwatch_alarms import lambda_handler
from local.template import ROOT
from tests.support.alertmanager_world import World, world_of
from tests.support.lambda_context import Context

EVENT = ROOT / "events/event_bus/cloudwatch_alarms/threshold_crossed.json"
INSTANCE = "i-12345678901234567"


@pytest.fixture
def world() -> Iterator[World]:
    with world_of() as world:
        yield world


def alarm(world: World, state: str = "ALARM", at: datetime | None = None, **detail: Any) -> None:
    event = json.loads(EVENT.read_text())
    event["detail"]["state"] |= {"value": state, "timestamp": said(at or world.clock.at)}
    event["detail"] |= detail
    lambda_handler(event, Context())


def said(at: datetime) -> str:
    """As CloudWatch writes times."""
    return f"{at:%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "+0000"


def test_an_alarm_is_a_fault_where_its_series_is(world: World):
    alarm(world)

    [fault] = world.faults()
    assert fault["resource_id"] == INSTANCE
    assert fault["resource_ancestry_path"] == f"123456789012|us-east-1|{INSTANCE}"
    assert fault["type"] == "CPUUtilization"
    assert fault["severity"] == "CRITICAL"  # as its description says
    assert fault["message"] == "web-1 is busy: Threshold Crossed"
    assert fault["created_at"] == world.clock.at.isoformat(timespec="microseconds").replace(
        "+00:00", "Z"
    )


def test_an_alarm_that_is_ok_again_resolves_its_fault_when_it_was(world: World):
    alarm(world)
    ended = world.clock.at + timedelta(minutes=5)
    world.clock.at += timedelta(minutes=9)

    alarm(world, "OK", at=ended)

    [fault] = world.faults()
    assert fault["status"] == "resolved"
    assert fault["resolved_at"] == ended.isoformat(timespec="microseconds").replace("+00:00", "Z")


def test_an_event_that_comes_twice_is_told_once(world: World):
    at = world.clock.at
    for _ in range(2):
        alarm(world, at=at)
        world.clock.at += timedelta(seconds=30)

    [fault] = world.faults()
    assert (fault["version"], fault["occurrences"]) == (1, 1)


def test_an_alarm_that_comes_after_its_end_opens_nothing(world: World):
    began = world.clock.at
    alarm(world, at=began)
    world.clock.at += timedelta(minutes=9)
    alarm(world, "OK", at=began + timedelta(minutes=5))

    alarm(world, at=began + timedelta(minutes=1))

    assert [fault["status"] for fault in world.faults()] == ["resolved"]


def test_an_end_of_before_leaves_a_newer_alarm_open(world: World):
    world.clock.at += timedelta(minutes=9)
    alarm(world)

    alarm(world, "OK", at=world.clock.at - timedelta(minutes=1))

    assert [fault["status"] for fault in world.faults()] == ["unresolved"]


def test_the_next_time_is_a_fault_of_its_own(world: World):
    for state in ("ALARM", "OK", "ALARM"):
        alarm(world, state)
        world.clock.at += timedelta(minutes=5)

    assert [fault["status"] for fault in world.faults()] == ["unresolved", "resolved"]


def test_no_data_is_a_comment_on_what_is_open(world: World):
    alarm(world, "INSUFFICIENT_DATA")
    assert world.faults() == []

    alarm(world)
    alarm(world, "INSUFFICIENT_DATA")

    [fault] = world.faults()
    assert fault["status"] == "unresolved"
    assert [comment["user_id"] for comment in fault["comments"]] == ["account 123456789012"]


def test_each_contributor_of_an_alarm_over_many_series_is_a_fault(world: World):
    for table in ("orders", "carts"):
        contributor = {"id": table, "attributes": {"TableName": table}}
        alarm(world, alarmContributor=contributor)

    assert {fault["resource_id"] for fault in world.faults()} == {"orders", "carts"}


def test_a_composite_alarm_is_a_fault_of_the_alarm(world: World):
    alarm(world, configuration={"alarmRule": "ALARM(busy) OR ALARM(full)"})

    [fault] = world.faults()
    assert (fault["resource_id"], fault["type"]) == ("web-1 is busy", "composite alarm")
    assert fault["severity"] == "HIGH"


def test_names_that_would_divide_a_path_do_not(world: World):
    alarm(world, alarmContributor={"id": "1", "attributes": {"queue": "a|b"}})

    [fault] = world.faults()
    assert fault["resource_ancestry_path"] == "123456789012|us-east-1|a/b"


def test_what_is_no_alarm_is_raised_so_that_lambda_keeps_it():
    with pytest.raises(ValidationError):
        lambda_handler({"source": "aws.cloudwatch", "detail": {}}, Context())
