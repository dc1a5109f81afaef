"""POST /fault/actions over the real store: many faults, each by itself."""

from datetime import timedelta
from typing import Any

import pytest

from faultbook.usecases import act_on_faults
from tests.integration.test_pagination import crowd
from tests.support.builders import NOW, a_fault
from tests.support.engines import Engine, Tables
from tests.support.http_events import Response
from tests.support.native_api import OTHER_CUSTOMER, NativeApi

OPEN = {"status": ["unresolved"]}


def act(api: NativeApi, **fields: Any) -> Response:
    return api("POST", "/fault/actions", fields)


def listed(api: NativeApi, query: str) -> set[str]:
    return {fault["id"] for page in api.walk(f"limit=100&{query}") for fault in page}


def test_all_that_match_are_acted_on_at_once(api: NativeApi, dynoxide: Engine, tables: Tables):
    faults = crowd(900, in_one_second=100)
    dynoxide.fill(tables.faults, faults)
    wanted = listed(api, "status=unresolved&site=site_2&severity=LOW,HIGH")
    others = listed(api, "status=unresolved") - wanted
    found = OPEN | {"site": "site_2", "severity": ["LOW", "HIGH"]}

    dry = act(api, action="resolve", filter=found, dry_run=True).json
    done = act(api, action="resolve", filter=found, reason="storm over").json

    assert {item["id"] for item in dry["data"]} == wanted
    assert {item["id"]: item["status"] for item in done["data"]} == dict.fromkeys(wanted, 200)
    assert (dry["meta"]["changed"], done["meta"]["changed"]) == (len(wanted), len(wanted))
    assert (done["meta"]["cursor"], done["meta"]["has_more"]) == (None, False)
    assert listed(api, "status=unresolved") == others
    assert len(wanted) > 50


def test_more_than_1000_are_acted_on_by_going_on(api: NativeApi, dynoxide: Engine, tables: Tables):
    faults = [
        a_fault(number=place + 1, opened_at=NOW - timedelta(seconds=place)) for place in range(1100)
    ]
    dynoxide.fill(tables.faults, faults)
    fields: dict[str, Any] = {"action": "assign", "filter": OPEN, "assignee": "ann"}

    first = act(api, **fields).json
    newer = api.create()
    second = act(api, **fields, cursor=first["meta"]["cursor"]).json

    assert len(first["data"]) <= act_on_faults.MAX_FAULTS
    assert first["meta"]["has_more"] is True
    met = [item["id"] for item in [*first["data"], *second["data"]]]
    assert (len(met), len(set(met)), second["meta"]["has_more"]) == (1100, 1100, False)
    assert listed(api, "assignee=ann") == set(met)
    assert api.get(newer["id"])["assignee"] is None


def test_ids_are_gone_on_with_where_there_was_no_time(
    api: NativeApi, monkeypatch: pytest.MonkeyPatch
):
    ids = [str(api.create()["id"]) for _ in range(3)]
    monkeypatch.setattr(act_on_faults, "MAX_TIME", timedelta())
    fields: dict[str, Any] = {
        "action": "comment",
        "ids": [*ids[:2], "flt_x", ids[2]],
        "comment": "!",
    }
    met: list[tuple[str, int]] = []
    cursor: dict[str, str] = {}
    while True:
        answer = act(api, **fields, **cursor).json
        met += [(item["id"], item["status"]) for item in answer["data"]]
        if not answer["meta"]["has_more"]:
            break
        cursor = {"cursor": answer["meta"]["cursor"]}

    assert met == [(ids[0], 200), (ids[1], 200), ("flt_x", 404), (ids[2], 200)]
    assert [api.get(fault_id)["comment_count"] for fault_id in ids] == [1, 1, 1]


def test_a_cursor_goes_on_with_the_same_request_alone(
    api: NativeApi, monkeypatch: pytest.MonkeyPatch
):
    ids = [str(api.create()["id"]) for _ in range(2)]
    monkeypatch.setattr(act_on_faults, "MAX_TIME", timedelta())
    cursor = act(api, action="resolve", ids=ids).json["meta"]["cursor"]

    assert act(api, action="reopen", ids=ids, cursor=cursor).status == 400
    assert act(api, action="resolve", ids=ids[::-1], cursor=cursor).status == 400
    assert act(api, action="resolve", ids=ids, cursor=cursor).status == 200


def test_nothing_is_done_to_the_faults_of_another(api: NativeApi):
    theirs = api.create(customer=OTHER_CUSTOMER)

    by_id = act(api, action="resolve", ids=[theirs["id"]]).json
    by_filter = act(api, action="resolve", filter=OPEN).json

    assert [item["status"] for item in by_id["data"]] == [404]
    assert by_filter["data"] == []
    assert api.get(theirs["id"], OTHER_CUSTOMER)["status"] == "unresolved"


def test_all_that_match_are_left_alone_and_asked_for_again(api: NativeApi):
    ids = {api.create()["id"] for _ in range(3)}
    until = (NOW + timedelta(hours=2)).isoformat()

    asleep = act(api, action="snooze", filter=OPEN, until=until, reason="planned").json
    found = listed(api, "snoozed=true")
    awake = act(api, action="unsnooze", filter=OPEN | {"snoozed": True}).json

    assert {one["id"] for one in asleep["data"]} == found == ids
    assert [answer["meta"]["changed"] for answer in (asleep, awake)] == [3, 3]
    assert listed(api, "snoozed=false") == ids


def test_who_had_a_fault_before_an_assignment_is_told(api: NativeApi):
    had = api.create()
    free = api.create()
    act(api, action="assign", ids=[had["id"]], assignee="ann")

    answer = act(api, action="assign", ids=[had["id"], free["id"]], assignee="bob").json

    assert [one["assignee_before"] for one in answer["data"]] == ["ann", None]


def test_the_timeline_says_who_did_it_and_why(api: NativeApi):
    fault = api.create()

    api(
        "POST",
        "/fault/actions",
        {"action": "acknowledge", "ids": [fault["id"]], "reason": "mine"},
        subject="ann",
    )

    last = api("GET", f"/fault/{fault['id']}/timeline").json["data"][-1]
    assert (last["what"], last["by"], last["reason"]) == ("acknowledged", "ann", "mine")


@pytest.mark.parametrize(
    "said",
    [
        {"action": "resolve"},
        {"action": "resolve", "ids": []},
        {"action": "resolve", "ids": ["x"] * 1001},
        {"action": "resolve", "ids": "x"},
        {"action": "resolve", "ids": ["x"], "filter": OPEN},
        {"action": "resolve", "filter": {}},
        {"action": "resolve", "filter": {"colour": "red"}},
        {"action": "resolve", "filter": {"status": "unresolved"}},
        {"action": "resolve", "filter": OPEN, "dry_run": "yes"},
        {"action": "resolve", "filter": OPEN, "cursor": "x"},
        {"action": "delete", "ids": ["x"]},
        {"action": "comment", "ids": ["x"]},
        {"action": "comment", "ids": ["x"], "comment": " "},
        {"action": "assign", "ids": ["x"], "assignee": ""},
        {"action": "snooze", "ids": ["x"]},
        {"action": "snooze", "ids": ["x"], "until": None},
        {"action": "snooze", "ids": ["x"], "until": "2020-01-01T00:00:00Z"},
        {"action": "snooze", "ids": ["x"], "until": "tomorrow"},
        {"ids": ["x"]},
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(api: NativeApi, said: dict[str, Any]):
    answer = act(api, **said)

    assert answer.status == 400
    assert answer.json["detail"]
