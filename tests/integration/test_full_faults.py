"""A fault is filled through every API until it takes no more; then it still takes its end."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from faultbook import wiring
from faultbook.domain.fault import Fault
from faultbook.domain.identifiers import fault_id, number_of_fault_id, short_id
from faultbook.dynamodb.item_bound import MAX_CONTENT
from tests.support.builders import CUSTOMER, SteppingClock
from tests.support.engines import Engine
from tests.support.every_api import EveryApi, every_api
from tests.support.http_events import Response
from tests.support.largest_values import WIDTHS
from tests.support.native_api import a_body

LONGEST = "🔥" * 2000
MEMO = 80 * 1024  # bytes
ENTRIES = 50

FILLINGS = ["memo", "metadata", "summary", "tags", "log", "note", "comment", "broadcast", "texts"]
ACKNOWLEDGEMENTS = {
    "native": ("POST", "{fault}/acknowledge", {"reason": LONGEST}),
    "fortimonitor": ("PUT", "{outage}/acknowledge", {"message": LONGEST}),
    "incidents": ("POST", "{incident}/acknowledge", {}),
}
ENDS = {
    "resolve": ("POST", "{fault}/resolve", {"reason": LONGEST}),
    "close": ("POST", "{alert}/close", {"reason": LONGEST}),
    "force_resolve": ("PUT", "{outage}/force_resolve", {"reason": LONGEST}),
}


@pytest.fixture(scope="module")
def api(dynoxide: Engine) -> Any:
    with dynoxide.fresh_tables(), every_api(dynoxide, SteppingClock()) as api:
        yield api


def places(fault: Fault) -> dict[str, str]:
    return {
        "fault": f"/fault/{fault_id(CUSTOMER, fault.number)}",
        "outage": f"/v2/outage/{fault.number}",
        "incident": f"/api/v1/incidents/{fault.number}",
        "alert": f"/api/v0/alerts/{short_id(fault.number)}",
    }


def send(api: EveryApi, fault: Fault, request: tuple[str, str, Any]) -> Response:
    method, path, body = request
    return api(method, path.format(**places(fault)), body)


def filling(what: str, serial: int, character: str) -> tuple[str, str, Any]:
    """A request that writes as much as its route takes."""
    text = character * 2000
    tags = [f"{n}{character * 90}" for n in range(ENTRIES)]
    entry = {"outage_metadata_type": f"{serial}{character * 90}", "value": text}
    memo = character * (MEMO // len(character.encode()))
    requests: dict[str, tuple[str, str, Any]] = {
        "memo": ("PUT", "{alert}", {"memo": memo}),
        "metadata": ("POST", "{outage}/outage_metadata", entry),
        "summary": ("PUT", "{outage}/summary", {"summary": text}),
        "tags": ("PUT", "{outage}/tags", {"tags": tags}),
        "log": ("POST", "{outage}/outage_log", {"entry": text}),
        "note": ("POST", "{incident}/notes", {"body": text}),
        "comment": ("POST", "{fault}/comment", {"comment": text}),
        "broadcast": ("PUT", "{outage}/broadcast", {"message": text}),
        "texts": ("PATCH", "{fault}", {"message": text, "cause": text}),
    }
    return requests[what]


def fill_up(api: EveryApi, fault: Fault) -> None:
    for n in range(ENTRIES):
        send(api, fault, filling("metadata", n, "🔥"))


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    fillings=st.lists(
        st.tuples(
            st.sampled_from(FILLINGS), st.sampled_from(list(WIDTHS.values())),
            st.integers(1, ENTRIES),
        ),
        max_size=6,
    ),
    acknowledgement=st.sampled_from(sorted(ACKNOWLEDGEMENTS)),
    end=st.sampled_from(sorted(ENDS)),
)  # fmt: skip
def test_whatever_was_accepted_can_be_acknowledged_and_ended(
    api: EveryApi, fillings: list[tuple[str, str, int]], acknowledgement: str, end: str
):
    fault = api.put()
    for what, character, times in fillings:
        for n in range(times):
            response = send(api, fault, filling(what, n, character))
            assert response.status < 500, response.text

    assert send(api, fault, ACKNOWLEDGEMENTS[acknowledgement]).status < 300
    assert send(api, fault, ENDS[end]).status < 300

    stored = wiring.stores.fault_store().get(CUSTOMER, fault.number)
    assert stored.acknowledgement is not None
    assert not stored.is_open


@pytest.mark.parametrize(
    ("what", "status"),
    [("memo", 413), ("summary", 400), ("metadata", 400), ("tags", 400), ("texts", 413)],
)
def test_what_a_full_fault_has_no_room_for_is_refused_in_words(
    api: EveryApi, what: str, status: int
):
    fault = api.put()
    fill_up(api, fault)
    for character in ("🔥", "é", "a"):  # what is smaller may still go in
        response = send(api, fault, filling(what, ENTRIES - 1, character))
        if response.status >= 300:
            break

    assert response.status == status
    assert f"at most {MAX_CONTENT} bytes" in response.text


@pytest.mark.parametrize("end", sorted(ENDS))
def test_a_full_fault_is_resolved_with_the_longest_reason(api: EveryApi, end: str):
    fault = api.put()
    fill_up(api, fault)

    assert send(api, fault, ENDS[end]).status < 300

    assert not wiring.stores.fault_store().get(CUSTOMER, fault.number).is_open


def test_a_full_fault_is_repeated_with_the_largest_news_and_ends(api: EveryApi):
    body = a_body(deduplication_key="full")
    number = number_of_fault_id(CUSTOMER, api.ok("POST", "/fault", body)["id"])
    fault = wiring.stores.fault_store().get(CUSTOMER, number or 0)
    send(api, fault, filling("memo", 0, "a"))
    fill_up(api, fault)
    news = {"message": LONGEST, "cause": LONGEST, "metadata": {"m": "🔥" * 4090}}

    repeated = api.ok("POST", "/fault", body | news)

    assert (repeated["message"], repeated["metadata"]) == (LONGEST, news["metadata"])
    for request in (ACKNOWLEDGEMENTS["native"], ENDS["resolve"]):
        assert send(api, fault, request).status < 300


def test_a_full_fault_is_still_commented_and_its_comments_taken_away(api: EveryApi):
    fault = api.put()
    fill_up(api, fault)

    note = api.ok("POST", f"/api/v1/incidents/{fault.number}/notes", {"body": LONGEST})
    api.ok("DELETE", f"/api/v1/notes/{note['id']}")

    assert api.ok("GET", f"/api/v1/incidents/{fault.number}/notes") == []
