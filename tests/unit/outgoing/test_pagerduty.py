"""What PagerDuty's Events API is sent, to the letter."""

import json
from typing import Any

import pytest

from faultbook.domain.endpoints import EndpointKind
from faultbook.domain.fault import ChangeKind, Severity
from tests.support.told import ALERT, FAULT_ID, a_test, an_endpoint, request_of, told

SERVICE = an_endpoint(
    EndpointKind.PAGERDUTY,
    url="https://events.eu.pagerduty.com/v2/enqueue",
    authorization="R0UT1NGKEY",
)
PAGE = f"https://faults.example/?fault={FAULT_ID}"


def sent(what: ChangeKind = ChangeKind.OPENED, **report: Any) -> Any:
    request = request_of(told(what, **report), SERVICE)
    assert request.url == SERVICE.url
    assert "Authorization" not in request.headers
    return json.loads(request.body)


def test_an_opening_triggers():
    assert sent(metadata={"latency_ms": 312}) == {
        "routing_key": "R0UT1NGKEY",
        "event_action": "trigger",
        "dedup_key": ALERT,
        "client": "Faultbook",
        "client_url": PAGE,
        "links": [{"href": PAGE, "text": "The fault in Faultbook"}],
        "payload": {
            "summary": "WAN link latency high: Primary link (WAN1) latency is elevated",
            "source": "dev_2j4k2l2j3k4l2j3k4",
            "severity": "error",
            "timestamp": "2026-01-15T12:00:00+00:00",
            "group": "site_8a7b6c5d4e3f2g1h",
            "class": "wan-degradation",
            "custom_details": {
                "latency_ms": 312,
                "severity": "HIGH",
                "cause": "Latency probe exceeded 250ms for 5 consecutive checks.",
                "reported_by": "wantunnel-monitor",
            },
        },
    }


@pytest.mark.parametrize(
    "what", [ChangeKind.UPDATED, ChangeKind.SEVERITY_RAISED, ChangeKind.REOPENED]
)
def test_what_changes_of_an_open_fault_triggers_again(what: ChangeKind):
    assert sent(what) == sent()


@pytest.mark.parametrize(
    ("what", "action"),
    [
        (ChangeKind.ACKNOWLEDGED, "acknowledge"),
        (ChangeKind.RESOLVED, "resolve"),
        (ChangeKind.EXPIRED, "resolve"),
        (ChangeKind.DELETED, "resolve"),
    ],
)
def test_what_becomes_of_it_names_the_alert(what: ChangeKind, action: str):
    assert sent(what) == {
        "routing_key": "R0UT1NGKEY",
        "event_action": action,
        "dedup_key": ALERT,
    }


@pytest.mark.parametrize(
    ("severity", "word"),
    [
        (Severity.CRITICAL, "critical"),
        (Severity.HIGH, "error"),
        (Severity.MEDIUM, "warning"),
        (Severity.WARNING, "warning"),
        (Severity.LOW, "info"),
    ],
)
def test_each_severity_has_a_word_of_theirs(severity: Severity, word: str):
    assert sent(severity=severity)["payload"]["severity"] == word


def test_a_summary_is_as_long_as_they_take_it():
    assert len(sent(message="x" * 2000)["payload"]["summary"]) == 1024


def test_a_test_pages_nobody():
    assert json.loads(request_of(a_test(SERVICE), SERVICE).body) == {
        "routing_key": "R0UT1NGKEY",
        "event_action": "resolve",
        "dedup_key": "faultbook-test",
    }
