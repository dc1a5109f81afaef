"""Every mapping rule between the wire and the domain."""

import string
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faultbook.domain.fault import ChangeKind, Fault, Origin, Severity, Status
from faultbook.domain.timeline import TimelineEntry, observation_of
from functions.mackerel_api import answers, schemas, translate
from functions.mackerel_api.identifiers import alert_id, host_id, monitor_id
from functions.mackerel_api.translate import CheckedHost
from tests.support.builders import CUSTOMER, NOW, a_change, a_fault
from tests.support.mackerel_world import a_report, conforms

SECOND = int(NOW.timestamp())
printable = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")))
identifiers = st.text(
    alphabet=sorted(set(string.printable) - set(string.whitespace) - {"#", "|"}), min_size=1
)
check_reports = st.builds(
    lambda host, name, status, message, at: schemas.CheckReport.model_validate(
        a_report(
            source={"type": "host", "hostId": host[:255]},
            name=name[:255],
            status=status,
            message=message[:1024],
            occurredAt=at,
        )
    ),
    identifiers,
    printable.filter(bool),
    st.sampled_from(["CRITICAL", "WARNING", "UNKNOWN"]),
    printable,
    st.integers(0, SECOND),
)


def wire(**fields) -> schemas.CheckReport:
    return schemas.CheckReport.model_validate(a_report(**fields))


def opened(**fields) -> Fault:
    """The fault of a check report."""
    return fault_of(wire(**fields))


def fault_of(report: schemas.CheckReport) -> Fault:
    """Of a host that is not registered."""
    name = report.source.host_id
    host = CheckedHost(host_id(CUSTOMER, name), name)
    return translate.report_of(report, host, NOW).opened(CUSTOMER, 1, a_change())


def changed(fault: Fault, what: ChangeKind, **fields) -> Fault:
    """One version on, by a change of a minute later."""
    change = a_change(what, at=fault.last_change.at + timedelta(minutes=1), **fields)
    if what is ChangeKind.RESOLVED:
        return fault.resolved(change)
    if what is ChangeKind.REOPENED:
        return fault.reopened(change)
    return fault.noted(change)


def entries(*versions: Fault) -> list[TimelineEntry]:
    return [observation_of(version).entry for version in versions]


def logs(fault: Fault, *versions: Fault) -> list[answers.AlertLog]:
    return translate.log_wires(fault, translate.log_entries(fault, entries(*versions)))


@given(check_reports)
def test_a_check_report_comes_back_as_the_alert_that_it_made(report: schemas.CheckReport):
    fault = fault_of(report)

    alert = translate.alert_wire(fault)

    assert alert["status"] == report.status
    assert alert["hostId"] == host_id(CUSTOMER, report.source.host_id)
    assert alert["monitorId"] == monitor_id(CUSTOMER, report.name)
    assert alert["message"] == report.message or (not report.message and alert["message"])
    assert alert["openedAt"] == report.occurred_at.timestamp()
    conforms(answers.Alert, alert)


@given(st.lists(check_reports, min_size=2, max_size=2))
def test_reports_are_of_one_alert_if_host_and_check_are_the_same(reports):
    one, other = reports
    same = (one.source.host_id, one.name) == (other.source.host_id, other.name)
    keys = {fault_of(report).deduplication_key for report in reports}

    assert (len(keys) == 1) is same


@pytest.mark.parametrize(
    ("severity", "status"),
    [
        (Severity.CRITICAL, "CRITICAL"),
        (Severity.HIGH, "CRITICAL"),
        (Severity.MEDIUM, "WARNING"),
        (Severity.WARNING, "WARNING"),
        (Severity.LOW, "WARNING"),
    ],
)
def test_a_fault_made_elsewhere_has_the_status_of_its_severity(severity: Severity, status: str):
    assert translate.alert_wire(a_fault(severity=severity))["status"] == status


@pytest.mark.parametrize(
    ("status", "severity"),
    [
        ("CRITICAL", Severity.CRITICAL),
        ("WARNING", Severity.WARNING),
        ("UNKNOWN", Severity.MEDIUM),
    ],
)
def test_a_check_has_the_severity_of_its_status(status: str, severity: Severity):
    fault = opened(status=status)

    assert (fault.severity, fault.severity_word) == (severity, status)


def test_a_fault_of_another_api_that_calls_its_source_mackerel_is_no_check():
    fault = a_fault(source="mackerel", severity=Severity.MEDIUM)

    assert translate.alert_wire(fault)["status"] == "WARNING"


def test_a_check_that_another_api_gave_another_severity_shows_that():
    fault = replace(opened(status="UNKNOWN"), severity=Severity.LOW)

    assert translate.alert_wire(fault)["status"] == "WARNING"


def test_a_check_report_makes_a_fault_that_reads_well_in_every_api():
    fault = opened(source={"type": "host", "hostId": "web-1"}, name="disk")

    assert fault.resource_id == "web-1"
    assert fault.path == "web-1"
    assert (fault.reporter, fault.type, fault.origin) == ("disk", "check", "disk")
    assert fault.message == "DISK CRITICAL: / is 96 % full"
    assert fault.cause == "The check disk on the host web-1 reports CRITICAL."
    assert fault.opened_at == NOW


def test_a_check_without_words_gets_some():
    assert opened(message="", status="WARNING").message == "disk is WARNING"


def test_an_open_alert_has_neither_reason_nor_end():
    fault = a_fault()

    assert translate.alert_wire(fault) == {
        "id": alert_id(fault.number),
        "status": "CRITICAL",
        "monitorId": monitor_id(CUSTOMER, "wantunnel-monitor"),
        "type": "check",
        "hostId": host_id(CUSTOMER, "dev_2j4k2l2j3k4l2j3k4"),
        "message": fault.message,
        "memo": "",
        "openedAt": SECOND,
    }


def test_a_closed_alert_is_ok_and_has_both():
    fault = changed(a_fault(), ChangeKind.RESOLVED, why="mended")

    alert = translate.alert_wire(fault)

    assert (alert["status"], alert["reason"]) == ("OK", "mended")
    assert alert["closedAt"] == SECOND + 60


def test_a_closed_alert_without_a_reason_has_an_empty_one():
    assert translate.alert_wire(changed(a_fault(), ChangeKind.RESOLVED))["reason"] == ""


def test_times_are_whole_seconds():
    at = datetime(2026, 1, 15, 12, 0, 0, 999_999, tzinfo=UTC)
    alert = translate.alert_wire(a_fault(opened_at=at))

    assert repr(alert["openedAt"]) == str(SECOND)


def test_logs_follow_a_check_through_all_of_its_states():
    warning = opened(status="WARNING")
    critical = replace(
        changed(warning, ChangeKind.SEVERITY_RAISED, api=Origin.MACKEREL),
        severity=Severity.CRITICAL,
        message="97 %",
    )
    unknown = replace(
        changed(critical, ChangeKind.UPDATED, api=Origin.MACKEREL),
        severity=Severity.MEDIUM,
        message="no answer",
    )
    reason = translate.reason_of(wire(status="OK", message="40 %"))
    over = changed(unknown, ChangeKind.RESOLVED, api=Origin.MACKEREL, why=reason)

    said = logs(over, warning, critical, unknown, over)

    assert [(log["status"], log["trigger"]) for log in said] == [
        ("OK", "monitoring"),
        ("UNKNOWN", "monitoring"),
        ("CRITICAL", "monitoring"),
        ("WARNING", "monitoring"),
    ]
    details = [log["statusDetail"] and log["statusDetail"]["detail"]["message"] for log in said]
    assert details == ["40 %", "no answer", None, warning.message]


def test_what_leaves_the_status_as_it_is_makes_no_log():
    first = a_fault(severity=Severity.HIGH)
    acknowledged = first.acknowledged(a_change(ChangeKind.ACKNOWLEDGED))
    raised = replace(changed(acknowledged, ChangeKind.SEVERITY_RAISED), severity=Severity.CRITICAL)

    assert len(logs(raised, first, acknowledged, raised)) == 1


@pytest.mark.parametrize(
    ("change", "trigger"),
    [
        ({"api": Origin.MACKEREL, "why": "closed by a person"}, "manual"),
        ({"api": Origin.MACKEREL, "why": ""}, "manual"),
        ({"api": Origin.MACKEREL, "why": translate.reason_of(wire(message=""))}, "monitoring"),
        ({"api": Origin.FAULTS, "why": translate.reason_of(wire(message=""))}, "manual"),
        ({"api": Origin.INCIDENTS}, "manual"),
        ({"api": Origin.FORTIMONITOR}, "manual"),
        ({"api": Origin.SCHEDULE}, "monitoring"),
    ],
)
def test_who_closed_an_alert_is_its_trigger(change: dict[str, Any], trigger: str):
    fault = opened()
    closed = changed(fault, ChangeKind.RESOLVED, **change)

    assert logs(closed, fault, closed)[0]["trigger"] == trigger


def test_a_severity_that_a_person_lowers_is_a_manual_change():
    fault = a_fault(severity=Severity.CRITICAL)
    lowered = replace(changed(fault, ChangeKind.UPDATED), severity=Severity.LOW)

    assert logs(lowered, fault, lowered)[0]["trigger"] == "manual"


def test_a_log_fits_its_schema():
    fault = opened()

    for log in logs(fault, fault):
        conforms(answers.AlertLog, log)


def test_only_closed_alerts_are_filtered_out_and_only_by_default():
    assert translate.filter_of(schemas.ListAlerts()).status is Status.UNRESOLVED
    asked = schemas.ListAlerts.model_validate({"withClosed": "true"})
    assert translate.filter_of(asked).status is None
