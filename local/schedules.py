"""Calls the scheduled functions when their rules are due."""

import json
import logging
import re
import threading
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from local.functions import LocalFunction
from local.intrinsics import ACCOUNT, REGION, TemplateError
from local.state import State
from local.template import Schedule

log = logging.getLogger("local")

_LOOK_SECONDS = 5.0
_RATE = re.compile(r"rate\(([1-9]\d*) (minute|hour|day)s?\)")
_ATTEMPTS = 3  # Lambda's own for events nobody waits for: two more after the first

Clock = Callable[[], datetime]


class Schedules:
    """A rule that fell due while the stack was off is called once, at the next start."""

    def __init__(self, functions: Mapping[str, LocalFunction], state: State, clock: Clock) -> None:
        """Raises TemplateError for a schedule that is not a rate."""
        self._clock = clock
        self._state = state
        self._rules = [
            (schedule, function, _period(schedule.expression))
            for function in functions.values()
            for schedule in function.declared.schedules
        ]

    def follow(self, stop: threading.Event) -> None:
        while not stop.is_set():
            self.run_due()
            stop.wait(_LOOK_SECONDS)

    def run_due(self) -> list[str]:
        """The names of the rules that were due."""
        ran = []
        now = self._clock()
        for schedule, function, period in self._rules:
            counted_from = self._state.counted_from(schedule.rule)
            if counted_from is None:
                self._state.count_from(schedule.rule, now.timestamp())
                continue
            due = datetime.fromtimestamp(counted_from, UTC) + period
            if due <= now:
                self._call(function, schedule, due)
                self._state.count_from(schedule.rule, now.timestamp())
                ran.append(schedule.rule)
        return ran

    def run(self, name: str) -> Any:
        """The answer of the function of the file `name`; what it raises is passed on.

        Raises KeyError for a name that no scheduled function has.
        """
        for schedule, function, _ in self._rules:
            if function.declared.file == name:
                return function.invoke(_event(schedule, self._clock()))
        raise KeyError(name)

    def _call(self, function: LocalFunction, schedule: Schedule, due: datetime) -> None:
        event = _event(schedule, due)
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                function.invoke(event)
            except Exception:
                log.exception("%s failed, attempt %d", schedule.rule, attempt)
            else:
                return


def _period(expression: str) -> timedelta:
    rate = _RATE.fullmatch(expression)
    if rate is None:
        raise TemplateError(f"The schedule {expression} is not a rate, which is all known here.")
    return timedelta(**{f"{rate[2]}s": int(rate[1])})


def _event(schedule: Schedule, due: datetime) -> dict[str, Any]:
    if schedule.input is not None:
        given: dict[str, Any] = json.loads(schedule.input)
        return given
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": ACCOUNT,
        "time": due.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": REGION,
        "resources": [f"arn:aws:events:{REGION}:{ACCOUNT}:rule/{schedule.rule}"],
        "detail": {},
    }
