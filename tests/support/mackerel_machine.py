"""Any order of reports, closings and memos, against a model of a few lines."""

import itertools
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
)

from tests.support.mackerel_world import World

HOSTS = st.sampled_from(["web-1", "web-2.frankfurt.example.com"])
NAMES = st.sampled_from(["disk", "load average"])
TROUBLE = st.sampled_from(["CRITICAL", "WARNING", "UNKNOWN"])
TEXTS = st.sampled_from(["", "mended", "😀\nand more"])


@dataclass
class Expected:
    """An alert as the model has it; `log` is its statuses, oldest first."""

    host: str
    name: str
    status: str
    message: str
    opened_at: int
    log: list[str]
    memo: str = ""
    reason: str = ""
    closed_at: int = 0


class Alerts(RuleBasedStateMachine):
    """Subclasses say what `new_world` is; `closing` ends with the run."""

    def __init__(self) -> None:
        super().__init__()
        self.closing = ExitStack()
        patch = self.closing.enter_context(pytest.MonkeyPatch.context())
        self.world = self.new_world(self.closing).install(patch)
        self.alerts: list[Expected] = []
        self.serials = itertools.count()

    def new_world(self, closing: ExitStack) -> World:
        raise NotImplementedError

    def teardown(self) -> None:
        self.closing.close()

    @rule(minutes=st.integers(1, 90))
    def time_passes(self, minutes: int) -> None:
        self.world.clock.at += timedelta(minutes=minutes)

    @rule(host=HOSTS, name=NAMES, status=TROUBLE)
    def a_check_is_not_ok(self, host: str, name: str, status: str) -> None:
        message = f"{name} {status}, report {next(self.serials)}"
        self.send(host, name, status, message)
        stored = self.open_alert(host, name)
        if stored is None:
            new = Expected(host, name, status, message, self.now, [status])
            self.alerts.insert(0, new)
        else:
            stored.message = message
            if stored.status != status:
                stored.status = status
                stored.log.append(status)

    @rule(host=HOSTS, name=NAMES, message=TEXTS)
    def a_check_is_ok(self, host: str, name: str, message: str) -> None:
        self.send(host, name, "OK", message)
        if standing := self.open_alert(host, name):
            reason = f"The check reports OK: {message}" if message else "The check reports OK"
            self.close(standing, reason)

    @precondition(lambda self: self.alerts)
    @rule(which=st.integers(0, 10**6), reason=TEXTS)
    def somebody_closes(self, which: int, reason: str) -> None:
        alert = self.alerts[which % len(self.alerts)]
        self.world.ok("POST", f"/alerts/{self.id_of(alert)}/close", {"reason": reason})
        if alert.status != "OK":
            self.close(alert, reason)

    @precondition(lambda self: self.alerts)
    @rule(which=st.integers(0, 10**6), memo=TEXTS)
    def somebody_takes_a_note(self, which: int, memo: str) -> None:
        alert = self.alerts[which % len(self.alerts)]
        self.world.ok("PUT", f"/alerts/{self.id_of(alert)}", {"memo": memo})
        alert.memo = memo

    @invariant()
    def the_lists_show_the_model(self) -> None:
        shown = self.world.alerts("withClosed=true&limit=3")
        assert sorted(map(shape, shown)) == sorted(map(expected_shape, self.alerts))
        opened = [alert["openedAt"] for alert in shown]
        assert opened == sorted(opened, reverse=True)
        open_ones = [alert for alert in shown if alert["status"] != "OK"]
        assert self.world.alerts("limit=2") == open_ones

    @precondition(lambda self: self.alerts)
    @rule()
    def the_logs_show_the_model(self) -> None:
        self.world.drain()
        for alert in self.alerts:
            logs = self.world.ok("GET", f"/alerts/{self.id_of(alert)}/logs")["logs"]
            assert [log["status"] for log in logs[::-1]] == alert.log

    @property
    def now(self) -> int:
        return int(self.world.clock.at.timestamp())

    def send(self, host: str, name: str, status: str, message: str) -> None:
        source = {"type": "host", "hostId": host}
        self.world.report(status, source=source, name=name, message=message)

    def open_alert(self, host: str, name: str) -> Expected | None:
        return next(
            (a for a in self.alerts if (a.host, a.name) == (host, name) and a.status != "OK"), None
        )

    def close(self, alert: Expected, reason: str) -> None:
        alert.status, alert.reason, alert.closed_at = "OK", reason, self.now
        alert.log.append("OK")

    def id_of(self, alert: Expected) -> str:
        shown = self.world.alerts("withClosed=true")
        found: str = next(one["id"] for one in shown if one["message"] == alert.message)
        return found


def shape(alert: dict[str, object]) -> tuple[object, ...]:
    return (
        alert["openedAt"],
        alert["status"],
        alert["message"],
        alert["memo"],
        alert.get("reason", ""),
        alert.get("closedAt", 0),
    )


def expected_shape(alert: Expected) -> tuple[object, ...]:
    return (
        alert.opened_at,
        alert.status,
        alert.message,
        alert.memo,
        alert.reason,
        alert.closed_at,
    )
