"""Recorded exchanges of the Incidents service v1: status, headers and body, exactly.

One folder for each situation. `request.json` has the request, where its form comes from
(`source`), and in `given` what was before: requests a minute apart, or faults of other APIs.
`response.json` has the answer.
"""

import itertools
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from faultbook.domain import identifiers
from local.store import open_store
from tests.support.builders import CUSTOMER, SteppingClock
from tests.support.engines import Engine
from tests.support.http_events import Response
from tests.support.incidents_world import IncidentsApi, incidents_api

FOLDER = Path(__file__).with_name("incidents_api")
SITUATIONS = sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir())
FIRST_NUMBER = 270160156777903


class World:
    """The handlers with nothing left to chance."""

    def __init__(self, api: IncidentsApi, monkeypatch: pytest.MonkeyPatch) -> None:
        self.api = api
        numbers = itertools.count(FIRST_NUMBER, 1000)
        monkeypatch.setattr(identifiers, "draw_number", lambda _: next(numbers))

    def given(self, step: dict[str, Any]) -> None:
        if "fault" in step:
            self.api.store(CUSTOMER, number=FIRST_NUMBER, **step["fault"])
        else:
            answer = self.send(step)
            assert answer.status < 400, answer.text
        self.api.clock.at += timedelta(minutes=1)
        self.api.drain()

    def send(self, request: dict[str, Any]) -> Response:
        claims = request.get("claims", {})
        return self.api(
            request["method"],
            request["path"].removeprefix("/api/v1"),
            request.get("body"),
            query=request.get("query", ""),
            headers=request.get("headers"),
            **claims,
        )


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    store = open_store("memory", tmp_path_factory.mktemp("store"), print)
    yield Engine(store.endpoint)
    store.stop()


@pytest.fixture
def world(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with engine.fresh_tables(), incidents_api(engine, SteppingClock()) as api:
        yield World(api, monkeypatch)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_answer_is_the_recorded_one(world: World, situation: str):
    asked = json.loads((FOLDER / situation / "request.json").read_text("utf-8"))
    expected = json.loads((FOLDER / situation / "response.json").read_text("utf-8"))
    for step in asked.get("given", []):
        world.given(step)

    assert recorded(world.send(asked["request"])) == expected


def test_every_exchange_says_where_its_form_comes_from():
    for situation in SITUATIONS:
        asked = json.loads((FOLDER / situation / "request.json").read_text("utf-8"))
        assert asked["source"]


def recorded(answer: Response) -> dict[str, Any]:
    is_json = answer.headers.get("content-type") == "application/json" and answer.text
    return {
        "status": int(answer.status),
        "headers": dict(answer.headers),
        "body": answer.json if is_json else answer.text,
    }
