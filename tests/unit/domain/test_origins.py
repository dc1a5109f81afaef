"""What came from somewhere is not sent back there."""

from dataclasses import replace

import pytest

from faultbook.domain.endpoints import Endpoint, EndpointKind
from faultbook.domain.events import FaultEvent, event_of
from faultbook.domain.origins import MAX_ORIGINS, MEMBER, host_of, origins_of, with_origin
from faultbook.domain.timeline import observation_of
from tests.support.builders import NOW, a_fault

HERE = "https://here.example.com/?fault=flt_1"
THERE = "https://there.example.com"


def an_endpoint(url: str = THERE) -> Endpoint:
    return Endpoint(
        endpoint_id="end_Ab1",
        name="there",
        kind=EndpointKind.FAULTBOOK,
        url=url,
        secret="",
        created_at=NOW,
        created_by="user_1",
    )


def an_event(metadata: dict[str, object]) -> FaultEvent:
    return event_of(observation_of(replace(a_fault(number=1), metadata=metadata)))


def test_whoever_hands_a_fault_on_adds_himself_once():
    once = with_origin({"rack": 7}, HERE)
    twice = with_origin(with_origin(once, "https://b.example.com:8443/x"), HERE)

    assert once == {"rack": 7, MEMBER: "here.example.com"}
    assert origins_of(twice) == ["here.example.com", "b.example.com:8443"]


def test_a_fault_is_not_sent_back_to_where_it_came_from():
    from_there = an_event(with_origin({}, f"{THERE}/?fault=flt_2"))

    assert not an_endpoint().wants(from_there)
    assert not an_endpoint("https://THERE.example.com:443/").wants(from_there)
    assert an_endpoint("https://elsewhere.example.com").wants(from_there)
    assert an_endpoint().wants(an_event({}))


def test_a_fault_that_has_gone_through_several_is_sent_to_none_of_them():
    through = with_origin(with_origin({}, THERE), HERE)

    assert not an_endpoint().wants(an_event(through))
    assert not an_endpoint(HERE).wants(an_event(through))


def test_what_a_receiver_reports_under_the_id_of_its_endpoint_is_not_told_to_it():
    assert not an_endpoint().wants(an_event({MEMBER: "end_Ab1"}))
    assert an_endpoint().wants(an_event({MEMBER: "end_other"}))


def test_what_goes_round_under_ever_new_names_comes_to_an_end():
    metadata: dict[str, object] = {}
    for number in range(MAX_ORIGINS):
        assert an_endpoint().wants(an_event(metadata))
        metadata = with_origin(metadata, f"https://{number}.example.com")

    assert not an_endpoint().wants(an_event(metadata))


@pytest.mark.parametrize("said", [None, 7, ["there.example.com"], {"a": "b"}, "", " , "])
def test_what_is_no_list_of_origins_is_none(said: object):
    assert origins_of({MEMBER: said}) == []
    assert an_endpoint().wants(an_event({MEMBER: said}))


@pytest.mark.parametrize("url", ["", "nonsense", "https://[", "https://x:port/", "arn:aws:sns:x"])
def test_what_has_no_host_is_no_origin(url: str):
    assert host_of(url) == ""
    assert an_endpoint(url).wants(an_event({MEMBER: "there.example.com"}))
