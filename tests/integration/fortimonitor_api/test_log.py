"""The outage log: comments and what happened, from the fault and from its timeline."""

from dataclasses import replace
from datetime import timedelta

import pytest

from faultbook import wiring
from faultbook.domain.comment import MAX_COMMENTS
from faultbook.domain.fault import Fault
from faultbook.domain.timeline import observation_of
from faultbook.usecases.record_changes import RecordChanges
from tests.integration.fortimonitor_api.conftest import ORIGIN, FortiMonitor, at
from tests.support.builders import NOW


@pytest.fixture
def incident(fortimonitor: FortiMonitor) -> int:
    return fortimonitor.open_incident()


def log_of(fortimonitor: FortiMonitor, number: int, query: str = "") -> list[str]:
    answer = fortimonitor.get(f"/v2/outage/{number}/outage_log", query)
    return [entry["entry"] for entry in answer["outage_log_list"]]


def stream(fault: Fault) -> None:
    """What the stream function does with a new version."""
    left = RecordChanges(
        wiring.stores.ledger(), wiring.clock, wiring.stores.retry_policy(lambda: 10.0)
    ).record([observation_of(fault)])
    assert left == []


def test_an_entry_is_a_comment_and_its_location_can_be_read(
    fortimonitor: FortiMonitor, incident: int
):
    body = {"entry": "Restarted it", "public": True, "user": f"{ORIGIN}/v2/user/1"}

    response = fortimonitor.send("POST", f"/v2/outage/{incident}/outage_log", body)

    assert (response.status, response.text) == (201, "")
    number = response.headers["id"]
    location = f"{ORIGIN}/v2/outage/{incident}/outage_log/{number}"
    assert response.headers["location"] == location
    shown = fortimonitor.get(location.removeprefix(ORIGIN))
    assert (shown["url"], shown["entry"]) == (location, "Restarted it")
    assert shown["created"] == "Thu, 15 Jan 2026 12:00:00 -0000"
    assert [comment.body for comment in fortimonitor.stored(incident).newest_comments] == [
        "Restarted it"
    ]


def test_the_log_tells_in_order_what_happened_and_what_was_said(
    fortimonitor: FortiMonitor, incident: int
):
    steps = [
        ("PUT", "acknowledge", {"message": "mine"}),
        ("POST", "outage_log", {"entry": "Restarted it"}),
        ("PUT", "escalate", {}),
        ("PUT", "delay/60", {}),
        ("PUT", "broadcast", {"message": "all out"}),
        ("PUT", "force_resolve", {"reason": "mended"}),
    ]
    stream(fortimonitor.stored(incident))
    for minute, (method, path, body) in enumerate(steps, start=1):
        fortimonitor.clock.at = NOW + timedelta(minutes=minute)
        fortimonitor.send(method, f"/v2/outage/{incident}/{path}", body)
        stream(fortimonitor.stored(incident))

    assert log_of(fortimonitor, incident) == [
        "Incident opened",
        "Incident acknowledged: mine",
        "Restarted it",
        "Incident escalated",
        "Alerts delayed: 60 seconds",
        "Message broadcast: all out",
        "Incident resolved: mended",
    ]
    since = at(NOW + timedelta(minutes=5)).replace(" ", "+")
    assert log_of(fortimonitor, incident, f"log_start_timestamp={since}") == [
        "Message broadcast: all out",
        "Incident resolved: mended",
    ]
    assert log_of(fortimonitor, incident, "limit=2&offset=1") == [
        "Incident acknowledged: mine",
        "Restarted it",
    ]
    actions = fortimonitor.get(f"/v2/outage/{incident}/actions")["action_list"]
    assert [(action["type"], action["message"]) for action in actions] == [
        ("escalation", ""),
        ("delay", "60 seconds"),
        ("broadcast", "all out"),
    ]


def test_changes_are_in_the_log_before_the_stream_has_them(
    fortimonitor: FortiMonitor, incident: int
):
    fortimonitor.send("PUT", f"/v2/outage/{incident}/acknowledge", {"message": "mine"})
    fortimonitor.send("PUT", f"/v2/outage/{incident}/escalate", {})

    assert log_of(fortimonitor, incident) == [
        "Incident opened",
        "Incident acknowledged: mine",
        "Incident escalated",
    ]


def test_a_change_of_the_timeline_has_a_page_of_its_own(fortimonitor: FortiMonitor, incident: int):
    stream(fortimonitor.stored(incident))

    entry = fortimonitor.get(f"/v2/outage/{incident}/outage_log/1")

    assert entry["entry"] == "Incident opened"


@pytest.mark.parametrize("entry", ["2", "0", "x", "270160156777903", "-1x"])
def test_an_entry_that_is_not_there_is_404(fortimonitor: FortiMonitor, incident: int, entry: str):
    assert fortimonitor.send("GET", f"/v2/outage/{incident}/outage_log/{entry}").status == 404


def test_an_entry_is_found_under_its_own_outage_only(fortimonitor: FortiMonitor, incident: int):
    other = fortimonitor.open_incident()
    answer = fortimonitor.send("POST", f"/v2/outage/{other}/outage_log", {"entry": "x"})

    path = f"/v2/outage/{incident}/outage_log/{answer.headers['id']}"
    assert fortimonitor.send("GET", path).status == 404


def test_log_is_another_name_of_the_log(fortimonitor: FortiMonitor, incident: int):
    answers = [fortimonitor.get(f"/v2/outage/{incident}/{name}") for name in ("log", "outage_log")]

    assert answers[0] == answers[1]


def test_a_log_that_is_full_says_so(fortimonitor: FortiMonitor):
    fault = fortimonitor.put()
    wiring.stores.fault_store().save(
        fortimonitor.customer_id,
        fault,
        replace(fault, version=2, comments_written=MAX_COMMENTS),
    )

    response = fortimonitor.send("POST", f"/v2/outage/{fault.number}/outage_log", {"entry": "x"})

    assert response.status == 400
    assert "at most 1000 comments" in response.json["message"]


def test_metadata_is_added_shown_and_read_back(fortimonitor: FortiMonitor):
    number = fortimonitor.open_incident(metadata={"queue": 731})
    path = f"/v2/outage/{number}/outage_metadata"

    response = fortimonitor.send("POST", path, {"outage_metadata_type": "ticket", "value": "OPS-1"})

    assert (response.status, response.text, response.headers["id"]) == (201, "", "2")
    shown = fortimonitor.get(response.headers["location"].removeprefix(ORIGIN))
    assert (shown["outage_metadata_type"], shown["value"]) == ("ticket", "OPS-1")
    listed = fortimonitor.get(path)["outage_metadata_list"]
    assert [(item["outage_metadata_type"], item["value"]) for item in listed] == [
        ("queue", "731"),
        ("ticket", "OPS-1"),
    ]
    assert fortimonitor.get(f"/v2/outage/{number}")["metadata"][1]["name"] == "ticket"


def test_metadata_of_a_type_that_is_there_replaces_it(fortimonitor: FortiMonitor, incident: int):
    path = f"/v2/outage/{incident}/outage_metadata"
    for value in ("a", "b"):
        fortimonitor.send("POST", path, {"outage_metadata_type": "ticket", "value": value})

    assert [outage["value"] for outage in fortimonitor.get(path)["outage_metadata_list"]] == ["b"]


def test_metadata_has_an_end(fortimonitor: FortiMonitor):
    number = fortimonitor.open_incident(metadata={str(i): i for i in range(50)})
    path = f"/v2/outage/{number}/outage_metadata"

    full = fortimonitor.send("POST", path, {"outage_metadata_type": "50", "value": "x"})
    replaced = fortimonitor.send("POST", path, {"outage_metadata_type": "49", "value": "x"})

    assert (full.status, replaced.status) == (400, 201)


@pytest.mark.parametrize("entry", ["0", "2", "x"])
def test_metadata_that_is_not_there_is_404(fortimonitor: FortiMonitor, entry: str):
    number = fortimonitor.open_incident(metadata={"queue": 731})

    path = f"/v2/outage/{number}/outage_metadata/{entry}"
    assert fortimonitor.send("GET", path).status == 404


@pytest.mark.parametrize(
    "name", ["countermeasure", "countermeasure_metadata", "countermeasure_output"]
)
def test_there_are_no_countermeasures(fortimonitor: FortiMonitor, incident: int, name: str):
    assert fortimonitor.get(f"/v2/outage/{incident}/{name}")[f"{name}_list"] == []


def test_what_is_not_pending_may_be_approved(fortimonitor: FortiMonitor, incident: int):
    path = f"/v2/outage/{incident}/countermeasure"

    assert fortimonitor.send("PUT", path, {"action": "approve"}).status == 204
    assert fortimonitor.send("PUT", path, {"action": "run"}).status == 400


def test_nothing_was_measured_before_the_outage(fortimonitor: FortiMonitor, incident: int):
    answer = fortimonitor.get(f"/v2/outage/{incident}/preoutage_graph", "timescale=hour")

    assert answer == {"preoutage_graph": []}
