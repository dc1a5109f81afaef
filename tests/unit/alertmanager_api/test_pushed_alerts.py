"""Alerts as Prometheus pushes them each minute, and the faults that come of them."""

import base64
from datetime import timedelta
from typing import Any

import pytest

from faultbook import wiring
from faultbook.domain.errors import Unavailable
from faultbook.domain.lease import SHORTEST
from faultbook.domain.listing import FaultFilter
from faultbook.gateway.quota import Quota
from functions.alertmanager_api.schemas import MAX_ALERTS, MAX_PUSH
from tests.support.alertmanager_world import LABELS, World, time
from tests.support.builders import CUSTOMER, NOW

ZERO = "0001-01-01T00:00:00Z"


def test_a_push_opens_a_fault_that_says_all_that_it_said(world: World):
    world.clock.at += timedelta(minutes=1)
    labels = LABELS | {"severity": "page", "namespace": "shop", "cluster": "frankfurt|1"}

    world.fires(labels=labels, annotations={"summary": "Down", "description": "For long."})

    fault = world.fault()
    assert (fault["message"], fault["cause"]) == ("Down", "For long.")
    assert (fault["severity"], fault["type"], fault["kind"]) == (
        "CRITICAL",
        "InstanceDown",
        "ALERT",
    )
    assert fault["resource_id"] == "web-1:9100"
    assert fault["resource_ancestry_path"] == "frankfurt/1|shop|web-1:9100"
    assert fault["created_at"] == "2026-01-15T12:00:00.000000Z"
    assert fault["microservice_id"] == "tests"
    assert fault["deduplication_key"].startswith("am:")
    assert fault["detail"] == {
        "labels": labels,
        "annotations": {"summary": "Down", "description": "For long."},
    }


@pytest.mark.parametrize(
    ("word", "severity"),
    [
        *(("critical", "CRITICAL"), ("page", "CRITICAL"), ("disaster", "CRITICAL")),
        *(("error", "HIGH"), ("high", "HIGH"), ("major", "HIGH"), ("average", "MEDIUM")),
        *(("warning", "WARNING"), ("minor", "WARNING"), ("info", "LOW"), ("none", "LOW")),
        *(("", "MEDIUM"), ("peculiar", "MEDIUM"), ("Warning", "WARNING")),
    ],
)
def test_a_severity_is_known_by_its_label(world: World, word: str, severity: str):
    world.fires(labels=LABELS | {"severity": word})

    assert world.fault()["severity"] == severity


def test_an_alert_that_stands_is_one_fault_and_costs_next_to_nothing(world: World):
    world.fires()
    version = world.fault()["version"]

    world.fires_for(24 * 60)

    fault = world.fault()
    assert (fault["status"], fault["version"], fault["occurrences"]) == (
        "unresolved",
        version,
        1,
    )
    assert world.leases.writes <= 132


def test_an_alert_resolves_when_its_end_has_come(world: World):
    world.fires()
    world.fires_for(5)
    ended = world.clock.at

    world.ends()

    fault = world.fault()
    assert (fault["status"], fault["resolved_at"]) == ("resolved", f"{ended:%FT%T}.000000Z")
    assert fault["resolution_reason"] == "Prometheus says that it is over."


def test_an_end_that_is_said_again_for_a_quarter_of_an_hour_changes_nothing(world: World):
    world.fires()
    ended = time(world.clock.at)
    world.ends(endsAt=ended)
    before = world.fault()

    for _ in range(15):
        world.later(minutes=1)
        world.ends(endsAt=ended)

    assert world.fault() == before


def test_an_alert_that_fires_again_is_a_new_fault(world: World):
    for _ in range(3):
        world.fires()
        world.later(seconds=30)
        world.ends()
        world.later(seconds=30)
        world.began = world.clock.at
        world.fires()

    statuses = [fault["status"] for fault in world.faults()]
    assert statuses == ["unresolved", "resolved", "resolved", "resolved"]


def test_an_end_of_before_leaves_what_began_since(world: World):
    world.fires()
    ended = time(world.clock.at + timedelta(seconds=10))
    world.later(minutes=1)
    world.ends(endsAt=ended)
    began = world.began
    world.began = world.clock.at
    world.fires()

    world.push(world.alert(startsAt=time(began), endsAt=ended))

    assert [fault["status"] for fault in world.faults()] == ["unresolved", "resolved"]


def test_what_a_second_replica_still_says_opens_nothing(world: World):
    world.fires()
    world.later(minutes=5)
    world.ends()

    world.later(seconds=30)
    world.fires(startsAt=time(world.began + timedelta(seconds=7)))

    assert world.fault()["status"] == "resolved"


def test_what_goes_on_after_somebody_has_resolved_it_is_a_new_fault(world: World):
    world.fires()
    world.later(minutes=5)
    resolved = world.native("POST", f"/fault/{world.fault()['id']}/resolve").json["resolved_at"]

    world.fires_for(5)

    newer, older = world.faults()
    assert (newer["status"], older["status"]) == ("unresolved", "resolved")
    assert newer["created_at"] == resolved


def test_what_is_said_anew_is_followed(world: World):
    world.fires()
    world.later(minutes=1)

    world.fires(
        labels=LABELS | {"severity": "critical"},
        annotations={"summary": "web-1 is down for long"},
    )

    fault = world.fault()
    assert (fault["message"], fault["occurrences"]) == ("web-1 is down for long", 2)
    assert fault["detail"]["annotations"] == {"summary": "web-1 is down for long"}


def test_what_is_not_sent_any_more_resolves_at_the_end_that_was_promised_last(world: World):
    world.fires()
    world.fires_for(30)
    promised = world.leases.get(world.faults()[0]["customer_id"], _number(world))
    assert promised

    world.later(minutes=SHORTEST.total_seconds() / 60 - 10)
    assert world.fault()["status"] == "unresolved"
    world.later(minutes=14)

    fault = world.fault()
    assert fault["status"] == "resolved"
    assert fault["resolved_at"] == f"{promised.ends_at:%FT%T.%f}Z"
    assert fault["resolution_reason"] == "No longer sent."


def test_an_end_that_is_promised_for_later_is_kept(world: World):
    world.fires(endsAt=time(world.clock.at + timedelta(hours=3)))

    world.later(hours=2, minutes=59)
    assert world.fault()["status"] == "unresolved"
    world.later(minutes=4)
    assert world.fault()["status"] == "resolved"


@pytest.mark.parametrize("end", [{"endsAt": ZERO}, {"endsAt": None}, {"endsAt": ""}])
def test_an_alert_without_an_end_goes_on_for_as_long_as_it_is_sent(
    world: World, end: dict[str, Any]
):
    world.fires(**end)

    world.later(minutes=19)
    assert world.fault()["status"] == "unresolved"
    world.later(minutes=5)
    assert world.fault()["status"] == "resolved"


def test_an_outage_of_our_own_closes_nothing_and_doubles_nothing(world: World):
    world.fires()
    world.fires_for(30)

    world.clock.at += timedelta(minutes=30)  # nothing was swept, and no push got through
    wiring.due_notes().run(lambda: True)
    assert world.fault()["status"] == "unresolved"
    world.fires_for(60)

    assert world.fault()["status"] == "unresolved"


def test_what_is_not_sent_any_more_after_an_outage_of_our_own_resolves_as_well(world: World):
    world.fires()
    world.clock.at += timedelta(minutes=90)

    world.later(minutes=25)

    assert world.fault()["status"] == "resolved"


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"labels": {}}, "at least one label that is not empty"),
        ({"labels": {"alertname": ""}}, "at least one label that is not empty"),
        ({"labels": None}, "labels"),
        ({"labels": [1]}, "labels"),
        ({"labels": {" ": "x"}}, "at least one label that is not empty"),
        ({"endsAt": "2026-01-15T11:00:00Z"}, "endsAt: not before startsAt"),
    ],
)
def test_one_that_is_wrong_does_not_hold_up_the_others(
    world: World, wrong: dict[str, Any], complaint: str
):
    other = world.alert(labels={"alertname": "Other"})

    answer = world.push(world.alert(**wrong), other, "no alert", other)

    assert answer.status == 400
    assert isinstance(answer.json, str)
    assert complaint in answer.json
    assert world.fault()["type"] == "Other"


def test_what_prometheus_amtool_and_vmalert_write_is_taken(world: World):
    """Nine fraction digits, a zero time, a member twice, empty labels, numbers, no Content-Type."""
    body = (
        '[{"labels": {"alertname": "X", "n": 1, "empty": "", "alertname": "X"},'
        f' "startsAt": "{ZERO[:-1]}.000Z", "endsAt": "{ZERO}", "more": {{"a": [1]}}}}]\n'
    )

    answer = world.apis("POST", "/api/v2/alerts/", body)

    assert answer.status == 200, answer.text
    fault = world.fault()
    assert fault["detail"]["labels"] == {"alertname": "X", "n": "1"}
    assert fault["created_at"] == "2026-01-15T12:00:00.000000Z"
    assert fault["resource_ancestry_path"] == "X"


def test_a_batch_of_the_largest_usual_kind_is_taken(world: World):
    description = "d" * 900
    alerts = [
        world.alert(labels={"alertname": f"A{n}"}, annotations={"description": description})
        for n in range(256)
    ]

    assert world.push(*alerts).status == 200

    assert len(world.read("alerts")) == 256


def test_what_is_beyond_all_bounds_is_refused(world: World):
    assert world.apis("POST", "/api/v2/alerts", " " * (MAX_PUSH + 1)).status == 413
    many = [{"labels": {"alertname": "X"}}] * (MAX_ALERTS + 1)
    answer = world.push(*many)
    assert answer.status == 400
    assert f"at most {MAX_ALERTS} alerts at a time" in answer.json
    assert world.apis("POST", "/api/v2/alerts", {"alerts": []}).status == 400


def test_what_is_over_passes_where_what_opens_has_to_wait(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    world.fires()
    quota = Quota(0.001)
    monkeypatch.setattr(wiring, "quota", lambda: quota)
    other = world.alert(labels={"alertname": "Other"})
    assert world.push(other).status == 200

    answer = world.push(world.alert(endsAt=time(NOW)), world.alert(labels={"alertname": "Third"}))

    assert answer.status == 429
    assert {(fault["type"], fault["status"]) for fault in _all(world)} == {
        ("InstanceDown", "resolved"),
        ("Other", "unresolved"),
    }


def test_a_store_that_is_out_is_worth_another_try(world: World, monkeypatch: pytest.MonkeyPatch):
    def out() -> Any:
        raise Unavailable

    monkeypatch.setattr(wiring, "alerts", out)

    answer = world.push(world.alert())

    assert (answer.status, answer.headers["retry-after"]) == (503, "2")
    assert isinstance(answer.json, str)


def test_a_key_is_taken_as_a_bearer_token_and_as_a_password_and_not_in_two_places(world: World):
    key = world.apis.key
    for headers in (
        {"authorization": f"Bearer {key}"},
        {"authorization": _basic(f"anybody:{key}")},
        {"authorization": "", "x-api-key": key},
    ):
        assert world.apis("GET", "/api/v2/alerts", headers=headers).status == 200
    for headers in (
        {"authorization": "Bearer fb_nobody"},
        {"authorization": ""},
        {"authorization": f"Bearer {key}", "x-api-key": key},
    ):
        answer = world.apis("GET", "/api/v2/alerts", headers=headers)
        assert answer.status == 401
        assert answer.json == "The credential is missing or not valid."


def _basic(pair: str) -> str:
    return "Basic " + base64.b64encode(pair.encode()).decode()


def _all(world: World) -> list[Any]:
    page = world.store.page(CUSTOMER, FaultFilter(), 10, None)
    return [{"type": fault.type, "status": fault.status} for fault in page.faults]


def _number(world: World) -> int:
    [fault] = world.store.page(CUSTOMER, FaultFilter(), 10, None).faults
    return fault.number
