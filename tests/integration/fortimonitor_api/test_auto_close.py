"""The schedule's handler over the real store: incidents end when their time is over."""

import json
import os
from datetime import timedelta
from itertools import chain, repeat
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from faultbook import wiring
from faultbook.domain.due import DueKind
from faultbook.domain.errors import Unavailable
from faultbook.domain.fault import Origin, Status
from faultbook.settings import Settings
from functions.schedules import due_notes
from tests.integration.fortimonitor_api.conftest import FortiMonitor
from tests.support.builders import NOW
from tests.support.lambda_context import Context

EVENT = json.loads(
    Path(__file__)
    .parents[3]
    .joinpath("events/schedules/due_notes/every_minute.json")
    .read_text("utf-8")
)


def run(*milliseconds: int) -> None:
    """With so much time left at each question, and enough after them."""
    left = chain(milliseconds, repeat(60_000))
    due_notes.lambda_handler(EVENT, Context(lambda: next(left)))


def notes(fortimonitor: FortiMonitor) -> list[int]:
    far = NOW + timedelta(days=1000)
    mine = fortimonitor.customer_id
    return [
        due.number
        for due in wiring.stores.due_store().until(far, DueKind.CLOSE)
        if due.customer_id == mine
    ]


def incident(fortimonitor: FortiMonitor, seconds: int = 60, **fields: Any) -> int:
    return fortimonitor.open_incident(auto_close_duration=seconds, **fields)


@pytest.mark.parametrize("late", [timedelta(), timedelta(hours=25)])
def test_three_runs_end_as_one_does(fortimonitor: FortiMonitor, late: timedelta):
    due, later, never = (
        incident(fortimonitor),
        incident(fortimonitor, 31_536_000),
        fortimonitor.open_incident(),
    )
    run()
    assert fortimonitor.stored(due).status is Status.UNRESOLVED

    fortimonitor.clock.at = NOW + timedelta(seconds=60) + late
    for _ in range(3):
        run()

    closed = fortimonitor.stored(due)
    assert (closed.status, closed.version) == (Status.RESOLVED, 2)
    assert closed.resolved_at == NOW + timedelta(seconds=60)
    assert (closed.last_change.by, closed.last_change.api) == ("auto-close", Origin.SCHEDULE)
    assert fortimonitor.stored(later).is_open
    assert fortimonitor.stored(never).is_open
    assert notes(fortimonitor) == [later]


def test_each_run_tells_how_long_the_oldest_note_has_waited(
    fortimonitor: FortiMonitor, capsys: pytest.CaptureFixture[str]
):
    """The alarm takes silence for an outage, so a run with nothing to do says so too."""
    incident(fortimonitor)
    waited = []
    for late in (0, 72, 1):
        fortimonitor.clock.at += timedelta(seconds=late)
        capsys.readouterr()
        run()
        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        waited += [line["OldestDue"] for line in lines if "OldestDue" in line]

    assert waited == [[0.0], [12.0], [0.0]]


def test_a_run_that_cannot_look_tells_nothing(
    fortimonitor: FortiMonitor, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    assert fortimonitor.customer_id

    def out() -> Any:
        raise Unavailable

    monkeypatch.setattr(wiring.due_notes().dues, "until", lambda *_: out())
    with pytest.raises(Unavailable):
        run()

    assert "OldestDue" not in capsys.readouterr().out


def test_two_runs_at_once_end_as_one_does(fortimonitor: FortiMonitor):
    numbers = [incident(fortimonitor) for _ in range(12)]
    fortimonitor.clock.at = NOW + timedelta(minutes=2)

    runs = [Thread(target=run) for _ in range(2)]
    for one in runs:
        one.start()
    for one in runs:
        one.join()

    assert {fortimonitor.stored(number).version for number in numbers} == {2}
    assert notes(fortimonitor) == []


def test_a_run_that_is_out_of_time_leaves_the_rest_to_the_next(fortimonitor: FortiMonitor):
    numbers = [
        incident(fortimonitor, start_time=f"2026-01-15 11:{minute}:00") for minute in range(10, 13)
    ]

    run(60_000, 9_000)
    assert [fortimonitor.stored(number).is_open for number in numbers] == [False, True, True]

    run()
    assert [fortimonitor.stored(number).is_open for number in numbers] == [False] * 3


def test_a_fault_that_somebody_resolved_stays_as_it_is_and_its_note_goes(
    fortimonitor: FortiMonitor,
):
    number = incident(fortimonitor)
    fortimonitor.send("PUT", f"/v2/outage/{number}/force_resolve", {"reason": "mended"})
    before = fortimonitor.stored(number)
    fortimonitor.clock.at = NOW + timedelta(minutes=2)

    run()

    assert fortimonitor.stored(number) == before
    assert notes(fortimonitor) == []


def test_a_fault_that_was_reopened_still_ends_when_it_was_to_end(fortimonitor: FortiMonitor):
    number = incident(fortimonitor)
    fault = fortimonitor.stored(number)
    over = fault.resolved(fault.last_change)
    wiring.stores.fault_store().save(fortimonitor.customer_id, fault, over)
    wiring.stores.fault_store().save(
        fortimonitor.customer_id, over, over.reopened(fault.last_change)
    )
    fortimonitor.clock.at = NOW + timedelta(minutes=2)

    run()

    assert fortimonitor.stored(number).status is Status.RESOLVED


def test_one_that_has_expired_meanwhile_is_forgotten(fortimonitor: FortiMonitor):
    number = incident(fortimonitor)
    expires_at = fortimonitor.stored(number).expires_at
    fortimonitor.clock.at = NOW.fromtimestamp(expires_at, NOW.tzinfo)

    run()

    assert notes(fortimonitor) == []


def test_a_store_that_does_not_answer_fails_the_run_so_that_it_is_tried_again(
    fortimonitor: FortiMonitor, monkeypatch: pytest.MonkeyPatch
):
    incident(fortimonitor)
    gone = Settings(dict(os.environ) | {"FAULTS_TABLE": "gone-faults"})
    monkeypatch.setattr(wiring.stores, "environment", lambda: gone)
    for part in (wiring.stores.due_store, wiring.due_notes):
        part.cache_clear()

    try:
        with pytest.raises(Unavailable):
            run()
    finally:
        for part in (wiring.stores.due_store, wiring.due_notes):
            part.cache_clear()
