"""Every list of the native API has all comments of each fault, and those apart have their price."""

from collections.abc import Iterator
from typing import Any

import pytest

from faultbook import wiring
from faultbook.domain.identifiers import number_of_fault_id
from faultbook.usecases import comment_faults
from tests.support.builders import ACTOR, CUSTOMER, SteppingClock
from tests.support.engines import Engine, Tables
from tests.support.metered import MeteredClient
from tests.support.native_api import NativeApi, a_body, native_api

LONG = "x" * 500  # characters; the fault itself has room for one at most
FEW, MANY = 3, 25


@pytest.fixture
def client(dynoxide: Engine) -> MeteredClient:
    return MeteredClient(dynoxide.client)


@pytest.fixture
def api(
    dynoxide: Engine, tables: Tables, clock: SteppingClock, client: MeteredClient
) -> Iterator[NativeApi]:
    assert tables
    with native_api(dynoxide, clock, {"dynamodb": lambda: client}) as api:
        yield api


def commented(api: NativeApi, texts: list[str], **report: str) -> str:
    """The fault's id."""
    fault_id: str = api("POST", "/fault", a_body(**report)).json["id"]
    for text in texts:
        assert api("POST", f"/fault/{fault_id}/comment", {"comment": text}).status == 201
    return fault_id


def texts_of(faults: list[dict[str, Any]]) -> dict[str, list[str]]:
    return {fault["id"]: [comment["comment"] for comment in fault["comments"]] for fault in faults}


def long_texts(count: int) -> list[str]:
    return [f"{place} {LONG}" for place in range(count)]


@pytest.mark.parametrize("query", ["", "status=unresolved", "site=site_8a7b6c5d4e3f2g1h"])
def test_a_list_has_the_comments_of_each_fault(api: NativeApi, query: str):
    written = [[], ["short"], long_texts(FEW), long_texts(MANY)]
    expected = {commented(api, texts): texts for texts in written}

    assert texts_of(api("GET", "/fault", query=query).json["data"]) == expected


def test_a_comment_that_was_deleted_or_edited_is_shown_as_it_is_now(api: NativeApi):
    fault_id = commented(api, long_texts(FEW))
    number = number_of_fault_id(CUSTOMER, fault_id)
    assert number
    fault = wiring.faults().get(CUSTOMER, number)
    first, second, _ = wiring.comments().of(fault)
    wiring.comments().delete(CUSTOMER, first.number, ACTOR)
    wiring.comments().edit(CUSTOMER, second.number, "said otherwise", ACTOR)

    [shown] = texts_of(api("GET", "/fault").json["data"]).values()
    assert shown == ["said otherwise", long_texts(FEW)[2]]


def test_a_report_that_repeats_a_fault_is_answered_with_its_comments(api: NativeApi):
    fault_id = commented(api, long_texts(FEW), deduplication_key="wan-1")
    body = a_body(deduplication_key="wan-1")

    again = api("POST", "/fault", body).json
    batch = api("POST", "/fault/batch", {"faults": [body]}).json["data"]

    expected = {fault_id: long_texts(FEW)}
    assert texts_of([again]) == texts_of([batch[0]["fault"]]) == expected


def test_a_link_for_a_dashboard_shows_the_comments(api: NativeApi):
    expected = {commented(api, long_texts(FEW)): long_texts(FEW)}
    token = api("POST", "/fault/token", {}).json["token"]

    assert texts_of(api("GET", f"/fault/token/{token}", token="").json) == expected


def test_a_page_ends_before_it_would_read_too_much(api: NativeApi, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(comment_faults, "MAX_READ", 4)
    expected = {commented(api, long_texts(FEW)): long_texts(FEW) for _ in range(3)}

    pages = list(api.walk())

    assert texts_of([fault for page in pages for fault in page]) == expected
    assert [len(page) for page in pages] == [1, 1, 1]


def test_a_page_whose_faults_hold_their_comments_reads_no_others(
    api: NativeApi, client: MeteredClient
):
    commented(api, ["short", "and sweet"])
    client.reset()

    api("GET", "/fault", query="status=unresolved")

    assert client.calls == ["query"]


def test_comments_that_lie_apart_cost_a_unit_each_where_they_are_few(
    api: NativeApi, client: MeteredClient
):
    for _ in range(4):
        commented(api, long_texts(FEW))
    client.reset()

    api("GET", "/fault", query="status=unresolved")

    assert client.calls == ["query", "batch_get_item"]
    assert client.reads <= 1 + 4 * FEW


def test_many_comments_of_a_fault_cost_their_bytes(api: NativeApi, client: MeteredClient):
    commented(api, long_texts(MANY))
    client.reset()

    api("GET", "/fault", query="status=unresolved")

    assert client.calls == ["query", "query"]
    assert client.reads <= 6
