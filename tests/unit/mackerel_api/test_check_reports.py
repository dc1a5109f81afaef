"""Check reports over in-memory stores."""

from datetime import timedelta
from typing import Any

import pytest

from faultbook.domain import text
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
    [observation] = world.faults.observations

    assert observation.entry.api is Origin.MACKEREL
    assert observation.entry.by.startswith("key:")


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


def test_of_more_than_100_reports_the_first_are_taken(world: World):
    reports = [a_report(name=f"check {number}") for number in range(101)]

    answer = world.ok("POST", "/monitoring/checks/report", {"reports": reports})

    [refused] = answer["refused"]
    assert (refused["report"], refused["message"][:29]) == (100, "At most 100 reports at a time")
    assert len(world.alerts()) == 100
    assert post(world) == 200


def test_where_none_of_the_first_100_can_be_taken_the_answer_is_an_error(world: World):
    spoilt = [a_report(status="DOWN", name=f"check {number}") for number in range(100)]

    assert post(world, *spoilt, a_report()) == 400
    assert world.alerts() == []


@pytest.mark.parametrize("length", [1025, 5000])
def test_a_message_that_is_too_long_is_cut(world: World, length: int):
    assert post(world, a_report(message="😀" * length)) == 200

    assert world.the_alert()["message"] == "😀" * 1023 + "…"


def test_names_of_checks_that_are_too_long_stay_different(world: World):
    assert post(world, a_report(name="x" * 300 + "a"), a_report(name="x" * 300 + "b")) == 200

    assert len(world.alerts()) == 2


@pytest.mark.parametrize(
    "host", ["x" * 255, "x" * 300, "a b", "é", "サーバ1", "Rack#3", "a|b", "Gi0/1"]
)
def test_a_host_has_any_name(world: World, host: str):
    source = {"type": "host", "hostId": host}
    assert post(world, a_report(source=source), a_report(source=source)) == 200

    shown = world.the_alert()["hostId"]
    assert world.ok("GET", f"/hosts/{shown}")["host"]["name"] == text.name_of(host)
    assert post(world, a_report(source={"type": "host", "hostId": shown}, status="OK")) == 200
    assert world.alerts() == []


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({"status": "critical"}, {"status": "CRITICAL"}),
        ({"status": " Warning "}, {"status": "WARNING"}),
        ({"message": None}, {"message": "disk is CRITICAL"}),
        ({"message": " \u200b"}, {"message": "disk is CRITICAL"}),
        ({"message": "\x1b[31mfailed\x1b[0m"}, {"message": "failed"}),
        ({"message": "a\x00b"}, {"message": "a\ufffdb"}),
        ({"occurredAt": SECOND + 0.75}, {"openedAt": SECOND}),
        ({"occurredAt": str(SECOND)}, {"openedAt": SECOND}),
        ({"occurredAt": SECOND * 1000 - 500}, {"openedAt": SECOND - 1}),
        ({"maxCheckAttempts": None, "notificationInterval": "soon"}, {"openedAt": SECOND}),
        ({"maxCheckAttempts": "often"}, {"openedAt": SECOND}),
        ({"maxCheckAttempts": -1}, {"openedAt": SECOND}),
        ({"maxCheckAttempts": 1.0}, {"openedAt": SECOND}),
    ],
    ids=str,
)
def test_a_report_is_taken_whatever_it_looks_like(
    world: World, said: dict[str, Any], shown: dict[str, Any]
):
    assert post(world, a_report(**said)) == 200

    assert world.the_alert() | shown == world.the_alert()


SPOILT: list[dict[str, Any]] = [
    {"status": "DOWN"},
    {"status": None},
    {"name": ""},
    {"name": 5},
    {"occurredAt": "soon"},
    {"occurredAt": True},
    {"occurredAt": -1},
    {"occurredAt": 10**18},
    {"source": {"type": "service", "hostId": "web-1"}},
    {"source": {"type": "host"}},
    {"source": {"type": "host", "hostId": " "}},
    {"source": None},
]


@pytest.mark.parametrize("said", SPOILT, ids=str)
def test_a_report_that_cannot_be_taken_holds_up_no_other(world: World, said: dict[str, Any]):
    reports = [a_report(**said), a_report(name="good")]

    answer = world.ok("POST", "/monitoring/checks/report", {"reports": reports})

    [refused] = answer["refused"]
    [name] = said
    assert refused["report"] == 0
    assert name in refused["message"]
    assert world.the_alert()["monitorId"] == monitor_id(CUSTOMER, "good")


def test_what_is_no_report_at_all_holds_up_no_other(world: World):
    reports: list[Any] = [None, [], "disk", 5, a_report()]

    answer = world.ok("POST", "/monitoring/checks/report", {"reports": reports})

    assert [item["report"] for item in answer["refused"]] == [0, 1, 2, 3]
    assert world.the_alert()


@pytest.mark.parametrize("said", SPOILT, ids=str)
def test_where_no_report_can_be_taken_the_answer_is_an_error(world: World, said: dict[str, Any]):
    assert post(world, a_report(**said)) == 400
    assert world.alerts() == []


@pytest.mark.parametrize("missing", ["source", "name", "status", "occurredAt"])
def test_what_a_report_needs_may_not_be_missing(world: World, missing: str):
    report = a_report()
    del report[missing]

    assert post(world, report) == 400


def test_what_a_report_does_not_need_may_be_missing_or_unheard_of(world: World):
    report = a_report(notificationInterval=60, note="new in version 0.99")
    del report["message"]

    assert post(world, report) == 200
    assert world.the_alert()["message"] == "disk is CRITICAL"


def test_a_check_has_to_fail_as_often_in_a_row_as_it_says(world: World):
    seen = []
    for status in ("WARNING", "CRITICAL", "OK", "UNKNOWN", "WARNING", "CRITICAL", "CRITICAL"):
        world.report(status, maxCheckAttempts=3)
        seen.append([alert["status"] for alert in world.alerts()])
        world.clock.at += timedelta(minutes=1)

    assert seen == [[], [], [], [], [], ["CRITICAL"], ["CRITICAL"]]
    assert world.the_alert()["openedAt"] == SECOND + 300


def test_a_failure_that_was_reported_before_is_not_counted_again(world: World):
    for at in (SECOND - 60, SECOND - 60, SECOND - 120):
        world.report(maxCheckAttempts=2, occurredAt=at)
    assert world.alerts() == []

    world.report(maxCheckAttempts=2)

    assert world.the_alert()["openedAt"] == SECOND


def test_an_open_alert_follows_its_check_however_often_it_has_to_fail(world: World):
    world.report("WARNING")
    world.clock.at += timedelta(minutes=1)

    world.report("CRITICAL", maxCheckAttempts=10)

    assert world.the_alert()["status"] == "CRITICAL"


def test_failures_of_long_ago_and_of_other_checks_do_not_count(world: World):
    world.report(maxCheckAttempts=2)
    world.report(maxCheckAttempts=2, name="load")
    world.report(maxCheckAttempts=2, source={"type": "host", "hostId": "web-2"})
    assert world.alerts() == []
    world.clock.at += timedelta(hours=7)

    world.report(maxCheckAttempts=2)

    assert world.alerts() == []


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
