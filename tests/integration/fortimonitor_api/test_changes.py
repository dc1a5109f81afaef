"""What is done to an outage: by each method that clients use, once, again, and after its end."""

from datetime import timedelta

import pytest

from faultbook import wiring
from faultbook.domain.fault import ChangeKind, Severity, Status
from tests.integration.fortimonitor_api.conftest import FortiMonitor
from tests.support.builders import NOW

WHO = {"who": "https://faults.example/v2/user/1"}


@pytest.mark.parametrize("method", ["PUT", "POST"])
@pytest.mark.parametrize(
    ("action", "body", "told"),
    [
        ("acknowledge", WHO | {"message": "mine"}, (ChangeKind.ACKNOWLEDGED, "mine")),
        ("acknowledge", None, (ChangeKind.ACKNOWLEDGED, "")),
        ("force_resolve", {"reason": "mended"}, (ChangeKind.RESOLVED, "mended")),
        ("force_resolve", None, (ChangeKind.RESOLVED, "")),
        ("broadcast", WHO | {"message": "all out"}, (ChangeKind.BROADCAST, "all out")),
        ("escalate", WHO, (ChangeKind.ESCALATED, "")),
        ("escalate", None, (ChangeKind.ESCALATED, "")),
        ("delay/90", WHO, (ChangeKind.DELAYED, "90 seconds")),
        ("delay/0", None, (ChangeKind.DELAYED, "for ever")),
    ],
)
def test_put_is_the_vendors_and_post_does_the_same(
    fortimonitor: FortiMonitor, method: str, action: str, body, told: tuple[ChangeKind, str]
):
    number = fortimonitor.open_incident()

    response = fortimonitor.send(method, f"/v2/outage/{number}/{action}", body)

    assert (response.status, response.text) == (204, "")
    assert "content-type" not in response.headers
    change = fortimonitor.stored(number).last_change
    assert (change.what, change.why) == told
    assert fortimonitor.stored(number).version == 2


@pytest.mark.parametrize(
    ("link", "what", "why"),
    [
        ("acknowledge?who=x&message=mine", ChangeKind.ACKNOWLEDGED, "mine"),
        ("acknowledge", ChangeKind.ACKNOWLEDGED, ""),
        ("broadcast?who=x&message=all+out", ChangeKind.BROADCAST, "all out"),
        ("escalate?who=x", ChangeKind.ESCALATED, ""),
        ("delay/60?who=x", ChangeKind.DELAYED, "60 seconds"),
    ],
)
def test_links_do_the_same_by_get(
    fortimonitor: FortiMonitor, link: str, what: ChangeKind, why: str
):
    number = fortimonitor.open_incident()
    action, _, query = link.partition("?")

    assert fortimonitor.get(f"/v2/outage/{number}/{action}", query) == {"success": True}
    change = fortimonitor.stored(number).last_change
    assert (change.what, change.why) == (what, why)


def test_minutes_are_posted_to_delay(fortimonitor: FortiMonitor):
    number = fortimonitor.open_incident()

    assert fortimonitor.send("POST", f"/v2/outage/{number}/delay", {"minutes": 5}).status == 204
    assert fortimonitor.stored(number).last_change.why == "300 seconds"


@pytest.mark.parametrize("seconds", ["-1", "31536001", "1.5", "x", "+5", "\u0665", "999999999"])
def test_a_delay_is_whole_seconds_up_to_a_year(fortimonitor: FortiMonitor, seconds: str):
    number = fortimonitor.open_incident()

    response = fortimonitor.send("PUT", f"/v2/outage/{number}/delay/{seconds}", {})

    assert response.status == 400
    assert "delay_in_seconds" in response.json


@pytest.mark.parametrize(
    ("what", "body", "field", "value"),
    [
        ("summary", {"summary": "It was the relay"}, "summary", "It was the relay"),
        ("summary", {"summary": ""}, "summary", ""),
        ("tags", {"tags": ["a", "b"]}, "tags", ["a", "b"]),
        ("tags", {"tags": []}, "tags", []),
        ("lead", {"who": "https://x.example/v2/user/5"}, "lead", "https://x.example/v2/user/5"),
        ("lead", {"who": "ann"}, "lead", "ann"),
        ("lead", {"who": ""}, "lead", None),
        ("lead", {}, "lead", None),
        ("description", {"description": "Both full"}, "description", "Both full"),
    ],
)
def test_what_is_said_of_an_outage_can_be_put(
    fortimonitor: FortiMonitor, what: str, body, field: str, value
):
    number = fortimonitor.open_incident()

    assert fortimonitor.send("PUT", f"/v2/outage/{number}/{what}", body).status == 204
    assert fortimonitor.get(f"/v2/outage/{number}")[field] == value


def test_the_caller_leads_under_their_name_however_they_are_called(fortimonitor: FortiMonitor):
    number = fortimonitor.open_incident()
    [caller] = fortimonitor.get("/v2/user")["user_list"]
    by_url, by_id = caller["url"], caller["url"].rpartition("/")[2]
    for who in (by_url, by_id, "me"):
        fortimonitor.send("PUT", f"/v2/outage/{number}/lead", {"who": "ann"})

        fortimonitor.send("PUT", f"/v2/outage/{number}/lead", {"who": who})

        assert fortimonitor.stored(number).assignee == fortimonitor.stored(number).last_change.by


def test_a_description_keeps_its_metadata_however_often_it_is_read_and_put(
    fortimonitor: FortiMonitor,
):
    number = fortimonitor.open_incident(metadata={"queue": 731})
    for _ in range(3):
        shown = fortimonitor.get(f"/v2/outage/{number}")["description"]
        fortimonitor.send("PUT", f"/v2/outage/{number}/description", {"description": shown})

    assert shown == "Disk is full\nqueue: 731"
    assert fortimonitor.stored(number).version == 1  # there was never anything new


def test_resolving_twice_keeps_the_first_end_and_writes_nothing(fortimonitor: FortiMonitor):
    number = fortimonitor.open_incident()
    path = f"/v2/outage/{number}/force_resolve"
    fortimonitor.clock.at = NOW + timedelta(hours=1)
    fortimonitor.send("PUT", path, {"reason": "mended"})
    before = fortimonitor.all_items()

    fortimonitor.clock.at = NOW + timedelta(hours=2)
    response = fortimonitor.send("PUT", path, {"reason": "again"})

    assert (response.status, response.text) == (204, "")
    assert fortimonitor.all_items() == before
    fault = fortimonitor.stored(number)
    assert (fault.resolved_at, fault.resolution_reason) == (NOW + timedelta(hours=1), "mended")


def test_an_end_is_never_before_the_beginning_whatever_the_clock_did(fortimonitor: FortiMonitor):
    number = fortimonitor.open_incident()
    fortimonitor.clock.at = NOW - timedelta(seconds=5)

    fortimonitor.send("PUT", f"/v2/outage/{number}/force_resolve", {})

    assert fortimonitor.stored(number).resolved_at == NOW


def test_the_first_acknowledgement_stays(fortimonitor: FortiMonitor):
    number = fortimonitor.open_incident()
    path = f"/v2/outage/{number}/acknowledge"
    fortimonitor.send("PUT", path, {"message": "mine"})
    before = fortimonitor.all_items()
    other = fortimonitor.make_key(name="other")

    assert fortimonitor.send("PUT", path, {}, key=other).status == 204
    assert fortimonitor.all_items() == before


def test_an_outage_that_is_over_is_not_acknowledged_any_more(fortimonitor: FortiMonitor):
    number = fortimonitor.open_incident()
    fortimonitor.send("PUT", f"/v2/outage/{number}/force_resolve", {})

    response = fortimonitor.send("PUT", f"/v2/outage/{number}/acknowledge", {})

    assert response.status == 400
    assert fortimonitor.stored(number).acknowledgement is None


def test_one_that_was_acknowledged_before_its_end_takes_it_again(fortimonitor: FortiMonitor):
    number = fortimonitor.open_incident()
    for action in ("acknowledge", "force_resolve", "acknowledge"):
        assert fortimonitor.send("PUT", f"/v2/outage/{number}/{action}", {}).status == 204


def test_the_actor_is_whom_the_key_belongs_to_whoever_is_said_to_be_it(
    fortimonitor: FortiMonitor,
):
    number = fortimonitor.open_incident()
    forged = {"who": "https://faults.example/v2/user/1", "user": "root"}

    fortimonitor.send(
        "PUT", f"/v2/outage/{number}/acknowledge", forged, headers={"user-id": "root@b.example"}
    )

    seen = fortimonitor.stored(number).acknowledgement
    assert seen is not None
    assert seen.by == f"key:{fortimonitor.key.split('_')[1]}"


def test_an_acknowledgement_broadcasts_and_delays_where_it_says_so(fortimonitor: FortiMonitor):
    number = fortimonitor.open_incident()
    body = WHO | {"message": "mine", "should_broadcast": True, "delay_in_seconds": 60}

    fortimonitor.send("PUT", f"/v2/outage/{number}/acknowledge", body)

    fault = fortimonitor.stored(number)
    assert (fault.version, fault.last_change.what) == (4, ChangeKind.DELAYED)


@pytest.mark.parametrize(
    "body", ["{", "[]", '"x"', "null", '{"reason":"a","reason":"b"}', '{"reason":NaN}', "\xff{}"]
)
def test_what_is_no_json_object_is_refused_and_changes_nothing(
    fortimonitor: FortiMonitor, body: str
):
    number = fortimonitor.open_incident()
    before = fortimonitor.all_items()
    raw = body.encode("latin-1")

    response = fortimonitor.send("PUT", f"/v2/outage/{number}/force_resolve", raw)

    assert response.status == 400
    assert fortimonitor.all_items() == before


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_json_is_read_whatever_it_is_called(fortimonitor: FortiMonitor, media_type: str):
    number = fortimonitor.open_incident()
    path = f"/v2/outage/{number}/force_resolve"

    response = fortimonitor.send("PUT", path, b"{}", headers={"content-type": media_type})

    assert response.status == 204
    assert fortimonitor.stored(number).status is Status.RESOLVED


@pytest.mark.parametrize(
    ("action", "body", "name"),
    [
        ("acknowledge", {"who": "https://api2.panopta.com/v2/user/7"}, None),
        ("broadcast", {"who": "Ada", "message": "all hands"}, "Ada"),
        ("escalate", {"who": "Grace\x1b[31m"}, "Grace"),
        ("delay/60", {"who": "Zoë"}, "Zoë"),
        ("summary", {"who": "Ada", "summary": "disk"}, "Ada"),
        ("escalate", {}, "monitor"),
    ],
)
def test_who_did_it_is_shown_beside_the_key(
    fortimonitor: FortiMonitor, action: str, body: dict[str, str], name: str | None
):
    number = fortimonitor.open_incident()
    assert fortimonitor.send("PUT", f"/v2/outage/{number}/{action}", body).status == 204

    entry = fortimonitor.get(f"/v2/outage/{number}/outage_log")["outage_log_list"][-1]
    user = fortimonitor.get("/v2/user")["user_list"][0]

    assert (entry["author"], entry["user"]) == (name or body["who"], user["url"])


def test_who_acknowledged_is_shown_by_name_and_by_key(fortimonitor: FortiMonitor):
    number = fortimonitor.open_incident()
    [user] = fortimonitor.get("/v2/user")["user_list"]

    fortimonitor.send("PUT", f"/v2/outage/{number}/acknowledge", {"who": "Ada"})

    shown = fortimonitor.get(f"/v2/outage/{number}")["acknowledged"]
    assert (shown["display_name"], shown["username"]) == ("Ada", user["username"])


def test_who_is_the_caller_is_called_as_the_key_is(fortimonitor: FortiMonitor):
    number = fortimonitor.open_incident()
    [user] = fortimonitor.get("/v2/user")["user_list"]

    fortimonitor.send("PUT", f"/v2/outage/{number}/acknowledge", {"who": user["url"]})

    shown = fortimonitor.get(f"/v2/outage/{number}")["acknowledged"]
    assert (shown["display_name"], shown["url"]) == ("monitor", user["url"])


def test_what_a_second_acknowledgement_says_is_kept(fortimonitor: FortiMonitor):
    number = fortimonitor.open_incident()
    for message in ("mine", "I look, too"):
        body = {"message": message, "who": "Ada"}
        assert fortimonitor.send("PUT", f"/v2/outage/{number}/acknowledge", body).status == 204

    log = fortimonitor.get(f"/v2/outage/{number}/outage_log")["outage_log_list"]

    assert [(entry["entry"], entry["author"]) for entry in log][1:] == [
        ("Incident acknowledged: mine", "Ada"),
        ("I look, too", "Ada"),
    ]


def test_a_customers_own_word_is_a_severity(fortimonitor: FortiMonitor):
    words = {"HOUSTON": Severity.LOW}
    wiring.settings_of_customers().choose(fortimonitor.customer_id, {"severity_words": words})
    wiring.forget_customer_settings(fortimonitor.customer_id)

    number = fortimonitor.open_incident(severity="Houston")

    assert fortimonitor.stored(number).severity is Severity.LOW
