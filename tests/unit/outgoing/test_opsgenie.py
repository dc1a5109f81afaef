"""What Opsgenie's Alert API is sent, to the letter."""

import json
from typing import Any

import pytest

from faultbook.domain.endpoints import EndpointKind
from faultbook.domain.fault import ChangeKind, Severity
from tests.support.told import ALERT, FAULT_ID, a_test, an_endpoint, request_of, told

EU = "https://api.eu.opsgenie.com"
INTEGRATION = an_endpoint(EndpointKind.OPSGENIE, url=EU, authorization="k-e-y")


def sent(what: ChangeKind = ChangeKind.OPENED, why: str = "", **report: Any) -> tuple[str, Any]:
    request = request_of(told(what, why, **report), INTEGRATION)
    assert request.headers["Authorization"] == "GenieKey k-e-y"
    return request.url.removeprefix(EU), json.loads(request.body)


def test_an_opening_creates_an_alert():
    assert sent() == (
        "/v2/alerts",
        {
            "alias": ALERT,
            "message": "WAN link latency high: Primary link (WAN1) latency is elevated",
            "description": "WAN link latency high: Primary link (WAN1) latency is elevated\n\n"
            "Latency probe exceeded 250ms for 5 consecutive checks.",
            "entity": "dev_2j4k2l2j3k4l2j3k4",
            "priority": "P2",
            "tags": ["wan-degradation"],
            "details": {
                "where": "site_8a7b6c5d4e3f2g1h / dev_2j4k2l2j3k4l2j3k4",
                "reported by": "wantunnel-monitor",
                "fault": f"https://faults.example/?fault={FAULT_ID}",
            },
            "source": "Faultbook",
        },
    )


@pytest.mark.parametrize("what", [ChangeKind.REOPENED, ChangeKind.SEVERITY_RAISED])
def test_what_may_not_be_there_yet_is_created(what: ChangeKind):
    """As where only a raised severity passes the filter."""
    assert sent(what) == sent()


@pytest.mark.parametrize(
    ("what", "why", "action", "note"),
    [
        (ChangeKind.ACKNOWLEDGED, "on it", "acknowledge", "on it"),
        (ChangeKind.ACKNOWLEDGED, "", "acknowledge", "acknowledged by user_1"),
        (ChangeKind.UNACKNOWLEDGED, "", "unacknowledge", "unacknowledged by user_1"),
        (ChangeKind.COMMENTED, "", "notes", "user_2: Rebooted the modem."),
        (ChangeKind.RESOLVED, "fixed", "close", "fixed"),
        (ChangeKind.EXPIRED, "", "close", "expired by user_1"),
        (ChangeKind.DELETED, "", "close", "deleted by user_1"),
    ],
)
def test_what_becomes_of_it_is_done_by_alias(what: ChangeKind, why: str, action: str, note: str):
    assert sent(what, why) == (
        f"/v2/alerts/{ALERT}/{action}?identifierType=alias",
        {"note": note, "source": "Faultbook"},
    )


def test_an_update_is_a_note():
    path, body = sent(ChangeKind.UPDATED, "seen again", message="Primary link is down")

    assert path == f"/v2/alerts/{ALERT}/notes?identifierType=alias"
    assert body["note"] == "Primary link is down\nseen again"


def test_a_snooze_has_its_end():
    path, body = sent(ChangeKind.SNOOZED, "until lunch")

    assert path == f"/v2/alerts/{ALERT}/snooze?identifierType=alias"
    assert body == {
        "note": "until lunch",
        "endTime": "2026-01-15T13:00:00+00:00",
        "source": "Faultbook",
    }


@pytest.mark.parametrize(
    ("severity", "priority"),
    list(zip(Severity, ["P1", "P2", "P3", "P4", "P5"], strict=True)),
)
def test_each_severity_has_a_priority(severity: Severity, priority: str):
    assert sent(severity=severity)[1]["priority"] == priority


def test_texts_are_as_long_as_they_take_them():
    _, alert = sent(message="x" * 2000, type="y" * 100)

    assert len(alert["message"]) == 130
    assert len(alert["tags"][0]) == 50


def test_a_test_pages_nobody():
    request = request_of(a_test(INTEGRATION), INTEGRATION)

    assert request.url == f"{EU}/v2/alerts/faultbook-test/close?identifierType=alias"
    assert json.loads(request.body) == {
        "note": "This is a test; nothing is wrong.",
        "source": "Faultbook",
    }
