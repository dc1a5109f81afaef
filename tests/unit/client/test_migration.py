"""Alerts as other services answer them, and what Faultbook is told of each."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faultbook_client.command.migration import alerta, opsgenie, pagerduty
from faultbook_client.command.migration.alerts import Alert

ANSWERS = Path(__file__).parents[2] / "client" / "vendor_answers"
MAPPINGS: dict[str, Callable[[Any], Alert]] = {
    "opsgenie": opsgenie.alert_of,
    "pagerduty": pagerduty.alert_of,
    "alerta": alerta.alert_of,
}


def answered(vendor: str, name: str) -> list[dict[str, Any]]:
    answer: dict[str, Any] = json.loads((ANSWERS / f"{vendor}.json").read_text("utf-8"))
    found: list[dict[str, Any]] = answer[name]
    return found


def test_an_alert_of_opsgenie():
    wire = answered("opsgenie", "data")[0]

    assert opsgenie.alert_of(wire) == Alert(
        key=wire["id"],
        report={
            "resource_id": "web-1",
            "microservice_id": "Nagios",
            "type": "alert",
            "severity": "CRITICAL",
            "message": "Disk of web-1 is full",
            "cause": "/var has 12 MB left.",
            "resource_ancestry_path": "berlin|rack-3|web-1",
            "occurred_at": "2026-01-15T09:00:00.123000+00:00",
            "deduplication_key": "opsgenie disk-web-1",
            "metadata": {
                "tags": ["storage", "OverwriteQuietHours"],
                "details": {"site": "berlin", "host": "rack-3", "mount": "/var"},
                "source": "10.0.0.7",
                "count": 3,
                "opsgenie": {"id": wire["id"], "tinyId": "1791"},
            },
        },
        comments=(
            "It is the access log.\n(at 2026-01-15 09:05:00 UTC)",
            "I free some space.\n(by ada@example.com at 2026-01-15 09:10:00 UTC)",
        ),
        acknowledged="by ada@example.com",
        assignee="ada@example.com",
        no_home=("responders", "teams", "actions"),
    )


def test_a_snoozed_alert_of_opsgenie_with_the_least():
    alert = opsgenie.alert_of(answered("opsgenie", "data")[1])

    assert alert.snoozed_until == datetime(2100, 1, 1, tzinfo=UTC)
    assert (alert.acknowledged, alert.assignee, alert.comments) == (None, "", ())
    assert alert.report["severity"] == "WARNING"
    assert alert.report["resource_id"] == "probe"


@pytest.mark.parametrize(
    ("details", "path"),
    [
        ({"path": "eu|berlin|web-1"}, "eu|berlin|web-1"),
        ({"path": "eu|berlin"}, "eu|berlin|web-1"),
        ({"instance": "web-1"}, "web-1"),
        ({"site": "a|b"}, "a/b|web-1"),
        ({}, "web-1"),
    ],
)
def test_the_path_of_an_alert_of_opsgenie(details: dict[str, str], path: str):
    alert = opsgenie.alert_of({"id": "1", "entity": "web-1", "details": details})

    assert alert.report["resource_ancestry_path"] == path


def test_an_incident_of_pagerduty():
    wire = answered("pagerduty", "incidents")[0]

    assert pagerduty.alert_of(wire) == Alert(
        key="Q2W9TZ3J5H8K1L",
        report={
            "resource_id": "Checkout/EU",
            "microservice_id": "pagerduty",
            "type": "incident_default",
            "severity": "HIGH",
            "message": "Checkout answers slowly",
            "cause": "p99 is above 3 s in eu-1",
            "resource_ancestry_path": "Checkout/EU",
            "occurred_at": "2026-01-15T09:00:00.000000+00:00",
            "deduplication_key": "pagerduty Q2W9TZ3J5H8K1L",
            "metadata": {
                "incident_key": "checkout/p99",
                "urgency": "high",
                "priority": "P2",
                "link": "https://acme.pagerduty.com/incidents/Q2W9TZ3J5H8K1L",
                "pagerduty": {"id": "Q2W9TZ3J5H8K1L", "incident_number": 1234},
            },
        },
        comments=("Looking at the database.\n(by Ada Lovelace at 2026-01-15 09:04:00 UTC)",),
        acknowledged="by Ada Lovelace at 2026-01-15 09:02:00 UTC",
        assignee="Ada Lovelace",
        no_home=("escalation_policy", "teams", "further assignees"),
    )


def test_an_incident_of_pagerduty_that_its_sender_will_resolve_here():
    first, second = answered("pagerduty", "incidents")

    keys = [
        pagerduty.alert_of(wire, "4Fh8QzT1LmW6xRb2").report["deduplication_key"]
        for wire in (first, second)
    ]
    assert keys == ["pagerduty key:4Fh8QzT1LmW6xRb2 checkout/p99", "pagerduty Q0AAAAAAAAAAA1"]
    assert pagerduty.alert_of(second).report["severity"] == "LOW"


def test_an_alert_of_alerta():
    wire = answered("alerta", "alerts")[0]

    assert alerta.alert_of(wire) == Alert(
        key=wire["id"],
        report={
            "resource_id": "router-7",
            "microservice_id": "snmptrap/nms-1",
            "type": "LinkDown",
            "severity": "HIGH",
            "message": "Uplink of router-7 is down",
            "cause": "no carrier",
            "resource_ancestry_path": "Production|Network|router-7",
            "occurred_at": "2026-01-15T09:00:00.000000+00:00",
            "deduplication_key": f"alerta {wire['id']}",
            "metadata": {
                "tags": ["site:berlin", "core"],
                "services": ["Network", "Shared"],
                "group": "Network",
                "value": "no carrier",
                "severity": "major",
                "attributes": {"region": "EU", "ip": "192.0.2.7"},
                "count": 5,
                "alerta": {"id": wire["id"], "type": "snmptrapAlert"},
            },
        },
        comments=("The carrier is told.\n(by ada at 2026-01-15 09:12:00 UTC)",),
        acknowledged="by ada at 2026-01-15 09:10:00 UTC",
        no_home=("correlate", "timeout", "history"),
    )


def test_what_is_over_is_told_from_what_is_open():
    assert [opsgenie.is_open(item) for item in answered("opsgenie", "data")] == [True, True, False]
    assert [alerta.is_open(alert) for alert in answered("alerta", "alerts")] == [True, True, False]
    assert [pagerduty.is_open(incident) for incident in answered("pagerduty", "incidents")] == [
        True,
        True,
    ]
    assert not pagerduty.is_open({"status": "resolved"})


def test_a_shelved_alert_of_alerta_is_taken_and_said():
    alert = alerta.alert_of(answered("alerta", "alerts")[1])

    assert alert.no_home == ("status shelved",)
    assert (alert.report["message"], alert.report["severity"]) == ("HttpSlow", "LOW")


NAMES = sorted(
    {
        name
        for vendor, listed in (
            ("opsgenie", "data"),
            ("pagerduty", "incidents"),
            ("alerta", "alerts"),
        )
        for alert in answered(vendor, listed)
        for name in alert
    }
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*NAMES, "summary", "name", "assignee", "user", "at"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=10,
)


@given(wire=st.dictionaries(st.sampled_from(NAMES), ANYTHING, max_size=12))
@pytest.mark.parametrize("vendor", MAPPINGS)
def test_whatever_a_service_says_is_no_reason_to_stop(vendor: str, wire: dict[str, Any]):
    report = MAPPINGS[vendor](wire).report

    json.dumps(report)
    assert report["resource_id"]
    assert "|" not in report["resource_id"]
    assert report["severity"] in {"CRITICAL", "HIGH", "MEDIUM", "WARNING", "LOW"}
