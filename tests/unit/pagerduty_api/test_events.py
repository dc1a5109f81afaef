"""PagerDuty's events as senders post them, and the faults that come of them."""

import io
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faultbook import wiring
from faultbook.domain.errors import Unavailable
from faultbook.domain.fault import Severity
from faultbook.gateway.quota import Quota
from faultbook.telemetry import to_stdout
from faultbook.usecases.caller import Caller
from functions.pagerduty_api import schemas, translate
from functions.pagerduty_api.api import MAX_EVENT
from tests.support.builders import CUSTOMER, NOW, SteppingClock
from tests.support.fakes import InMemoryFaultStore
from tests.support.http_events import Response
from tests.support.in_memory_apis import InMemoryApis, in_memory_apis

PAYLOAD: dict[str, Any] = {"summary": "Disk full", "source": "web-1", "severity": "critical"}


class World:
    def __init__(self, apis: InMemoryApis, clock: SteppingClock) -> None:
        self.apis = apis
        self.clock = clock

    def send(self, action: str = "trigger", **fields: Any) -> Response:
        event: dict[str, Any] = {"routing_key": self.apis.key, "event_action": action}
        event |= {"dedup_key": "disk"} | ({"payload": PAYLOAD} if action == "trigger" else {})
        return self.apis("POST", "/v2/enqueue", {**event, **fields})

    def trigger(self, **payload: Any) -> Response:
        answer = self.send(payload=PAYLOAD | payload)
        assert answer.status == 202, answer.text
        return answer

    def faults(self) -> list[dict[str, Any]]:
        """Newest first, as the native API has them."""
        found: list[dict[str, Any]] = self.apis("GET", "/fault").json["data"]
        return found

    def fault(self) -> dict[str, Any]:
        """The only one, in full."""
        [one] = self.faults()
        shown: dict[str, Any] = self.apis("GET", f"/fault/{one['id']}").json
        return shown


@pytest.fixture
def world() -> Iterator[World]:
    clock = SteppingClock()
    with in_memory_apis(clock, InMemoryFaultStore(clock)) as apis:
        yield World(apis, clock)


def test_a_trigger_opens_a_fault_that_says_all_that_it_said(world: World):
    sent = world.send(
        payload={
            **PAYLOAD,
            "timestamp": "2026-01-15T11:58:00.123456789+0000",
            "component": "disk",
            "group": "frankfurt|hall 3",
            "class": "disk-full",
            "custom_details": {"used": "98 %", "n": 7},
        },
        client="checkd",
        client_url="https://checks.example/4711",
        links=[{"href": "https://grafana.example/d/1", "text": "Dashboard"}, "no object"],
        images=[{"src": "https://grafana.example/p.png", "alt": "The disk"}],
    )

    assert sent.status == 202
    assert sent.json == {"status": "success", "message": "Event processed", "dedup_key": "disk"}
    fault = world.fault()
    assert fault["message"] == "Disk full"
    assert (fault["severity"], fault["type"], fault["kind"]) == ("CRITICAL", "disk-full", "ALERT")
    assert (fault["resource_id"], fault["microservice_id"]) == ("web-1", "checkd")
    assert fault["resource_ancestry_path"] == "frankfurt/hall 3|web-1|disk"
    assert fault["created_at"] == "2026-01-15T11:58:00.123456Z"
    assert fault["detail"] == {
        "details": {"used": "98 %", "n": 7},
        "links": [{"href": "https://grafana.example/d/1", "text": "Dashboard"}],
        "images": [{"src": "https://grafana.example/p.png", "alt": "The disk"}],
    }


def test_what_says_little_is_an_alert_of_its_source_by_its_key(world: World):
    world.trigger()

    fault = world.fault()
    assert (fault["type"], fault["microservice_id"]) == ("alert", "tests")
    assert (fault["resource_id"], fault["resource_ancestry_path"]) == ("web-1", "web-1")
    assert "detail" not in fault


@pytest.mark.parametrize(
    ("word", "severity"),
    [
        *(("critical", "CRITICAL"), ("error", "HIGH"), ("warning", "WARNING"), ("info", "LOW")),
        *(("Critical ", "CRITICAL"), ("fatal", "CRITICAL"), ("peculiar", "MEDIUM"), (2, "HIGH")),
    ],
)
def test_a_severity_is_known_by_its_word(world: World, word: Any, severity: str):
    world.trigger(severity=word)

    assert world.fault()["severity"] == severity


def test_a_trigger_under_an_open_key_counts_and_is_followed(world: World):
    world.trigger(severity="warning")
    world.send("acknowledge")
    world.clock.at += timedelta(minutes=1)

    world.trigger(summary="Disk overfull", severity="critical", custom_details={"used": "100 %"})

    fault = world.fault()
    assert fault["occurrences"] == 2
    assert (fault["message"], fault["severity"]) == ("Disk overfull", "CRITICAL")
    assert fault["acknowledged_at"]
    assert fault["detail"] == {"details": {"used": "100 %"}}
    world.trigger(severity="info")
    assert world.fault()["severity"] == "LOW"


def test_a_trigger_counts_however_old_its_time_is(world: World):
    fields = {"timestamp": "2026-01-15T11:00:00Z"}
    world.trigger(**fields)

    world.trigger(**fields)

    assert world.fault()["occurrences"] == 2


def test_a_trigger_after_a_resolve_opens_a_new_fault(world: World):
    fields = {"timestamp": "2026-01-15T11:00:00Z"}
    world.trigger(**fields)
    world.send("resolve")

    world.trigger(**fields)

    assert sorted(fault["status"] for fault in world.faults()) == ["resolved", "unresolved"]


def test_an_acknowledgement_is_by_the_key(world: World):
    world.trigger()

    answer = world.send("acknowledge")

    assert answer.status == 202
    assert world.fault()["acknowledged_by"].startswith("key:")


@pytest.mark.parametrize("action", ["acknowledge", "resolve"])
def test_what_is_not_open_can_be_acknowledged_and_resolved_all_the_same(world: World, action: str):
    assert world.send(action).status == 202
    world.trigger()
    world.send("resolve")
    before = world.faults()

    assert world.send(action).status == 202

    assert world.faults() == before


def test_a_resolve_with_whatever_payload_resolves(world: World):
    world.trigger()

    assert world.send("resolve", payload={"summary": ""}).status == 202

    assert world.fault()["status"] == "resolved"


def test_a_time_ahead_of_ours_does_not_keep_a_fault_open(world: World):
    world.trigger(timestamp="2026-01-15T12:04:00Z")

    world.send("resolve")

    assert world.fault()["status"] == "resolved"


@pytest.mark.parametrize("timestamp", ["2024-01-01T00:00:00Z", "soon", 17, None, "0001-01-01"])
def test_a_time_of_no_use_is_now(world: World, timestamp: Any):
    world.trigger(timestamp=timestamp)

    assert world.fault()["created_at"] == "2026-01-15T12:00:00.000000Z"


def test_a_key_is_made_for_a_trigger_without_one(world: World):
    answer = world.send(dedup_key=None)

    assert world.send("resolve", dedup_key=answer.json["dedup_key"]).status == 202
    assert world.fault()["status"] == "resolved"


def test_a_long_summary_is_short_in_the_fault_and_whole_beside_it(world: World):
    world.trigger(summary="s" * 2000)

    fault = world.fault()
    assert len(fault["message"]) == 500
    assert fault["detail"]["message"] == "s" * 1023 + "\N{HORIZONTAL ELLIPSIS}"


REFUSED: dict[str, tuple[Any, str]] = {
    "no JSON": ("trigger!", "JSON parse error"),
    "nothing": ("", "JSON parse error"),
    "no object": (["trigger"], "An event is an object."),
    "no action": ({"event_action": None}, "'event_action': Input should be"),
    "an unknown action": ({"event_action": "snooze"}, "'event_action': Input should be"),
    "no payload": ({"payload": None}, "'payload' is missing or blank"),
    "no summary": ({"payload": {"source": "a", "severity": "info"}}, "'payload.summary' is miss"),
    "no source": ({"payload": {"summary": "a", "severity": "info"}}, "'payload.source' is miss"),
    "a blank summary": ({"payload": PAYLOAD | {"summary": " "}}, "'payload.summary': at least"),
    "no severity": ({"payload": {"summary": "a", "source": "b"}}, "'payload.severity' is miss"),
    "nothing to resolve": ({"event_action": "resolve", "dedup_key": ""}, "'dedup_key' is missing"),
    "no key": ({"routing_key": None}, "'routing_key' is not known"),
    "another key": ({"routing_key": "R0123456789"}, "'routing_key' is not known"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_wrong_is_said_in_a_sentence(world: World, name: str):
    said, sentence = REFUSED[name]
    if isinstance(said, dict):
        answer = world.send(**{"event_action": "trigger"} | said)
    else:
        answer = world.apis("POST", "/v2/enqueue", said)

    assert answer.status == 400
    assert answer.json["status"] in {"invalid event", "Unrecognized object"}
    assert any(sentence in error for error in answer.json["errors"]), answer.text
    assert world.faults() == []


def test_an_event_that_is_too_large_is_refused_before_it_is_read(world: World):
    answer = world.apis("POST", "/v2/enqueue", "x" * (MAX_EVENT + 1))

    assert answer.status == 413
    assert answer.json["errors"] == [f"The body may have at most {MAX_EVENT} bytes."]


def test_what_ends_passes_where_what_opens_has_to_wait(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    world.trigger()
    quota = Quota(0.001)
    monkeypatch.setattr(wiring, "quota", lambda: quota)
    assert world.send().status == 202

    waiting = world.send()

    assert waiting.status == 429
    assert int(waiting.headers["retry-after"]) > 0
    assert waiting.json["status"] == "throttle exceeded"
    assert world.send("acknowledge").status == 202
    assert world.send("resolve").status == 202
    assert world.apis("GET", "/health").status == 200


def test_a_store_that_is_out_is_worth_another_try(world: World, monkeypatch: pytest.MonkeyPatch):
    def out() -> Any:
        raise Unavailable

    monkeypatch.setattr(wiring, "reports", out)

    for action in ("trigger", "acknowledge", "resolve"):
        answer = world.send(action)
        assert (answer.status, answer.headers["retry-after"]) == (503, "2")


@pytest.mark.parametrize("path", ["/v2/enqueue", "/v2/enqueue/", "/v2/change/enqueue/"])
def test_another_method_is_told_which_one_there_is(world: World, path: str):
    answer = world.apis("GET", path)

    assert (answer.status, answer.headers["allow"]) == (405, "POST")
    assert answer.json["errors"] == ["The method is not allowed here."]


def test_the_log_has_neither_the_key_nor_what_was_said(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    lines = io.StringIO()
    before = to_stdout.setStream(lines)
    monkeypatch.setattr(wiring, "reports", lambda: 1 / 0)
    try:
        world.send(payload=PAYLOAD | {"summary": "canary-7f3a"})
        world.send("resolve")
        world.send(routing_key="canary-7f3a")
    finally:
        if before:
            to_stdout.setStream(before)

    assert "/v2/enqueue" in lines.getvalue()
    assert world.apis.key not in lines.getvalue()
    assert "canary-7f3a" not in lines.getvalue()


def test_a_change_is_kept_beside_the_faults_and_opens_none(world: World):
    event = {
        "routing_key": world.apis.key,
        "payload": {
            "summary": "Release 1.4.2 went out",
            "source": "web-1",
            "timestamp": "2026-01-15T11:59:00Z",
            "custom_details": {"build": 7},
        },
        "links": [{"href": "https://ci.example/7", "text": "Build"}],
    }

    answer = world.apis("POST", "/v2/change/enqueue", event)

    assert (answer.status, answer.json) == (
        202,
        {"status": "success", "message": "Change event processed"},
    )
    assert world.faults() == []
    assert world.apis("GET", "/changes", query="path=web-1").json == {
        "data": [
            {
                "at": "2026-01-15T11:59:00.000000Z",
                "summary": "Release 1.4.2 went out",
                "source": "web-1",
                "path": "web-1",
                "reporter": "tests",
                "detail": {
                    "details": {"build": 7},
                    "links": [{"href": "https://ci.example/7", "text": "Build"}],
                },
            }
        ],
        "meta": {"count": 1, "cursor": None, "has_more": False},
    }


def test_changes_come_in_pages(world: World):
    for summary in ("first", "second", "third"):
        event = {"routing_key": world.apis.key, "payload": {"summary": summary}}
        assert world.apis("POST", "/v2/change/enqueue", event).status == 202
        world.clock.at += timedelta(minutes=1)

    page = world.apis("GET", "/changes", query="limit=2").json
    rest = world.apis("GET", "/changes", query=f"limit=2&cursor={page['meta']['cursor']}").json

    assert [change["summary"] for change in page["data"]] == ["third", "second"]
    assert [change["summary"] for change in rest["data"]] == ["first"]
    assert rest["meta"]["cursor"] is None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
events = st.fixed_dictionaries(
    {"routing_key": st.just("fb_k"), "event_action": st.just("trigger"), "payload": st.just(0)},
    optional=dict.fromkeys(("dedup_key", "client", "client_url", "links", "images"), json_values),
)
payloads = st.fixed_dictionaries(
    {"summary": st.just("Disk full"), "source": st.just("web-1"), "severity": json_values},
    optional=dict.fromkeys(
        ("timestamp", "component", "group", "class", "custom_details"), json_values
    ),
)


@given(events, payloads)
def test_what_decides_nothing_refuses_nothing(event: dict[str, Any], payload: dict[str, Any]):
    read = schemas.Event.model_validate(event | {"payload": payload})
    assert read.payload

    report = translate.report_of(read, read.payload, _CALLER, NOW)

    assert report.message == "Disk full"
    assert report.resource_id == "web-1"
    assert report.severity in Severity
    assert json.dumps(dict(report.detail))
    assert len(report.deduplication_key) < 400


_CALLER = Caller(CUSTOMER, "key:4Fh8QzT1LmW6xRb2", frozenset(), name="tests")
