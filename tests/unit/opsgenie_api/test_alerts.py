"""Alerts as senders of Opsgenie's protocol send them, over stores in memory."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faultbook import wiring
from faultbook.gateway.quota import Quota
from tests.support.builders import SteppingClock
from tests.support.fakes import InMemoryFaultStore
from tests.support.http_events import Response
from tests.support.in_memory_apis import InMemoryApis, in_memory_apis

ALIAS = "al/x y"


class Opsgenie:
    def __init__(self, apis: InMemoryApis, clock: SteppingClock) -> None:
        self.apis = apis
        self.clock = clock

    def __call__(self, method: str, path: str, body: Any = None, query: str = "") -> Response:
        return self.apis(method, f"/v2/alerts{path}", body, query=query)

    def create(self, **fields: Any) -> Any:
        return self.outcome(self("POST", "", {"message": "Disk full", **fields}))

    def act(self, what: str, body: Any = None, method: str = "POST", query: str = "") -> Any:
        by_alias = "&".join(filter(None, ("identifierType=alias", query)))
        return self.outcome(self(method, f"/{ALIAS}{what}", body, by_alias))

    def outcome(self, accepted: Response) -> Any:
        assert accepted.status == 202, accepted.text
        return self("GET", f"/requests/{accepted.json['requestId']}").json["data"]

    def alert(self) -> Any:
        return self("GET", f"/{ALIAS}", query="identifierType=alias").json["data"]

    def found(self, query: str, **more: Any) -> list[str]:
        parts = {"query": query, **more}
        encoded = "&".join(f"{name}={quote(str(value))}" for name, value in parts.items())
        answer = self("GET", "", query=encoded)
        assert answer.status == 200, answer.text
        return [item["message"] for item in answer.json["data"]]

    def native(self, path: str = "") -> Any:
        [fault] = self.apis("GET", "/fault").json["data"]
        return self.apis("GET", f"/fault/{fault['id']}{path}").json


@pytest.fixture
def opsgenie() -> Iterator[Opsgenie]:
    clock = SteppingClock()
    with in_memory_apis(clock, InMemoryFaultStore(clock)) as apis:
        yield Opsgenie(apis, clock)


def test_an_alert_is_a_fault(opsgenie: Opsgenie):
    opsgenie.create(
        alias=ALIAS,
        description="Nothing can be written any more. " * 50,
        entity="web-1",
        source="checkd",
        tags=["db", " night", ""],
        details={"site": "frankfurt", "host": "web-1", "load": 0.5},
        priority="p2",
        note="first",
        responders=[{"type": "team", "name": "network"}],
    )

    fault = opsgenie.native()
    assert (fault["message"], fault["severity"], fault["type"]) == ("Disk full", "HIGH", "alert")
    assert fault["resource_ancestry_path"] == "frankfurt|web-1"
    assert len(fault["cause"]) == 500
    assert fault["detail"]["details"] == {"site": "frankfurt", "host": "web-1", "load": "0.5"}
    assert [comment["comment"] for comment in fault["comments"]] == ["first"]
    alert = opsgenie.alert()
    assert (alert["alias"], alert["priority"], alert["source"]) == (ALIAS, "P2", "checkd")
    assert alert["tags"] == ["db", "night"]
    assert alert["description"].strip() == ("Nothing can be written any more. " * 50).strip()
    assert alert["responders"] == [{"type": "team", "name": "network"}]


def test_a_repetition_counts_and_changes_nothing_and_after_a_close_it_is_a_new_one(
    opsgenie: Opsgenie,
):
    first = opsgenie.create(alias=ALIAS, priority="P3")
    again = opsgenie.create(alias=ALIAS, message="Another", description="d", priority="P1")

    assert again["alertId"] == first["alertId"]
    alert = opsgenie.alert()
    assert (alert["message"], alert["count"], alert["priority"]) == ("Disk full", 2, "P3")
    assert alert["description"] == ""
    opsgenie.act("/close")
    assert opsgenie.create(alias=ALIAS)["alertId"] != first["alertId"]


def test_an_alert_is_known_by_its_id_its_tiny_id_and_its_alias(opsgenie: Opsgenie):
    made = opsgenie.create(alias=ALIAS)
    tiny = opsgenie.alert()["tinyId"]

    for path, query in (
        (f"/{made['alertId']}", ""),
        (f"/{tiny}", "identifierType=tiny"),
        (f"/{ALIAS}/", "identifierType=alias"),
    ):
        assert opsgenie("GET", path, query=query).json["data"]["alias"] == ALIAS
    nameless = opsgenie.create()
    assert nameless["alias"] == nameless["alertId"]
    by_id = opsgenie("GET", f"/{nameless['alertId']}", query="identifierType=alias")
    assert by_id.json["data"]["id"] == nameless["alertId"]


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("/acknowledge", None),
        ("/unacknowledge", None),
        ("/close", {"note": "x"}),
        ("/snooze", {"endTime": "2026-01-15T18:00:00"}),
        ("/notes", {"note": "x"}),
        ("/tags", {"tags": ["x"]}),
        ("/details", {"details": {"x": 1}}),
        ("/assign", {"owner": {"username": "ann"}}),
        ("/escalate", {}),
        ("/responders", {"responder": {"name": "x"}}),
        ("/teams", {"team": {"name": "x"}}),
        ("/actions/restart", None),
    ],
)
def test_an_action_on_an_alert_that_is_not_there_is_accepted_and_did_nothing(
    opsgenie: Opsgenie, what: str, body: Any
):
    outcome = opsgenie.act(what, body)

    assert (outcome["success"], outcome["isSuccess"]) == (False, False)
    assert outcome["status"] == "Alert does not exist"


def test_what_was_done_before_is_told(opsgenie: Opsgenie):
    opsgenie.create(alias=ALIAS)

    outcomes = [opsgenie.act(f"/{what}")["status"] for what in ("acknowledge", "acknowledge")]
    outcomes += [opsgenie.act(f"/{what}")["status"] for what in ("close", "close", "acknowledge")]
    outcomes += [opsgenie.act("/snooze", {"endTime": "2026-01-15T18:00:00"})["status"]]

    assert outcomes == [
        "Acknowledged alert",
        "Alert is already in this state",
        "Closed alert",
        *["There is no open alert"] * 3,
    ]


def test_a_snoozed_alert_closes_and_a_time_without_a_zone_is_utc(opsgenie: Opsgenie):
    opsgenie.create(alias=ALIAS)
    opsgenie.act("/snooze", {"endTime": "2026-01-15T18:00:00"})

    assert opsgenie.native()["snoozed_until"] == "2026-01-15T18:00:00.000000Z"
    assert opsgenie.alert()["snoozedUntil"] == "2026-01-15T18:00:00.000Z"
    assert opsgenie.act("/close")["isSuccess"]
    assert opsgenie.alert()["snoozed"] is False


@pytest.mark.parametrize("end", ["2026-01-15T11:00:00Z", "2026-02-15T12:00:00Z", "soon", None])
def test_a_snooze_without_a_time_within_thirty_days_is_refused(opsgenie: Opsgenie, end: Any):
    opsgenie.create(alias=ALIAS)

    answer = opsgenie("POST", f"/{ALIAS}/snooze", {"endTime": end}, "identifierType=alias")

    assert (answer.status, [*answer.json["errors"]]) == (422, ["endTime"])


def test_tags_and_details_come_and_go(opsgenie: Opsgenie):
    opsgenie.create(alias=ALIAS, tags=["a"], details={"x": "1"}, description="d")
    opsgenie.act("/tags", {"tags": ["b", "a"]})
    opsgenie.act("/tags", method="DELETE", query="tags=a,c")
    opsgenie.act("/details", {"details": {"y": 2}})
    opsgenie.act("/details", method="DELETE", query="keys=x")

    alert = opsgenie.alert()

    assert (alert["tags"], alert["details"], alert["description"]) == (["b"], {"y": "2"}, "d")


def test_updates_that_say_what_stands_already_write_nothing(opsgenie: Opsgenie):
    """Alertmanager sends both right after every create (update_alerts: true)."""
    opsgenie.create(alias=ALIAS, description="d")
    before = opsgenie.native()["version"]

    opsgenie.act("/message", {"message": "Disk full"}, "PUT")
    opsgenie.act("/description", {"description": "d"}, "PUT")
    assert opsgenie.native()["version"] == before
    opsgenie.act("/message", {"message": "Disk fuller"}, "PUT")
    opsgenie.act("/description", {"description": "e"}, "PUT")

    alert = opsgenie.alert()
    assert (alert["message"], alert["description"]) == ("Disk fuller", "e")


def test_who_is_over_the_quota_can_still_close_and_acknowledge(
    opsgenie: Opsgenie, monkeypatch: pytest.MonkeyPatch
):
    opsgenie.create(alias=ALIAS)
    quota = Quota(0.001)
    with monkeypatch.context() as patch:
        patch.setattr(wiring, "quota", lambda: quota)
        assert opsgenie("POST", "", {"message": "Link down"}).status == 202
        throttled = opsgenie("POST", "", {"message": "Link down"})
        acknowledged = opsgenie("POST", f"/{ALIAS}/acknowledge", None, "identifierType=alias")
        closed = opsgenie("POST", f"/{ALIAS}/close", None, "identifierType=alias")

    assert throttled.status == 429
    assert throttled.headers["x-ratelimit-state"] == "THROTTLED"
    assert throttled.headers["retry-after"]
    assert (acknowledged.status, closed.status) == (202, 202)
    assert (opsgenie.alert()["status"], opsgenie.alert()["acknowledged"]) == ("closed", True)


QUERIES = [
    ("", "one two three"),
    ("status: open", "two three"),
    ("status=closed", "one"),
    ("priority: P1", "two"),
    ("priority >= P3", "two three"),
    ("priority < P3", "one"),
    ("tag: d*", "one two"),
    ("tag: (db OR wan)", "one two three"),
    ("NOT tag: db", "three"),
    ("message: TWO", "two"),
    ("thre", "three"),
    ("description: cable", "three"),
    ("acknowledged: true", "three"),
    ("status: open AND acknowledged: false", "two"),
    ("alias: al-2", "two"),
    ("alias: al-1", ""),
    ("alias: al-*", "one two three"),
    ("entity: web-3", "three"),
    ("source: check*", "one two three"),
    ("count > 1", "two"),
    ("owner: ann", "two"),
    ("details.key: site", "three"),
    ("details.value: fra*", "three"),
    ("createdAt >= 1768478460000", "two three"),
    ("createdAt < 2026-01-15T12:01:00Z", "one"),
    ("status: open AND status: closed", ""),
    ("snoozed: true", ""),
]


@pytest.fixture
def three(opsgenie: Opsgenie) -> Opsgenie:
    """A minute apart: one closed, two said twice, three acknowledged."""
    alerts: dict[str, dict[str, Any]] = {
        "one": {"priority": "P4", "tags": ["db"]},
        "two": {"priority": "P1", "tags": ["db"]},
        "three": {"tags": ["wan"], "description": "A cable", "details": {"site": "fra"}},
    }
    for place, (message, said) in enumerate(alerts.items(), 1):
        alias, entity = f"al-{place}", f"web-{place}"
        fields = {"message": message, "alias": alias, "entity": entity, "source": "checkd"}
        opsgenie.create(**fields, **said)
        opsgenie.clock.at += timedelta(minutes=1)
    opsgenie("POST", "/al-1/close", None, "identifierType=alias")
    opsgenie.create(alias="al-2")
    owner = {"owner": {"username": "ann"}}
    opsgenie("POST", "/al-2/assign", owner, "identifierType=alias")
    opsgenie("POST", "/al-3/acknowledge", None, "identifierType=alias")
    return opsgenie


@pytest.mark.parametrize(("query", "expected"), QUERIES)
def test_a_search_finds_and_counts_what_it_asks_for(three: Opsgenie, query: str, expected: str):
    count = three("GET", "/count", query=f"query={quote(query)}").json["data"]["count"]

    assert three.found(query) == expected.split()[::-1]
    assert count == len(expected.split())


def test_a_list_is_sorted_as_it_is_asked_for_and_leads_to_its_other_pages(three: Opsgenie):
    assert three.found("", sort="message", order="asc") == ["one", "three", "two"]
    assert three.found("", order="asc") == ["one", "two", "three"]
    assert three.found("", sort="report.ackTime") == ["three", "two", "one"]

    answer = three("GET", "", query="limit=1&offset=1&query=tag%3A*")

    paging = answer.json["paging"]
    assert [item["message"] for item in answer.json["data"]] == ["two"]
    path = "https://faults.example/v2/alerts?query=tag%3A%2A&limit=1"
    assert paging == {
        "first": f"{path}&offset=0",
        "next": f"{path}&offset=2",
        "prev": f"{path}&offset=0",
    }


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ("query=colour%3Ared", "`colour` is no field"),
        ("query=status%3Abroken", "`status` is one of open, closed"),
        ("query=tag%3Eb", "`tag` has no order"),
        ("query=count%3Aall", "is no whole number"),
        ("query=createdAt%3Asoon", "is no time"),
        ("query=%28", "missing before the end"),
        ("offset=990&limit=20", "at most 1000 together"),
        ("sort=colour", "createdAt"),
    ],
)
def test_a_search_that_cannot_be_understood_is_refused_in_words(
    opsgenie: Opsgenie, query: str, complaint: str
):
    answer = opsgenie("GET", "", query=query)

    assert answer.status == 422
    assert complaint in json.dumps(answer.json["errors"])


def test_notes_and_logs_come_page_by_page(opsgenie: Opsgenie):
    opsgenie.create(alias=ALIAS)
    for number in range(5):
        opsgenie.act("/notes", {"note": f"note {number}"})

    def notes(query: str) -> list[str]:
        answer = opsgenie("GET", f"/{ALIAS}/notes", query=f"identifierType=alias&{query}")
        return [item["note"] for item in answer.json["data"]]

    assert notes("limit=2") == ["note 4", "note 3"]
    assert notes("limit=2&offset=4&direction=next") == ["note 2", "note 1"]
    assert notes("limit=2&offset=2&direction=prev") == ["note 3", "note 2"]
    assert notes("order=asc&limit=1") == ["note 0"]
    logs = opsgenie("GET", f"/{ALIAS}/logs", query="identifierType=alias").json["data"]
    assert [log["log"] for log in logs] == [*["Note added"] * 5, "Alert created"]


@settings(max_examples=30, deadline=None)
@given(
    said=st.dictionaries(
        st.sampled_from(
            [
                *("alias", "description", "tags", "details", "priority", "entity", "source"),
                *("note", "responders", "visibleTo", "actions", "user", "x"),
            ]
        ),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
            lambda part: (
                st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=5), part, max_size=3)
            ),
            max_leaves=5,
        ),
    )
)
def test_whatever_stands_beside_a_message_no_alert_breaks(said: dict[str, Any]):
    clock = SteppingClock()
    with in_memory_apis(clock, InMemoryFaultStore(clock)) as apis:
        opsgenie = Opsgenie(apis, clock)
        answer = opsgenie("POST", "", json.dumps({"message": "Disk full", **said}))

        if answer.status == 202:
            assert opsgenie.outcome(answer)["isSuccess"]
            assert opsgenie.found("Disk") == ["Disk full"]
        else:
            assert (answer.status, [*answer.json["errors"]]) == (422, ["priority"])
