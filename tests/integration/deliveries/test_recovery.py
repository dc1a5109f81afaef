"""What gets lost, dies or fails on the way is told in the end."""

from datetime import timedelta

import pytest

from faultbook import wiring
from functions.fault_api import deliver
from tests.integration.deliveries.conftest import PostOffice
from tests.support.fault_histories import random_source
from tests.support.interruptions import Killed
from tests.support.lambda_context import Context
from tests.support.receivers import Received, Reply


def test_what_the_stream_lost_is_told_when_reconcile_finds_it(office: PostOffice):
    office.endpoint()
    office.town.api.create()
    office.tell()
    office.town.api.create()
    office.town.records()  # which nobody hears of
    office.town.clock.at += timedelta(hours=1)
    wiring._endpoints_remembered.cache_clear()  # noqa: SLF001 - reconcile has a process of its own

    office.town.reconcile()
    office.deliver()

    assert office.receiver.types() == ["fault.opened"] * 2


def test_a_run_without_time_hands_on_what_is_left(office: PostOffice):
    office.endpoint()
    for number in range(3):
        office.town.api.create(resource_id=f"edge-{number}")
    office.record()
    asked = office.woken.pop().json

    deliver.lambda_handler(asked, Context(lambda: 1000))

    assert office.receiver.received == []
    assert len(office.woken) == 1
    office.deliver()
    assert len(office.receiver.taken) == 3


def test_a_run_that_dies_is_made_again_with_the_same_id(office: PostOffice):
    """The lease ends by itself; the delivery that was under way may have arrived."""
    office.endpoint()
    office.town.api.create()
    office.record()

    def die(*_: object) -> None:
        raise Killed

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wiring.stores.delivery_store(), "save", die)
        with pytest.raises(Killed):
            office.deliver()
    office.minutes(1)
    assert len(office.receiver.received) == 1

    office.minutes(2)

    assert len(office.receiver.received) == 2
    assert len({one.webhook_id for one in office.receiver.received}) == 1
    assert office.lanes() == []


@pytest.mark.parametrize("seed", range(4))
def test_whatever_goes_wrong_each_fault_is_told_to_its_end_in_order(office: PostOffice, seed: int):
    """Random lives, answers and minutes; in the end all is well, and everything was told."""
    draw = random_source(seed)
    office.endpoint()
    office.receiver.decide = lambda _: Reply(draw.choice([200, 200, 500, 400, 429, 302, 503]))
    open_ones: list[str] = []
    for step in range(20):
        office.town.clock.at += timedelta(seconds=draw.randrange(40))
        if open_ones and draw.random() < 0.4:
            fault_id = open_ones.pop(draw.randrange(len(open_ones)))
            office.town.api("POST", f"/fault/{fault_id}/resolve", {})
        else:
            open_ones.append(office.town.api.create(resource_id=f"edge-{step}")["id"])
        if draw.random() < 0.5:
            office.record()
        if draw.random() < 0.3:
            office.deliver()
        if draw.random() < 0.2:
            office.minutes(draw.randrange(1, 4))
    office.receiver.decide = lambda _: Reply()
    office.tell()
    for _ in range(8):  # what was refused alone is tried again hours later
        office.town.clock.at += timedelta(hours=5)
        office.minutes(2)

    assert office.lanes() == []
    told: dict[str, list[str]] = {}
    for one in unique(office.receiver.taken):
        told.setdefault(one.json["data"]["fault"]["id"], []).append(one.json["type"])
    everything = [
        fault["id"] for page in office.town.api.walk("type=wan-degradation") for fault in page
    ]
    assert set(everything) <= set(told)
    for fault_id in everything:
        ended = [] if fault_id in open_ones else ["fault.resolved"]
        assert told[fault_id] == ["fault.opened", *ended]


def unique(received: list[Received]) -> list[Received]:
    """The first of each id; by it a receiver knows what it had before."""
    seen: dict[str, Received] = {}
    for one in received:
        seen.setdefault(one.webhook_id, one)
    return list(seen.values())
