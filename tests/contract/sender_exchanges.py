"""Recorded exchanges of senders: status, headers and body of each answer, exactly.

One folder for each situation. `request.json` has the request, where its form comes from
(`source`), and in `given` the requests that went before, a minute apart; `${KEY}` is an API key
that reads and writes. `response.json` has the answer; `text` is a body that is no JSON.
"""

import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from faultbook.domain import access, identifiers
from tests.support.builders import SteppingClock
from tests.support.fakes import InMemoryFaultStore
from tests.support.http_events import Response
from tests.support.in_memory_apis import InMemoryApis, in_memory_apis

FIRST_NUMBER = 270160156777903
KEY_ID = "4Fh8QzT1LmW6xRb2"


class Exchanges:
    """Nothing is left to chance."""

    def __init__(self, apis: InMemoryApis, clock: SteppingClock) -> None:
        self._apis = apis
        self._clock = clock

    def answer_to(self, asked: dict[str, Any]) -> Response:
        for step in asked.get("given", []):
            answer = self._send(step)
            assert answer.status < 400, answer.text
            self._clock.at += timedelta(minutes=1)
        return self._send(asked["request"])

    def _send(self, request: dict[str, Any]) -> Response:
        shown = json.loads(json.dumps(request).replace("${KEY}", self._apis.key))
        return self._apis(
            shown["method"],
            shown["path"],
            shown.get("body"),
            query=shown.get("query", ""),
            headers=shown.get("headers"),
        )


@contextmanager
def exchanges() -> Iterator[Exchanges]:
    numbers = itertools.count(FIRST_NUMBER, 1000)
    clock = SteppingClock()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(identifiers, "draw_number", lambda _: next(numbers))
        patch.setattr(access, "draw_key_id", lambda: KEY_ID)
        with in_memory_apis(clock, InMemoryFaultStore(clock)) as apis:
            yield Exchanges(apis, clock)


def read(folder: Path, part: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / f"{part}.json").read_text("utf-8"))
    return content


def check(folder: Path) -> None:
    """The answer is the recorded one, to the letter: the order of members counts."""
    asked, expected = read(folder, "request"), read(folder, "response")
    with exchanges() as world:
        answer = world.answer_to(asked)

    assert asked["source"]
    assert answer.status == expected["status"]
    assert answer.headers == expected["headers"]
    assert answer.text == (expected.get("text") or wire(expected["body"]))


def wire(body: Any) -> str:
    """None is an empty body."""
    return "" if body is None else json.dumps(body, ensure_ascii=False, separators=(",", ":"))
