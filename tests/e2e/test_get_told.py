"""A night of faults through several endpoints, some of which fail, hang, redirect or are gone.

The ledger is the receivers': each fault that they were told of is told to its end, in order, and
what comes twice has the same id.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from local.stack import LocalStack, StackFailed
from tests.support.receivers import Received, Receiver, Reply, a_receiver

FAULTS = 100
KILLED_AT = 4  # deliveries
LONG = 150  # seconds until it is given up
_UNHURRIED = {"RequestsPerSecond": "10000"}


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[LocalStack]:
    environment = {"LOOPBACK_RECEIVERS": "allowed"}
    with LocalStack(
        tmp_path, store="memory", parameters=_UNHURRIED, environment=environment
    ) as stack:
        yield stack


def hears(http: httpx.Client, name: str, receiver: Receiver, **parts: Any) -> str:
    fields = {"name": name, "url": receiver.url} | parts
    answer = http.post("/endpoints", json=fields)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def unique(received: list[Received]) -> list[Received]:
    seen: dict[str, Received] = {}
    for request in received:
        seen.setdefault(request.webhook_id, request)
    return list(seen.values())


def lives(received: list[Received]) -> dict[str, list[str]]:
    types: dict[str, list[str]] = {}
    for request in unique(received):
        types.setdefault(request.json["data"]["fault"]["id"], []).append(request.json["type"])
    return types


def every_minute_until(stack: LocalStack, is_done: Callable[[], bool]) -> None:
    """Minutes of the stack's clock, each with its sweep."""
    deadline, minute = time.monotonic() + LONG, 0
    while not is_done() and time.monotonic() < deadline:
        minute += 1
        stack.set_clock(f"+{minute * 60}")
        stack.schedule("due_notes")
        stack.drain()
        time.sleep(0.5)


def test_a_night_is_told_to_its_end_by_all_that_can_be_told(stack: LocalStack):
    down = True
    with ExitStack() as closing:
        good, grave, hanging, gone, away = (closing.enter_context(a_receiver()) for _ in range(5))
        failing = closing.enter_context(a_receiver(lambda _: Reply(503 if down else 200)))
        hanging.decide = lambda _: Reply(pause=12 if down else 0)
        gone.decide = lambda _: Reply(410)
        away.decide = lambda _: Reply(302, headers={"Location": good.url})
        http = closing.enter_context(stack.http())
        for name, receiver in {
            "good": good,
            "failing": failing,
            "hanging": hanging,
            "gone": gone,
            "away": away,
        }.items():
            hears(http, name, receiver)
        hears(http, "grave", grave, filters=[{"severities": ["CRITICAL"]}])
        time.sleep(1)
        expected = a_night(stack, http)

        down = False
        every_minute_until(
            stack,
            lambda: all(lives(receiver.taken) == expected for receiver in (good, failing, hanging)),
        )

        assert lives(good.taken) == expected
        assert lives(failing.taken) == expected
        assert lives(hanging.taken) == expected
        critical = lives(grave.taken)
        assert 0 < len(critical) < FAULTS
        assert all(types == expected[key] for key, types in critical.items())
        assert len(gone.received) == 1
        assert away.taken == []


def a_report(number: int) -> dict[str, str]:
    return {
        "resource_id": f"edge-{number}",
        "microservice_id": "wan-monitor",
        "type": "link-down",
        "severity": "CRITICAL" if number % 3 == 0 else "LOW",
        "message": "Uplink is down",
        "cause": "No carrier",
    }


def a_night(stack: LocalStack, http: httpx.Client) -> dict[str, list[str]]:
    """By fault, what everybody is to hear of it."""
    expected: dict[str, list[str]] = {}
    for number in range(FAULTS):
        fault_id = http.post("/fault", json=a_report(number)).json()["id"]
        expected[fault_id] = ["fault.opened"]
        if number % 4:
            http.post(f"/fault/{fault_id}/resolve", json={"reason": "fixed"})
            expected[fault_id].append("fault.resolved")
        if number % 20 == 0:
            stack.drain()
    stack.drain()
    return expected


def test_faultbook_is_killed_while_it_tells_and_tells_on(tmp_path: Path):
    """By SIGKILL, while the receiver has what it is told and its answer is on the way."""
    with (
        a_receiver() as receiver,
        LocalStack(
            tmp_path, parameters=_UNHURRIED, environment={"LOOPBACK_RECEIVERS": "allowed"}
        ) as stack,
    ):

        def decide(_: Received) -> Reply:
            if len(receiver.received) == KILLED_AT:
                stack.process.kill()
            return Reply()

        receiver.decide = decide
        with stack.http() as http:
            hears(http, "ops", receiver)
            time.sleep(1)
            expected = lives_of(http, 5)

        until_told(stack, lambda: lives(receiver.taken) == expected)

    assert lives(receiver.taken) == expected
    assert len(receiver.taken) > len(unique(receiver.taken))


def lives_of(http: httpx.Client, count: int) -> dict[str, list[str]]:
    """Faults that are opened and resolved, and what is told of each."""
    expected: dict[str, list[str]] = {}
    for number in range(count):
        fault_id = http.post("/fault", json=a_report(number)).json()["id"]
        http.post(f"/fault/{fault_id}/resolve", json={"reason": "fixed"})
        expected[fault_id] = ["fault.opened", "fault.resolved"]
    return expected


def until_told(stack: LocalStack, is_done: Callable[[], bool]) -> None:
    """Minutes with their sweeps, through deaths; what is dead is started again."""
    deadline, minute = time.monotonic() + LONG, 0
    while not is_done() and time.monotonic() < deadline:
        minute += 2  # a lease that nobody gives back has ended by then
        try:
            stack.set_clock(f"+{minute * 60}")
            stack.drain()
            stack.schedule("due_notes")
            time.sleep(0.5)
        except (httpx.HTTPError, StackFailed):
            stack.process.wait()
            stack.restart()
