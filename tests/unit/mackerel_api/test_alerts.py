"""The alert routes over in-memory stores."""

from datetime import timedelta

import pytest

from faultbook import wiring
from faultbook.domain.fault import Severity
from faultbook.domain.listing import FaultFilter
from faultbook.usecases.target import Target
from functions.mackerel_api.identifiers import alert_id
from tests.support.builders import CUSTOMER, NOW, a_fault
from tests.support.mackerel_world import SOMEBODY, World

UNKNOWN_ID = alert_id(4711)


def by_somebody(number: int) -> Target:
    return Target(CUSTOMER, number, SOMEBODY)


def faults_of_an_hour(world: World, count: int) -> list[str]:
    """Ids, newest first."""
    faults = [
        world.put(a_fault(opened_at=NOW - timedelta(minutes=minute))) for minute in range(count)
    ]
    return [alert_id(fault.number) for fault in faults]


def ids(alerts: list[dict[str, object]]) -> list[object]:
    return [alert["id"] for alert in alerts]


def test_without_faults_there_are_no_alerts_and_no_further_page(world: World):
    assert world.ok("GET", "/alerts") == {"alerts": []}


def test_open_alerts_come_newest_first(world: World):
    newest_first = faults_of_an_hour(world, 3)

    assert ids(world.ok("GET", "/alerts")["alerts"]) == newest_first


def test_closed_alerts_are_left_out_unless_they_are_asked_for(world: World):
    newest_first = faults_of_an_hour(world, 3)
    world.ok("POST", f"/alerts/{newest_first[1]}/close", {"reason": ""})

    assert ids(world.alerts()) == [newest_first[0], newest_first[2]]
    assert ids(world.alerts("withClosed=false")) == [newest_first[0], newest_first[2]]
    assert ids(world.alerts("withClosed=true")) == newest_first


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
@pytest.mark.parametrize("closed", ["", "withClosed=true"])
def test_pages_hold_every_alert_once(world: World, limit: int, closed: str):
    newest_first = faults_of_an_hour(world, 7)

    assert ids(world.alerts(f"limit={limit}&{closed}")) == newest_first


def test_the_next_page_begins_behind_the_last_alert_of_this_one(world: World):
    newest_first = faults_of_an_hour(world, 3)

    page = world.ok("GET", "/alerts", query="limit=2")

    assert page["nextId"] == newest_first[1]
    rest = world.ok("GET", "/alerts", query=f"nextId={newest_first[1]}")
    assert ids(rest["alerts"]) == newest_first[2:]
    assert "nextId" not in rest


def test_a_full_last_page_says_that_it_is_the_last(world: World):
    faults_of_an_hour(world, 2)

    assert "nextId" not in world.ok("GET", "/alerts", query="limit=2")


def test_a_hundred_alerts_are_a_page_unless_fewer_are_asked_for(world: World):
    faults_of_an_hour(world, 101)

    assert len(world.ok("GET", "/alerts")["alerts"]) == 100
    assert len(world.ok("GET", "/alerts", query="limit=")["alerts"]) == 100


def test_an_alert_that_was_closed_meanwhile_still_leads_to_the_next_page(world: World):
    newest_first = faults_of_an_hour(world, 3)
    world.ok("POST", f"/alerts/{newest_first[0]}/close", {"reason": "mended"})

    page = world.ok("GET", "/alerts", query=f"nextId={newest_first[0]}")

    assert ids(page["alerts"]) == newest_first[1:]


@pytest.mark.parametrize(
    "query",
    ["limit=101", "limit=0", "limit=-1", "limit=1000000000", "limit=1.0", "limit=%2B5", "limit=x"],
)
def test_a_limit_out_of_range_is_refused(world: World, query: str):
    response = world.call("GET", "/alerts", query=query)

    assert response.status == 400
    assert "limit" in response.json["error"]["message"]


@pytest.mark.parametrize("query", ["limit=1", "limit=100"])
def test_a_limit_in_range_is_taken(world: World, query: str):
    assert world.call("GET", "/alerts", query=query).status == 200


@pytest.mark.parametrize("query", ["withClosed=yes", "withClosed=1", "withClosed=TRUE"])
def test_a_boolean_is_true_or_false(world: World, query: str):
    assert world.call("GET", "/alerts", query=query).status == 400


@pytest.mark.parametrize("query", ["?", "%7B%7D", "nextId=&limit=&withClosed=", "foo=bar&foo=2"])
def test_odd_queries_of_real_clients_are_ignored(world: World, query: str):
    newest_first = faults_of_an_hour(world, 1)

    assert ids(world.ok("GET", "/alerts", query=query)["alerts"]) == newest_first


def test_an_unknown_next_id_and_one_of_another_customer_are_refused_alike(world: World):
    theirs = world.put(a_fault("cus_other"))

    unknown = world.call("GET", "/alerts", query=f"nextId={UNKNOWN_ID}")
    foreign = world.call("GET", "/alerts", query=f"nextId={alert_id(theirs.number)}")
    malformed = world.call("GET", "/alerts", query="nextId=0OIl")

    assert unknown.status == 400
    assert (foreign.status, foreign.text) == (unknown.status, unknown.text)
    assert (malformed.status, malformed.text) == (unknown.status, unknown.text)


def test_an_expired_alert_is_gone_from_every_answer(world: World):
    [expired] = faults_of_an_hour(world, 1)
    world.clock.at = NOW + timedelta(days=500)

    assert world.alerts("withClosed=true") == []
    assert world.call("GET", f"/alerts/{expired}").status == 404
    assert world.call("GET", f"/alerts/{expired}/logs").status == 404
    assert world.call("PUT", f"/alerts/{expired}", {"memo": "x"}).status == 404
    assert world.call("POST", f"/alerts/{expired}/close", {"reason": ""}).status == 404
    assert world.call("GET", "/alerts", query=f"nextId={expired}").status == 400


def test_an_alert_alone_is_the_same_as_in_the_list(world: World):
    [listed] = [world.ok("GET", f"/alerts/{fault}") for fault in faults_of_an_hour(world, 1)]

    assert listed == world.the_alert()


@pytest.mark.parametrize("text", [UNKNOWN_ID, "flt_31pkd1t8FvW7qZv0jG2a9kH5mB1", "1", "%00", "é"])
@pytest.mark.parametrize(
    ("method", "below", "body"),
    [
        ("GET", "", None),
        ("GET", "/logs", None),
        ("PUT", "", {}),
        ("POST", "/close", {"reason": ""}),
    ],
)
def test_what_is_no_alert_of_ours_is_not_found(
    world: World, method: str, below: str, body: object, text: str
):
    response = world.call(method, f"/alerts/{text}{below}", body)

    assert response.status == 404
    assert response.json == {"error": {"message": "There is no such fault."}}


def test_closing_says_why_and_when(world: World):
    [alert] = faults_of_an_hour(world, 1)
    world.clock.at += timedelta(minutes=5)

    closed = world.ok("POST", f"/alerts/{alert}/close", {"reason": "The cable was out."})

    assert closed["status"] == "OK"
    assert closed["reason"] == "The cable was out."
    assert closed["closedAt"] == int(world.clock.at.timestamp())
    assert closed == world.the_alert("withClosed=true")


def test_closing_needs_a_reason_that_may_be_empty(world: World):
    [alert] = faults_of_an_hour(world, 1)

    assert world.call("POST", f"/alerts/{alert}/close", {}).status == 400
    assert world.call("POST", f"/alerts/{alert}/close").status == 400
    assert world.ok("POST", f"/alerts/{alert}/close", {"reason": ""})["reason"] == ""


@pytest.mark.parametrize(
    ("reason", "kept"),
    [
        ("😀" * 2000, "😀" * 2000),
        ("😀" * 2001, "😀" * 1999 + "…"),
        ("a\x00b", "a\N{REPLACEMENT CHARACTER}b"),
    ],
    ids=["2000", "2001", "control"],
)
def test_a_reason_is_cleaned_and_cut_after_2000_characters(world: World, reason: str, kept: str):
    [alert] = faults_of_an_hour(world, 1)

    assert world.ok("POST", f"/alerts/{alert}/close", {"reason": reason})["reason"] == kept


def test_closing_again_changes_nothing(world: World):
    [alert] = faults_of_an_hour(world, 1)
    first = world.ok("POST", f"/alerts/{alert}/close", {"reason": "first"})
    world.clock.at += timedelta(minutes=5)

    second = world.ok("POST", f"/alerts/{alert}/close", {"reason": "second"})

    assert second == first


def test_a_memo_is_set_and_emptied(world: World):
    [alert] = faults_of_an_hour(world, 1)

    assert world.the_alert()["memo"] == ""
    set_to = world.ok("PUT", f"/alerts/{alert}", {"memo": "Ticket 4711\n😀"})
    assert set_to == {"id": alert, "memo": "Ticket 4711\n😀"}
    assert world.the_alert()["memo"] == "Ticket 4711\n😀"
    assert world.ok("PUT", f"/alerts/{alert}", {}) == {"id": alert, "memo": ""}
    assert world.the_alert()["memo"] == ""


def test_a_closed_alert_takes_a_memo_too(world: World):
    [alert] = faults_of_an_hour(world, 1)
    world.ok("POST", f"/alerts/{alert}/close", {"reason": ""})

    assert world.ok("PUT", f"/alerts/{alert}", {"memo": "afterwards"})["memo"] == "afterwards"


@pytest.mark.parametrize("character", ["x", "é", "😀"])
def test_a_memo_has_at_most_80_kilobytes(world: World, character: str):
    [alert] = faults_of_an_hour(world, 1)
    most = character * (80 * 1024 // len(character.encode()))

    assert world.call("PUT", f"/alerts/{alert}", {"memo": most}).status == 200
    refused = world.call("PUT", f"/alerts/{alert}", {"memo": most + "x"})

    assert refused.status == 413
    assert refused.json == {"error": {"message": "The memo may have at most 81920 bytes."}}
    assert world.the_alert()["memo"] == most


@pytest.mark.parametrize(
    ("memo", "kept"), [(None, ""), ("a\x00b\x1b[31m", "a\N{REPLACEMENT CHARACTER}b")]
)
def test_a_memo_is_never_refused_for_its_looks(world: World, memo: str | None, kept: str):
    [alert] = faults_of_an_hour(world, 1)

    assert world.ok("PUT", f"/alerts/{alert}", {"memo": memo})["memo"] == kept


@pytest.mark.parametrize("memo", [5, ["x"], {"a": 1}])
def test_a_memo_is_a_text(world: World, memo: object):
    [alert] = faults_of_an_hour(world, 1)

    assert world.call("PUT", f"/alerts/{alert}", {"memo": memo}).status == 400


def test_members_that_are_the_servers_own_are_ignored(world: World):
    [alert] = faults_of_an_hour(world, 1)
    before = world.the_alert()

    body = {"memo": "x", "id": "z", "status": "OK", "customer_id": "cus_other", "version": 9}
    world.ok("PUT", f"/alerts/{alert}", body)

    assert world.the_alert() == before | {"memo": "x"}


def test_a_body_is_read_whatever_its_media_type_says(world: World):
    [alert] = faults_of_an_hour(world, 1)
    headers = {"content-type": "text/plain"}

    assert world.call("PUT", f"/alerts/{alert}", {"memo": "x"}, headers=headers).status == 200


@pytest.mark.parametrize("body", ["{", '{"memo": NaN}', '{"memo": "a", "memo": "b"}', "[]", '"x"'])
def test_a_body_that_two_parsers_would_read_differently_is_refused(world: World, body: str):
    [alert] = faults_of_an_hour(world, 1)

    assert world.call("PUT", f"/alerts/{alert}", body).status == 400


def test_logs_tell_each_change_of_status_newest_first(world: World):
    fault = world.put(a_fault(severity=Severity.WARNING))
    alert = alert_id(fault.number)
    world.clock.at += timedelta(minutes=1)
    wiring.changes().acknowledge(by_somebody(fault.number))
    world.ok("PUT", f"/alerts/{alert}", {"memo": "no change of status"})
    world.clock.at += timedelta(minutes=1)
    world.ok("POST", f"/alerts/{alert}/close", {"reason": "mended"})
    world.drain()

    logs = world.ok("GET", f"/alerts/{alert}/logs")["logs"]

    opened_at = int(NOW.timestamp())
    assert [(log["status"], log["trigger"], log["createdAt"]) for log in logs] == [
        ("OK", "manual", opened_at + 120),
        ("WARNING", "monitoring", opened_at),
    ]
    assert [log["statusDetail"] for log in logs] == [
        None,
        {"type": "check", "detail": {"message": fault.message, "memo": ""}},
    ]
    assert {log["monitorId"] for log in logs} == {world.the_alert("withClosed=true")["monitorId"]}
    assert {log["targetValue"] for log in logs} == {None}


def test_closing_and_reopening_by_hand_are_logs_of_their_own(world: World):
    fault = world.put(a_fault())
    for _ in range(2):
        world.clock.at += timedelta(minutes=1)
        wiring.changes().resolve(by_somebody(fault.number), "by hand")
        wiring.changes().reopen(by_somebody(fault.number))
    world.drain()

    logs = world.ok("GET", f"/alerts/{alert_id(fault.number)}/logs")["logs"]

    assert [(log["status"], log["trigger"]) for log in logs] == [
        ("CRITICAL", "manual"),
        ("OK", "manual"),
        ("CRITICAL", "manual"),
        ("OK", "manual"),
        ("CRITICAL", "monitoring"),
    ]


def test_logs_come_in_pages_that_hold_every_log_once(world: World):
    fault = world.put(a_fault())
    for _ in range(3):
        wiring.changes().resolve(by_somebody(fault.number))
        wiring.changes().reopen(by_somebody(fault.number))
    world.drain()
    path = f"/alerts/{alert_id(fault.number)}/logs"
    whole = world.ok("GET", path)
    assert "nextId" not in whole

    found: list[dict[str, object]] = []
    query = "limit=3&nextId="
    while query:
        page = world.ok("GET", path, query=query)
        found += page["logs"]
        query = f"limit=3&nextId={page['nextId']}" if "nextId" in page else ""

    assert found == whole["logs"]
    assert len({str(log["id"]) for log in found}) == 7


def test_logs_behind_an_unknown_log_are_refused(world: World):
    [alert] = faults_of_an_hour(world, 1)

    assert world.call("GET", f"/alerts/{alert}/logs", query="nextId=11111111111").status == 400
    assert world.call("GET", f"/alerts/{alert}/logs", query="limit=101").status == 400


def test_a_deleted_alert_is_gone(world: World):
    [alert] = faults_of_an_hour(world, 1)
    [fault] = world.faults.page(CUSTOMER, FaultFilter(), 1, None).faults
    wiring.changes().delete(by_somebody(fault.number))

    assert world.call("GET", f"/alerts/{alert}").status == 404


def test_a_page_is_filled_up_past_alerts_that_have_expired(world: World, monkeypatch):
    """A store may need several reads until it is past what has expired."""
    newest_first = faults_of_an_hour(world, 3)
    read = world.faults.page

    def one_at_a_time(customer_id, wanted, limit, after, **more):
        del limit
        return read(customer_id, wanted, 1, after, **more)

    monkeypatch.setattr(world.faults, "page", one_at_a_time, raising=False)

    page = world.ok("GET", "/alerts", query="limit=2")

    assert ids(page["alerts"]) == newest_first[:2]
    assert page["nextId"] == newest_first[1]
