"""What was over when it was reported is one write: opened and resolved, or not there at all."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest

from tests.support.builders import SteppingClock
from tests.support.engines import Engine
from tests.support.every_api import EveryApi, every_api
from tests.support.http_events import Response
from tests.support.incidents_world import an_incident
from tests.support.interruptions import (
    Killed,
    UnreliableClient,
    kill_after,
    kill_before,
    lose_answer,
    lose_first_answer,
)

SERIALS = count(1)
WRITES = {"put_item", "update_item", "delete_item", "transact_write_items", "batch_write_item"}
BEGAN, ENDED = "2026-01-14T09:00:00Z", "2026-01-14T09:30:00Z"


@dataclass(frozen=True)
class Report:
    """`send` reports the end of something named so, with what makes asking again safe."""

    name: str
    send: Callable[[EveryApi, str], Response]

    def __str__(self) -> str:
        return self.name


def historical_outage(api: EveryApi, name: str, **fields: Any) -> Response:
    body = {"server": name, "start_time": BEGAN, "end_time": ENDED} | fields
    return api("POST", "/v2/historical_outage", body, headers={"idempotency-key": f"key-{name}"})


def resolved_incident(api: EveryApi, name: str) -> Response:
    services = [{"name": name, "namespace": "shop"}]
    incident = an_incident(
        incidentId=name,
        services=services,
        status="RESOLVED",
        resolution="Rolled back",
        startTime=BEGAN,
        endTime=ENDED,
    )
    return api("POST", "/api/v1/incidents", incident)


REPORTS = [
    Report("historical outage", historical_outage),
    Report("resolved incident", resolved_incident),
]


@pytest.fixture
def client(dynoxide: Engine) -> UnreliableClient:
    return UnreliableClient(dynoxide.client)


@pytest.fixture
def api(dynoxide: Engine, clock: SteppingClock, client: UnreliableClient) -> Iterator[EveryApi]:
    with dynoxide.fresh_tables(), every_api(dynoxide, clock, client) as api:
        yield api


def a_name() -> str:
    return f"N{next(SERIALS)}"


def seen(api: EveryApi, name: str) -> list[tuple[str, str]]:
    """Status and end of every outage with this server."""
    outages = api.ok("GET", f"/v2/server/{name}/outage")["outage_list"]
    return [(outage["status"], outage["end_time"]) for outage in outages]


ONE = [("resolved", "Wed, 14 Jan 2026 09:30:00 -0000")]


@pytest.mark.parametrize("report", REPORTS, ids=str)
def test_the_fault_is_one_write(api: EveryApi, client: UnreliableClient, report: Report):
    name = a_name()
    assert seen(api, name) == []  # and with it the key's first use today is written down
    begin = len(client.calls)

    assert report.send(api, name).status < 300

    *marks, _ = [call for call in client.calls[begin:] if call in WRITES]
    assert marks in ([], ["put_item"])  # where reconcile looks for what is older than its window


@pytest.mark.parametrize("report", REPORTS, ids=str)
@pytest.mark.parametrize(
    "end", [kill_before, kill_after, lose_answer], ids=lambda end: str(end.__name__)
)
def test_an_end_at_any_store_call_leaves_nothing_or_all_and_asking_again_makes_it_one(
    api: EveryApi, client: UnreliableClient, report: Report, end: Callable[..., Any]
):
    begin = len(client.calls)
    report.send(api, a_name())

    for call in range(1, len(client.calls) - begin + 1):
        name = a_name()
        with suppress(Killed), client.disturbed(end, call=call):
            report.send(api, name)
        assert seen(api, name) in ([], ONE)

        assert report.send(api, name).status < 300

        assert seen(api, name) == ONE


@pytest.mark.parametrize("report", REPORTS, ids=str)
def test_a_call_that_the_sdk_sends_twice_takes_effect_once(
    api: EveryApi, client: UnreliableClient, report: Report
):
    begin = len(client.calls)
    report.send(api, a_name())

    for call in range(1, len(client.calls) - begin + 1):
        name = a_name()
        with client.disturbed(lose_first_answer, call=call):
            assert report.send(api, name).status < 300
        assert seen(api, name) == ONE


def test_an_outage_of_the_past_with_another_body_under_the_same_key_is_refused(api: EveryApi):
    name = a_name()
    first, again = historical_outage(api, name), historical_outage(api, name)

    other = historical_outage(api, name, end_time="2026-01-14T09:45:00Z")

    assert again.headers["location"] == first.headers["location"]
    assert again.headers["idempotency-replayed"] == "true"
    assert other.status == 400
    assert seen(api, name) == ONE
