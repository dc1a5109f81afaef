"""The event log, from a change through the stream to whoever asks for news."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from faultbook import wiring
from faultbook.domain.events import KEPT, SETTLED
from tests.integration.statistics.conftest import Town
from tests.support.http_events import Response
from tests.support.metered import MeteredClient
from tests.support.native_api import OTHER_CUSTOMER


def asked(town: Town, query: str = "", **how: Any) -> Response:
    answer = town.api("GET", "/events", query=query, **how)
    assert answer.status in (200, 304), answer.text
    return answer


def types(answer: Response) -> list[str]:
    return [event["type"] for event in answer.json["data"]]


def settle(town: Town) -> None:
    town.drain()
    town.clock.at += SETTLED


def a_short_life(town: Town, **fields: Any) -> dict[str, Any]:
    """Opened, acknowledged, commented, resolved."""
    fault = town.api.create(**fields)
    path = f"/fault/{fault['id']}"
    town.clock.at += timedelta(seconds=1)
    town.api("POST", f"{path}/acknowledge", {})
    town.api("POST", f"{path}/comment", {"comment": "Rebooted."})
    town.api("POST", f"{path}/resolve", {"reason": "fixed"})
    return fault


def walk(town: Town, query: str = "limit=2") -> Iterator[Response]:
    after = ""
    while True:
        answer = asked(town, f"{query}&after={after}" if after else query)
        yield answer
        after = answer.json["meta"]["cursor"]
        if not answer.json["meta"]["has_more"]:
            return


def test_a_life_is_told_in_its_order_with_what_changed(town: Town):
    fault = a_short_life(town)
    settle(town)

    answer = asked(town)

    assert types(answer) == [
        "fault.opened",
        "fault.acknowledged",
        "fault.commented",
        "fault.resolved",
    ]
    opened, acknowledged, commented, resolved = answer.json["data"]
    assert opened["data"]["fault"] == fault
    assert acknowledged["data"]["previous"] == {"acknowledged_by": ""}
    assert [comment["comment"] for comment in commented["data"]["fault"]["comments"]] == [
        "Rebooted."
    ]
    assert resolved["data"]["previous"] == {"status": "unresolved"}
    assert (resolved["data"]["by"], resolved["data"]["reason"]) == ("user_1", "fixed")
    assert resolved["data"]["url"] == f"https://faults.example/?fault={fault['id']}"


def test_pages_go_on_behind_each_other_to_the_end(town: Town):
    for _ in range(3):
        a_short_life(town)
        town.drain()
    settle(town)

    pages = list(walk(town))

    assert [len(page.json["data"]) for page in pages] == [2] * 6
    ids = [event["id"] for page in pages for event in page.json["data"]]
    assert len(set(ids)) == 12


def test_what_was_recorded_this_moment_is_told_three_seconds_later(town: Town):
    town.api.create()
    town.drain()

    before = asked(town)
    town.clock.at += SETTLED
    after = asked(town, f"after={before.json['meta']['cursor']}")

    assert (types(before), types(after)) == ([], ["fault.opened"])


def test_nothing_new_is_told_by_one_half_read_unit(town: Town, monkeypatch: pytest.MonkeyPatch):
    town.api.create()
    settle(town)
    answer = asked(town)
    client = MeteredClient(town.engine.client)
    monkeypatch.setattr(wiring.stores, "dynamodb", lambda: client)
    wiring.events.cache_clear()
    wiring.stores.event_log.cache_clear()

    tag = answer.headers["etag"]
    query = f"after={answer.json['meta']['cursor']}"
    idle = asked(town, query, headers={"if-none-match": tag})

    assert (idle.status, client.reads, client.writes) == (304, 0.5, 0)
    assert idle.headers["etag"] == tag
    town.api.create()
    town.drain()
    unsettled = asked(town, query, headers={"if-none-match": tag})
    town.clock.at += SETTLED
    news = asked(town, query, headers={"if-none-match": unsettled.headers["etag"]})
    assert (types(unsettled), types(news)) == ([], ["fault.opened"])


def test_from_now_on_leaves_out_what_was(town: Town):
    town.api.create()
    settle(town)

    start = asked(town, "after=latest")
    town.api.create()
    settle(town)

    assert types(start) == []
    assert types(asked(town, f"after={start.json['meta']['cursor']}")) == ["fault.opened"]


def test_types_and_places_are_picked_out_across_short_pages(town: Town):
    for place in ("berlin|edge-1", "berlin_2|edge-2", "berlin|edge-3"):
        a_short_life(town, resource_ancestry_path=place, resource_id=place.partition("|")[2])
    settle(town)

    query = "limit=1&types=fault.opened,fault.resolved&path=berlin"
    found = [event for page in walk(town, query) for event in page.json["data"]]

    assert [event["type"] for event in found] == ["fault.opened", "fault.resolved"] * 2
    assert {event["data"]["fault"]["resource_id"] for event in found} == {"edge-1", "edge-3"}


def test_a_change_that_comes_late_stands_behind_what_was_told(town: Town):
    town.api.create()
    late = town.records()
    town.clock.at += timedelta(hours=6)
    town.api.create()
    settle(town)
    cursor = asked(town).json["meta"]["cursor"]

    town._invoke(late)  # noqa: SLF001 - the stream's function, called late
    town.clock.at += SETTLED

    assert types(asked(town, f"after={cursor}")) == ["fault.opened"]
    assert len(asked(town).json["data"]) == 2


def test_events_of_another_day_are_read_from_their_partitions(town: Town):
    for _ in range(3):
        town.api.create()
        town.drain()
        town.clock.at += timedelta(days=1)

    assert [len(page.json["data"]) for page in walk(town)] == [2, 1]


def test_a_log_is_its_customers_own(town: Town):
    town.api.create()
    settle(town)
    cursor = asked(town).json["meta"]["cursor"]

    assert types(asked(town, customer=OTHER_CUSTOMER)) == []
    foreign = town.api("GET", "/events", query=f"after={cursor}", customer=OTHER_CUSTOMER)
    assert foreign.status == 400


def test_events_are_forgotten_after_thirty_days(town: Town):
    town.api.create()
    settle(town)
    [item] = town.engine.items(town.tables.events)

    written = town.clock.at - SETTLED
    assert abs(int(item["ttl"]["N"]) - (written + KEPT).timestamp()) <= 1
    town.clock.at += KEPT
    assert types(asked(town)) == []


@pytest.mark.parametrize(
    "query", ["types=opened", "types=fault.opened,", "after=x", "limit=0", "until=1"]
)
def test_what_cannot_be_asked_is_refused_in_words(town: Town, query: str):
    answer = town.api("GET", "/events", query=query)

    assert answer.status == 400
    assert answer.json["detail"]
