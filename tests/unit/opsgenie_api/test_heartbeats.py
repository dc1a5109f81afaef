"""Heartbeats as Opsgenie's senders make, change and ping them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from faultbook import wiring
from faultbook.gateway.errors import TooManyRequests
from tests.support.builders import SteppingClock
from tests.support.fakes import InMemoryFaultStore
from tests.support.heartbeat_fakes import InMemorySweepStore
from tests.support.in_memory_apis import InMemoryApis, in_memory_apis

MINUTES_A_YEAR = 366 * 24 * 60


class World:
    def __init__(self, apis: InMemoryApis, clock: SteppingClock) -> None:
        self.apis = apis
        self.clock = clock

    def __call__(self, method: str, path: str = "", body: Any = None) -> Any:
        return self.apis(method, f"/v2/heartbeats{path}", body)

    def make(self, **fields: Any) -> Any:
        answer = self("POST", "", {"name": "backup", "interval": 5} | fields)
        assert answer.status == 201, answer.text
        return answer.json["data"]

    def get(self) -> Any:
        return self("GET", "/backup").json["data"]

    def after(self, minutes: int) -> None:
        for _ in range(minutes):
            self.clock.at += timedelta(minutes=1)
            wiring.sweeps().begin()
            assert wiring.due_notes().run(lambda: True).left_over == []

    def alerts(self, status: str = "open") -> Any:
        found = self.apis("GET", "/v2/alerts", query=f"query=status%3A{status}").json["data"]
        return [self.apis("GET", f"/v2/alerts/{one['id']}").json["data"] for one in found]


@pytest.fixture
def world() -> Iterator[World]:
    clock = SteppingClock()
    sweeps = InMemorySweepStore()
    with in_memory_apis(clock, InMemoryFaultStore(clock), {"sweep_store": lambda: sweeps}) as apis:
        yield World(apis, clock)


def test_a_missed_heartbeat_is_an_alert_that_the_next_ping_closes(world: World):
    world.make(alertMessage="No backup", alertTags=["db"], alertPriority="P1")
    world("GET", "/backup/ping")

    world.after(6)

    [alert] = world.alerts()
    assert (alert["message"], alert["priority"], alert["tags"]) == ("No backup", "P1", ["db"])
    assert world.get()["expired"] is True
    world("POST", "/backup/ping")
    assert world.alerts() == []
    assert [alert["id"] for alert in world.alerts("closed")] == [alert["id"]]
    assert world.get()["expired"] is False


@pytest.mark.parametrize("what", ["acknowledge", "snooze", "close"])
def test_a_ping_is_taken_whatever_became_of_the_alert(world: World, what: str):
    world.make()
    world("GET", "/backup/ping")
    world.after(6)
    [alert] = world.alerts()
    body = {"endTime": "2026-01-15T18:00:00Z"}
    assert world.apis("POST", f"/v2/alerts/{alert['id']}/{what}", body).status == 202

    assert world("PATCH", "/backup/ping").status == 202

    assert world.alerts() == []
    assert world.get()["expired"] is False


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH"])
def test_each_method_is_a_ping_also_behind_a_slash(world: World, method: str):
    world.make()

    answer = world(method, "/backup/ping/")

    assert (answer.status, answer.json["result"]) == (202, "PONG - Heartbeat received")
    assert world.get()["lastPingTime"] == "2026-01-15T12:00:00.000Z"
    assert world("DELETE", "/backup/ping").status == 405


def test_no_quota_holds_a_ping_back(world: World, monkeypatch: pytest.MonkeyPatch):
    world.make()

    def over(_: object) -> None:
        raise TooManyRequests(1)

    monkeypatch.setattr(wiring, "admit", over)

    assert world("GET", "/backup/ping").status == 202
    assert world("GET", "/backup").status == 429
    assert world("POST", "/backup/disable").status == 429


def test_a_ping_of_an_unknown_name_opens_one_alert_however_often_it_comes(world: World):
    for _ in range(3):
        world("GET", "/bakcup/ping")
        world.clock.at += timedelta(minutes=20)
        wiring.unknown_heartbeats.cache_clear()

    [alert] = world.alerts()
    assert (alert["count"], alert["priority"]) == (1, "P4")
    assert "bakcup" in alert["message"]
    world.make(name="bakcup")
    assert world.alerts() == []


def test_a_ping_of_no_name_opens_nothing(world: World):
    assert world("GET", "/\N{ZERO WIDTH SPACE}/ping").status == 202

    assert world.alerts() == []


def test_an_interval_is_told_in_its_own_unit_and_is_a_year_at_most(world: World):
    assert world.make(interval=2, intervalUnit="HOURS")["intervalUnit"] == "hours"
    changed = [
        world("PATCH", "/backup", body).json["data"]
        for body in ({"interval": 3}, {"intervalUnit": "days"}, {"interval": 10**6})
    ]

    told = [(one["interval"], one["intervalUnit"]) for one in changed]
    assert told == [(3, "hours"), (3, "days"), (366, "days")]
    native = world.apis("GET", "/heartbeats/backup").json
    assert native["interval_minutes"] == MINUTES_A_YEAR
    world.apis("PATCH", "/heartbeats/backup", {"interval_minutes": 7})
    assert (world.get()["interval"], world.get()["intervalUnit"]) == (7, "minutes")


def test_what_an_update_does_not_name_or_names_null_stays(world: World):
    made = world.make(
        description="d",
        alertMessage="m",
        alertTags=["t"],
        alertPriority="P2",
        ownerTeam={"id": "1"},
    )

    answer = world("PATCH", "/backup", dict.fromkeys(made) | {"alertMessage": "n"})

    assert answer.json["data"] == made | {"alertMessage": "n"}


def test_what_does_not_hold_changes_nothing(world: World):
    made = world.make()

    refused: list[Any] = [{"interval": 0}, {"intervalUnit": "years"}, {"enabled": "perhaps"}, []]
    for body in refused:
        assert world("PATCH", "/backup", body).status == 422
    for body in ({"name": "x"}, {"interval": 1}, {"name": ".", "interval": 1}):
        assert world("POST", "", body).status == 422
    assert world("GET", "").json["data"]["heartbeats"] == [made]


def test_one_whose_key_has_no_path_is_at_the_place_of_all_heartbeats(world: World):
    world.make(name="a|b")
    world("GET", "/a|b/ping")
    world.after(6)

    [fault] = world.apis("GET", "/fault").json["data"]
    assert fault["resource_ancestry_path"] == "heartbeats|a%7Cb"


@pytest.mark.parametrize("path", ["", "/enable", "/disable"])
def test_what_is_not_there_is_404(world: World, path: str):
    for method in ("POST",) if path else ("GET", "PATCH", "DELETE"):
        answer = world(method, f"/nobody{path}", {})

        assert answer.status == 404
        assert answer.json["message"] == "There is no such heartbeat."
