"""Check reports over in-memory stores."""

from datetime import timedelta
from typing import Any

import pytest

from faultbook.domain.fault import Origin
from functions.mackerel_api.identifiers import monitor_id
from tests.support.builders import CUSTOMER, NOW
from tests.support.mackerel_world import World, a_report

SECOND = int(NOW.timestamp())


def post(world: World, *reports: dict[str, Any]) -> int:
    return world.call("POST", "/monitoring/checks/report", {"reports": list(reports)}).status


def test_a_check_that_is_not_ok_opens_an_alert(world: World):
    answer = world.ok("POST", "/monitoring/checks/report", {"reports": [a_report()]})

    assert answer == {"success": True}
    alert = world.the_alert()
    assert alert | {"id": ""} == {
        "id": "",
        "status": "CRITICAL",
        "monitorId": monitor_id(CUSTOMER, "disk"),
        "type": "check",
        "hostId": "web-1",
        "message": "DISK CRITICAL: / is 96 % full",
        "memo": "",
        "openedAt": SECOND,
    }


def test_the_fault_says_by_which_api_it_came(world: World):
    world.report()
    [sighting] = world.faults.sightings

    assert sighting.entry.api is Origin.MACKEREL
    assert sighting.entry.by.startswith("key:")


def test_the_same_check_again_is_the_same_alert(world: World):
    for _ in range(3):
        world.report()
        world.clock.at += timedelta(minutes=1)

    assert world.the_alert()["openedAt"] == SECOND


def test_an_alert_follows_its_check_in_both_directions(world: World):
    seen = []
    for status in ("WARNING", "CRITICAL", "UNKNOWN", "WARNING"):
        world.report(status, message=f"it is {status}")
        seen.append((world.the_alert()["status"], world.the_alert()["message"]))

    assert seen == [
        ("WARNING", "it is WARNING"),
        ("CRITICAL", "it is CRITICAL"),
        ("UNKNOWN", "it is UNKNOWN"),
        ("WARNING", "it is WARNING"),
    ]


def test_a_check_that_is_ok_again_closes_its_alert(world: World):
    world.report()
    world.clock.at += timedelta(minutes=5)

    world.report("OK", message="40 %")

    alert = world.the_alert("withClosed=true")
    assert (alert["status"], alert["reason"]) == ("OK", "The check reports OK: 40 %")
    assert alert["closedAt"] == SECOND + 300


def test_a_check_that_was_always_ok_leaves_no_trace(world: World):
    world.report("OK")

    assert world.alerts("withClosed=true") == []


def test_another_host_or_another_check_has_an_alert_of_its_own(world: World):
    world.report()
    world.report(source={"type": "host", "hostId": "web-2"})
    world.report(name="load")

    world.report("OK", name="load")

    assert {alert["hostId"] for alert in world.alerts()} == {"web-1", "web-2"}


def test_trouble_after_an_alert_was_closed_is_a_new_alert(world: World):
    world.report()
    world.ok("POST", f"/alerts/{world.the_alert()['id']}/close", {"reason": "I look at it"})

    world.clock.at += timedelta(minutes=1)
    world.report()

    opened = [alert["openedAt"] for alert in world.alerts("withClosed=true")]
    assert opened == [SECOND + 60, SECOND]


def test_an_ok_of_before_an_alert_opened_does_not_close_it(world: World):
    world.report()

    world.report("OK", occurredAt=SECOND - 60)

    assert world.the_alert()["status"] == "CRITICAL"


def test_reports_of_one_post_are_taken_in_their_order(world: World):
    assert post(world, a_report(), a_report(status="OK"), a_report(status="WARNING")) == 200

    statuses = [alert["status"] for alert in world.alerts("withClosed=true")]
    assert sorted(statuses) == ["OK", "WARNING"]


def test_what_is_six_hours_old_is_ignored(world: World):
    just_fresh = a_report(name="fresh", occurredAt=SECOND - 6 * 3600 + 1)
    just_stale = a_report(name="stale", occurredAt=SECOND - 6 * 3600)

    assert post(world, just_fresh, just_stale) == 200

    assert world.the_alert()["monitorId"] == monitor_id(CUSTOMER, "fresh")


def test_what_a_clock_that_is_ahead_reports_is_of_now(world: World):
    world.clock.at += timedelta(milliseconds=900)

    assert post(world, a_report(occurredAt=SECOND + 3600)) == 200

    assert world.the_alert()["openedAt"] == SECOND
    assert post(world, a_report(status="OK", occurredAt=SECOND)) == 200
    assert world.alerts() == []


def test_a_post_takes_up_to_100_reports(world: World):
    reports = [a_report(name=f"check {number}") for number in range(101)]

    assert post(world, *reports) == 400
    assert world.alerts() == []
    assert post(world, *reports[:100]) == 200
    assert len(world.alerts()) == 100
    assert post(world) == 200


@pytest.mark.parametrize(
    ("field", "limit"), [("message", 1024), ("name", 255)], ids=["message", "name"]
)
def test_texts_are_taken_up_to_their_limit_in_characters(world: World, field: str, limit: int):
    assert post(world, a_report(**{field: "😀" * (limit + 1)})) == 400
    assert post(world, a_report(**{field: "😀" * limit})) == 200


def test_a_host_id_has_1_to_255_visible_characters(world: World):
    for host, status in (("x" * 255, 200), ("x" * 256, 400), ("", 400), ("a b", 400), ("é", 400)):
        assert post(world, a_report(source={"type": "host", "hostId": host})) == status


@pytest.mark.parametrize(
    "said",
    [
        {"status": "ok"},
        {"status": "DOWN"},
        {"status": None},
        {"name": ""},
        {"name": 5},
        {"message": None},
        {"message": "a\x00b"},
        {"occurredAt": "1768478400"},
        {"occurredAt": 1768478400.0},
        {"occurredAt": True},
        {"occurredAt": -1},
        {"occurredAt": 10**18},
        {"source": {"type": "service", "hostId": "web-1"}},
        {"source": {"type": "host"}},
        {"source": None},
    ],
    ids=str,
)
def test_a_report_that_breaks_the_form_is_refused_with_all_others(
    world: World, said: dict[str, Any]
):
    assert post(world, a_report(name="good"), a_report(**said)) == 400
    assert world.alerts() == []


@pytest.mark.parametrize("missing", ["source", "name", "status", "occurredAt"])
def test_what_a_report_needs_may_not_be_missing(world: World, missing: str):
    report = a_report()
    del report[missing]

    assert post(world, report) == 400


def test_what_a_report_does_not_need_may_be_missing_or_unheard_of(world: World):
    report = a_report(notificationInterval=60, maxCheckAttempts=3, note="new in version 0.99")
    del report["message"]

    assert post(world, report) == 200
    assert world.the_alert()["message"] == "disk is CRITICAL"


def test_logs_of_a_check_are_by_monitoring(world: World):
    world.report("WARNING")
    world.clock.at += timedelta(minutes=1)
    world.report("CRITICAL", message="97 %")
    world.clock.at += timedelta(minutes=1)
    world.report("OK", message="40 %")
    world.drain()

    logs = world.ok("GET", f"/alerts/{world.the_alert('withClosed=true')['id']}/logs")["logs"]

    assert [(log["status"], log["trigger"]) for log in logs] == [
        ("OK", "monitoring"),
        ("CRITICAL", "monitoring"),
        ("WARNING", "monitoring"),
    ]
