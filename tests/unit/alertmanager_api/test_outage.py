"""Prometheus pushes for two hours, and for half an hour in the middle our store is out.

What it does meanwhile is what its own notifier does: each alert that fires goes out each minute
with an end four minutes ahead, one that has ended for fifteen minutes more, and what is not taken
is dropped (prometheus/prometheus, rules/alerting.go and notifier).
"""

import itertools
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from faultbook import wiring
from faultbook.domain.errors import Unavailable
from tests.support.alertmanager_world import World, time, world_of
from tests.support.builders import NOW
from tests.support.fresh_wiring import replace_part

DOWN_FROM, DOWN_FOR = 30, 30  # minutes
LENGTH = 120
STORES = ("fault_store", "lease_store", "due_store", "comment_store")
RESENT_FOR = timedelta(minutes=15)


class Outage:
    """A store behind a switch."""

    def __init__(self, store: Any, is_out: Callable[[], bool]) -> None:
        self._store = store
        self._is_out = is_out

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._store, name)

        def called(*arguments: Any, **named: Any) -> Any:
            if self._is_out():
                raise Unavailable
            return method(*arguments, **named)

        return called


@dataclass
class Rule:
    """An alert that fires within spans of minutes; `spans` are half open."""

    name: str
    spans: list[tuple[int, int]]

    def pushed_at(self, now: datetime) -> dict[str, Any] | None:
        for begins, ends in reversed(self.spans):
            since, over = NOW + timedelta(minutes=begins), NOW + timedelta(minutes=ends)
            if since <= now < over:
                return self._alert(since, now + timedelta(minutes=4))
            if over <= now < over + RESENT_FOR:
                return self._alert(since, over)
        return None

    def _alert(self, since: datetime, end: datetime) -> dict[str, Any]:
        return {
            "labels": {"alertname": self.name, "severity": "critical"},
            "annotations": {"summary": f"{self.name} is wrong"},
            "startsAt": time(since),
            "endsAt": time(end),
        }


class Monitored:
    """While the store is out, `fails` says of each call whether it fails."""

    def __init__(self, world: World, rules: list[Rule]) -> None:
        self.world = world
        self.rules = rules
        self.is_out = False
        self.fails: Callable[[], bool] = lambda: True
        self.answers: list[int] = []
        self.open_after: dict[int, set[str]] = {}

    def is_down(self) -> bool:
        return self.is_out and self.fails()

    def minute(self) -> None:
        self.world.clock.at += timedelta(minutes=1)
        with suppress(Unavailable):  # the next minute's sweep finds the same notes
            wiring.due_notes().run(lambda: True)
        alerts = [rule.pushed_at(self.world.clock.at) for rule in self.rules]
        pushed = [alert for alert in alerts if alert]
        if pushed:
            self.answers.append(self.world.push(*pushed).status)

    def run(self) -> dict[str, list[dict[str, Any]]]:
        """The faults of each alert, oldest first."""
        for number in range(1, LENGTH + 1):
            self.is_out = DOWN_FROM < number <= DOWN_FROM + DOWN_FOR
            self.minute()
            if not self.is_out:
                self.open_after[number] = {
                    fault["type"] for fault in self.world.faults() if not fault["resolved_at"]
                }
        faults = self.world.faults()[::-1]
        return {
            rule.name: [fault for fault in faults if fault["type"] == rule.name]
            for rule in self.rules
        }


STANDS = Rule("Stands", [(0, 1000)])
BEGINS_WITHIN = Rule("BeginsWithin", [(40, 1000)])
ENDED_BEFORE = Rule("EndedBefore", [(5, 27)])
ENDS_NEAR_THE_END = Rule("EndsNearTheEnd", [(10, 50)])
ENDS_UNHEARD = Rule("EndsUnheard", [(10, 35)])
WITHIN = Rule("Within", [(35, 40)])
AGAIN_WITHIN = Rule("AgainWithin", [(10, 35), (42, 1000)])
BEGINS_AFTER = Rule("BeginsAfter", [(70, 1000)])
ALL = (
    *(STANDS, BEGINS_WITHIN, ENDED_BEFORE, ENDS_NEAR_THE_END, ENDS_UNHEARD),
    *(WITHIN, AGAIN_WITHIN, BEGINS_AFTER),
)


@pytest.fixture
def monitored(monkeypatch: pytest.MonkeyPatch) -> Iterator[Monitored]:
    with world_of() as world:
        monitored = Monitored(world, list(ALL))
        for name in STORES:
            store = Outage(getattr(wiring.stores, name)(), monitored.is_down)
            replace_part(monkeypatch, name, lambda store=store: store)
        yield monitored


def minute(number: int) -> str:
    at = NOW + timedelta(minutes=number)
    return at.isoformat(timespec="microseconds").replace("+00:00", "Z")


def test_after_half_an_hour_without_a_store_each_alert_is_one_fault_as_it_should_be(
    monitored: Monitored,
):
    found = monitored.run()

    assert set(monitored.answers) == {200, 503}
    assert monitored.answers.count(503) == DOWN_FOR
    states = {
        name: [(fault["status"], fault["created_at"], fault["resolved_at"]) for fault in faults]
        for name, faults in found.items()
    }
    unheard = states.pop("EndsUnheard")
    assert states == {
        "Stands": [("unresolved", minute(0), None)],
        "BeginsWithin": [("unresolved", minute(40), None)],
        "EndedBefore": [("resolved", minute(5), minute(27))],
        "EndsNearTheEnd": [("resolved", minute(10), minute(50))],
        "Within": [],
        "AgainWithin": [("unresolved", minute(10), None)],
        "BeginsAfter": [("unresolved", minute(70), None)],
    }
    assert [status for status, *_ in unheard] == ["resolved"]


def test_nothing_flapped_and_nothing_was_counted_twice(monitored: Monitored):
    found = monitored.run()

    kept = {
        name: [(fault["version"], fault["occurrences"]) for fault in faults]
        for name, faults in found.items()
    }
    assert kept == {
        "Stands": [(1, 1)],
        "BeginsWithin": [(1, 1)],
        "EndedBefore": [(2, 1)],
        "EndsNearTheEnd": [(2, 1)],
        "EndsUnheard": [(2, 1)],
        "Within": [],
        "AgainWithin": [(1, 1)],
        "BeginsAfter": [(1, 1)],
    }


def test_what_ends_unheard_is_open_until_its_sender_had_time_to_say_so(monitored: Monitored):
    monitored.run()

    known_open = [n for n, names in monitored.open_after.items() if "EndsUnheard" in names]
    ended = max(known_open)
    assert DOWN_FROM + DOWN_FOR + 15 < ended < LENGTH - 30
    assert known_open == [n for n in monitored.open_after if 10 <= n <= ended]


@pytest.mark.parametrize("every", [2, 3, 5, 7])
def test_a_store_that_fails_now_and_then_doubles_nothing_either(monitored: Monitored, every: int):
    """Each so many calls one fails, wherever that is: of a batch, some alerts get through."""
    calls = itertools.count(1)
    monitored.fails = lambda: next(calls) % every == 0

    found = monitored.run()

    open_ones = {
        name: [fault["status"] for fault in faults if fault["status"] == "unresolved"]
        for name, faults in found.items()
    }
    assert open_ones == {
        "Stands": ["unresolved"],
        "BeginsWithin": ["unresolved"],
        "EndedBefore": [],
        "EndsNearTheEnd": [],
        "EndsUnheard": [],
        "Within": [],
        "AgainWithin": ["unresolved"],
        "BeginsAfter": ["unresolved"],
    }
    assert [fault["occurrences"] for fault in found["Stands"]] == [1]
    for rule in ALL:
        assert len(found[rule.name]) <= len(rule.spans)
