"""Recorded exchanges of the Mackerel API: status, headers and body of each answer, exactly.

One folder for each situation. `request.json` has the request, where its form comes from
(`source`), and in `given` what was before: requests a minute apart, or faults of other APIs.
`key` says what the API key may do: "write" unless it is said, "read", "elsewhere" for one that
holds for other addresses only, "" for none. `response.json` has the answer.
"""

import itertools
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from faultbook.domain import identifiers
from faultbook.domain.fault import Severity
from tests.support.access_fakes import InMemoryAccessStore
from tests.support.builders import SteppingClock, a_fault
from tests.support.fakes import InMemoryFaultStore
from tests.support.host_fakes import InMemoryHostStore
from tests.support.http_events import Response
from tests.support.mackerel_world import READ, World
from tests.support.statistics_fakes import InMemoryStatistics

FOLDER = Path(__file__).with_name("mackerel_api")
SITUATIONS = sorted(folder.name for folder in FOLDER.iterdir())
FIRST_NUMBER = 270160156777903


class Exchanges(World):
    """Nothing is left to chance; the timeline is there as soon as a fault is."""

    def __init__(self) -> None:
        clock = SteppingClock()
        access = InMemoryAccessStore(clock)
        super().__init__(
            clock,
            InMemoryFaultStore(clock),
            access,
            access,
            InMemoryStatistics(),
            hosts=InMemoryHostStore(clock),
        )

    def given(self, step: dict[str, Any]) -> None:
        if "fault" in step:
            fields = step["fault"] | {"severity": Severity(step["fault"].get("severity", "HIGH"))}
            self.put(a_fault(opened_at=self.clock.at, **fields))
        else:
            answer = self.send(step)
            assert answer.status == 200, answer.text
        self.clock.at += timedelta(minutes=1)

    def send(self, request: dict[str, Any]) -> Response:
        keys = {
            "write": self.key(),
            "read": self.key(scopes=[READ]),
            "elsewhere": self.key(cidrs=["198.51.100.0/24"]),
            "": "",
        }
        self.drain()
        return self.call(
            request["method"],
            request["path"].removeprefix("/api/v0"),
            request.get("body"),
            query=request.get("query", ""),
            key=keys[request.get("key", "write")],
        )


@pytest.fixture
def exchanges(monkeypatch: pytest.MonkeyPatch) -> Exchanges:
    exchanges = Exchanges()
    exchanges.install(monkeypatch)
    numbers = itertools.count(FIRST_NUMBER, 1000)
    monkeypatch.setattr(identifiers, "draw_number", lambda _: next(numbers))
    return exchanges


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_answer_is_the_recorded_one(exchanges: Exchanges, situation: str):
    asked = read(situation, "request")
    expected = read(situation, "response")
    for step in asked.get("given", []):
        exchanges.given(step)

    answer = exchanges.send(asked["request"])

    assert answer.status == expected["status"]
    assert answer.headers == expected["headers"]
    assert answer.text == wire(expected["body"])


def test_every_exchange_says_where_its_form_comes_from():
    assert all(read(situation, "request")["source"] for situation in SITUATIONS)


def read(situation: str, part: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((FOLDER / situation / f"{part}.json").read_text("utf-8"))
    return content


def wire(body: Any) -> str:
    """To the letter: 1.0 is not 1, and the order of members counts."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))
