"""One change, one event: its id, what it says, and how much of it at most."""

import json
import zlib
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faultbook.domain.comment import Comment
from faultbook.domain.events import TYPES, EventFilter, FaultEvent, event_of, type_of
from faultbook.domain.fault import ChangeKind, Fault
from faultbook.domain.timeline import (
    LAST_VERSION,
    Observation,
    deletion_of,
    expiry_of,
    observation_of,
)
from faultbook.dynamodb import event_item, keys
from tests.support.builders import CUSTOMER, NOW, a_change, a_comment, a_fault

MOST_BYTES = 20_000  # of what is sent, as Standard Webhooks 1.0 advises


def event(fault: Fault) -> FaultEvent:
    return event_of(observation_of(fault))


def kept(event: FaultEvent) -> FaultEvent:
    """As the table gives it back."""
    key = keys.fault(event.fault.customer_id, event.fault.number)
    return event_item.unpacked(key, event_item.packed(event))


def test_every_kind_of_change_has_a_type_as_standard_webhooks_spells_them():
    assert len(set(TYPES)) == len(ChangeKind)
    assert type_of(ChangeKind.SEVERITY_RAISED) == "fault.severity_raised"
    assert all(set(one) <= set("abcdefghijklmnopqrstuvwxyz._") for one in TYPES)


def test_the_same_change_has_the_same_id_whoever_saw_it():
    fault = a_fault(number=7)

    assert event(fault).event_id == event(replace(fault, message="as another saw it")).event_id
    assert event(fault).event_id != event(replace(fault, version=2)).event_id
    assert event(fault).event_id != event(replace(fault, number=8)).event_id
    assert event(fault).event_id != event(replace(fault, customer_id="cus_B")).event_id


def test_an_id_holds_no_dot_for_a_signature_separates_by_them():
    assert event(a_fault()).event_id.startswith("evt_")
    assert event(a_fault()).event_id.removeprefix("evt_").isalnum()


def test_the_end_of_a_fault_shows_it_as_it_last_stood():
    fault = a_fault(number=7)
    last = observation_of(fault)

    expired = event_of(expiry_of(last, fault.expires_at))
    deleted = event_of(deletion_of(last, NOW + timedelta(hours=1)))

    assert (expired.type, deleted.type) == ("fault.expired", "fault.deleted")
    assert expired.at.timestamp() == fault.expires_at
    assert expired.fault.message == deleted.fault.message == fault.message


def test_of_a_fault_that_nobody_has_seen_its_timeline_speaks():
    fault = a_fault(number=7)
    unseen = replace(observation_of(fault), fault=None)

    shown = event_of(deletion_of(unseen, NOW)).fault

    assert (shown.number, shown.resource_id, shown.type) == (7, fault.resource_id, fault.type)
    assert (shown.opened_at, shown.expires_at) == (fault.opened_at, fault.expires_at)
    assert shown.version == LAST_VERSION


def test_a_comment_is_told_and_older_ones_are_not():
    old, new = a_comment(1, body="old"), a_comment(2, body="new")
    fault = a_fault().commented(a_change(ChangeKind.COMMENTED), old)
    fault = fault.commented(a_change(ChangeKind.COMMENTED), new)
    resolved = fault.resolved(a_change(ChangeKind.RESOLVED))

    assert event(fault).fault.newest_comments == (new,)
    assert event(resolved).fault.newest_comments == ()


def test_an_event_comes_back_from_the_table_as_it_was():
    fault = a_fault().resolved(a_change(ChangeKind.RESOLVED, why="ok"))
    seen = Observation(CUSTOMER, fault.number, observation_of(fault).entry, fault, {"status": "x"})

    assert kept(event_of(seen)) == event_of(seen)


@pytest.mark.parametrize(
    "large",
    [
        {"metadata": {f"key {n}": "x" * 90 for n in range(150)}},
        {"message": "m" * 60_000, "cause": "c" * 60_000},
        {"newest_comments": (Comment(1, 1, "b" * 30_000, "user_1", NOW),)},
        {"services": tuple({"name": f"s{n}", "namespace": "n" * 90} for n in range(300))},
    ],
    ids=lambda said: next(iter(said)),
)
def test_an_event_is_shortened_to_what_may_be_sent_at_once(large: dict[str, object]):
    change = a_change(ChangeKind.COMMENTED)
    fault = replace(a_fault(), last_change=change, **large)  # type: ignore[arg-type] # named by the test

    short = kept(event(fault))

    assert len(zlib.decompress(event_item.packed(event(fault)))) <= MOST_BYTES
    assert (short.fault.number, short.fault.severity) == (fault.number, fault.severity)
    assert json.dumps(short.fault.message)[:50] == json.dumps(fault.message)[:50]


@given(types=st.frozensets(st.sampled_from(TYPES)), path=st.sampled_from(["", "site", "site|dev"]))
def test_a_filter_takes_what_it_names(types: frozenset[str], path: str):
    below, beside = (event(a_fault(path=at)) for at in ("site|dev|port", "site_1|dev"))
    event_filter = EventFilter(types, path)
    is_named = not types or "fault.opened" in types

    assert event_filter.matches(below) == is_named
    assert event_filter.matches(beside) == (is_named and not path)
