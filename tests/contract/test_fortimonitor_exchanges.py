"""Recorded exchanges of FortiMonitor v2: status, headers and body of each answer, exactly.

One folder for each situation. `request.json` has the request, where its form comes from
(`source`), and in `given` what was before: requests a minute apart, or faults of other APIs.
`response.json` has the answer. `?` in the place of a key is the customer's.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.fortimonitor_world import FortiMonitorWorld
from tests.support.fresh_wiring import forget_wiring

FOLDER = Path(__file__).with_name("fortimonitor_api")
SITUATIONS = sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir())


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[FortiMonitorWorld]:
    yield FortiMonitorWorld(monkeypatch)
    forget_wiring()


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_answer_is_the_recorded_one(world: FortiMonitorWorld, situation: str):
    asked = json.loads((FOLDER / situation / "request.json").read_text("utf-8"))
    expected = json.loads((FOLDER / situation / "response.json").read_text("utf-8"))
    for step in asked.get("given", []):
        world.given(step)

    assert recorded(world.send(asked["request"])) == expected


def test_every_exchange_says_where_its_form_comes_from():
    for situation in SITUATIONS:
        asked = json.loads((FOLDER / situation / "request.json").read_text("utf-8"))
        assert asked["source"]


def recorded(answer: dict[str, Any]) -> dict[str, Any]:
    text = answer["body"]
    is_json = answer["headers"].get("content-type") == "application/json" and text
    return {
        "status": int(answer["statusCode"]),
        "headers": answer["headers"],
        "body": json.loads(text) if is_json else text,
    }
