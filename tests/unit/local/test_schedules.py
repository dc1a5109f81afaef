import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from local.functions import LocalFunction
from local.intrinsics import TemplateError
from local.schedules import Schedules
from local.state import State
from local.template import Function, Schedule

START = datetime(2026, 1, 15, 12, tzinfo=UTC)


class Rig:
    def __init__(self, expression: str = "rate(1 hour)", given: str | None = None) -> None:
        self.now = START
        self.events: list[dict[str, Any]] = []
        self.failures = 0
        self.state = State(None)
        declared = Function(
            logical_id="CloseFunction",
            name="close",
            handler="functions.schedules.close_days.lambda_handler",
            timeout=1,
            memory=128,
            environment={},
            routes=(),
            streams=(),
            schedules=(Schedule("close-rule", expression, given),),
        )
        self.functions = {"CloseFunction": LocalFunction(declared, self._handler)}
        self.schedules = self.restarted()

    def restarted(self) -> Schedules:
        return Schedules(self.functions, self.state, lambda: self.now)

    def after(self, **passed: float) -> list[str]:
        self.now += timedelta(**passed)
        return self.schedules.run_due()

    def _handler(self, event: dict[str, Any], _: Any) -> str:
        self.events.append(event)
        if len(self.events) <= self.failures:
            raise RuntimeError("not yet")
        return "closed"


def test_a_rate_begins_with_the_first_start_and_not_at_once():
    rig = Rig()

    assert rig.after() == []
    assert rig.after(minutes=59) == []
    assert rig.after(minutes=1) == ["close-rule"]
    assert rig.after(minutes=59) == []
    assert rig.after(minutes=1) == ["close-rule"]


def test_what_fell_due_while_the_stack_was_off_is_done_once_at_the_next_start():
    rig = Rig()
    rig.after()
    rig.schedules = rig.restarted()

    assert rig.after(days=3) == ["close-rule"]
    assert rig.after() == []


@pytest.mark.parametrize("expression", ["cron(30 12 * * ? *)", "rate(0 minutes)", "hourly"])
def test_a_schedule_that_is_not_a_rate_is_refused(expression: str):
    with pytest.raises(TemplateError, match="is not a rate"):
        Rig(expression)


def test_the_event_is_that_of_a_rule():
    rig = Rig()
    rig.after()
    rig.after(hours=1)

    (event,) = rig.events
    del event["id"]
    assert event == {
        "version": "0",
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": "000000000000",
        "time": "2026-01-15T13:00:00Z",
        "region": "us-east-1",
        "resources": ["arn:aws:events:us-east-1:000000000000:rule/close-rule"],
        "detail": {},
    }


def test_the_rules_own_input_takes_the_place_of_the_event():
    rig = Rig(given=json.dumps({"days": 3}))
    rig.after()
    rig.after(hours=1)

    assert rig.events == [{"days": 3}]


@pytest.mark.parametrize(("failures", "calls"), [(0, 1), (2, 3), (9, 3)])
def test_a_failed_run_is_tried_twice_more(failures: int, calls: int):
    rig = Rig()
    rig.failures = failures
    rig.after()
    rig.after(hours=1)

    assert len(rig.events) == calls
    assert rig.after() == []


def test_a_function_runs_by_hand_under_the_name_of_its_file():
    rig = Rig()

    assert rig.schedules.run("close_days") == "closed"
    with pytest.raises(KeyError):
        rig.schedules.run("open_days")


def test_a_function_that_fails_by_hand_says_so():
    rig = Rig()
    rig.failures = 1

    with pytest.raises(RuntimeError, match="not yet"):
        rig.schedules.run("close_days")
