from dataclasses import replace
from datetime import timedelta

import pytest

from faultbook.domain.details import IncidentDetails
from faultbook.domain.fault import ChangeKind, Fault, Kind, Severity, Status
from faultbook.domain.listing import FaultFilter, Order
from tests.support.builders import NOW, a_change, a_fault

FAULT = a_fault(
    severity=Severity.HIGH,
    type="wan",
    resource_id="dev_1",
    path="site_1|dev_1",
    message="Latency is HIGH",
    cause="Größe überschritten",
    kind=Kind.INCIDENT,
    incident=IncidentDetails(category="network"),
    source="probe",
    services=({"name": "billing", "namespace": "prod"},),
    metric_names=("latency", "loss"),
)
RESOLVED = FAULT.resolved(
    a_change(ChangeKind.RESOLVED, at=NOW + timedelta(hours=2)), resolution="FIXED"
)
ACKNOWLEDGED = FAULT.acknowledged(a_change(ChangeKind.ACKNOWLEDGED))

ASSIGNED = FAULT.assigned(a_change(ChangeKind.ASSIGNED), "ann")


@pytest.mark.parametrize(
    ("wanted", "fault"),
    [
        (FaultFilter(), FAULT),
        (FaultFilter(status=Status.UNRESOLVED), FAULT),
        (FaultFilter(status=Status.RESOLVED), RESOLVED),
        (FaultFilter(severities=frozenset({Severity.HIGH})), FAULT),
        (FaultFilter(types=frozenset({"wan"})), FAULT),
        (FaultFilter(resource_id="dev_1"), FAULT),
        (FaultFilter(path="site_1"), FAULT),
        (FaultFilter(path="site_1|dev_1"), FAULT),
        (FaultFilter(sources=frozenset({"probe"})), FAULT),
        (FaultFilter(sources=frozenset({"wan-monitor"})), a_fault(reporter="wan-monitor")),
        (FaultFilter(text="latency is high"), FAULT),
        (FaultFilter(text="GRÖSSE ÜBER"), FAULT),
        (FaultFilter(since=NOW, until=NOW + timedelta(microseconds=1)), FAULT),
        (FaultFilter(acknowledged=False), FAULT),
        (FaultFilter(acknowledged=True), ACKNOWLEDGED),
        (FaultFilter(assignees=frozenset({"ann", "bob"})), ASSIGNED),
        (FaultFilter(types=frozenset({"lan", "wan"})), FAULT),
        (FaultFilter(reporters=frozenset({"wan-monitor"})), a_fault(reporter="wan-monitor")),
        (FaultFilter(resolved_since=NOW), FAULT),
        (FaultFilter(resolved_since=NOW + timedelta(hours=2)), RESOLVED),
        (FaultFilter(resolved_until=NOW + timedelta(hours=2, microseconds=1)), RESOLVED),
        (FaultFilter(resolution="FIXED"), RESOLVED),
        (FaultFilter(min_duration=timedelta(hours=2)), RESOLVED),
        (FaultFilter(severities=frozenset({Severity.HIGH, Severity.CRITICAL})), FAULT),
        (FaultFilter(kinds=frozenset({Kind.INCIDENT, Kind.ALERT})), FAULT),
        (FaultFilter(categories=frozenset({"network"})), FAULT),
        (FaultFilter(services=frozenset({"billing", "other"})), FAULT),
        (FaultFilter(namespaces=frozenset({"prod"})), FAULT),
        (FaultFilter(metric_names=frozenset({"loss"})), FAULT),
    ],
)
def test_a_fault_matches_what_holds_of_it(wanted: FaultFilter, fault: Fault):
    assert wanted.matches(fault)


@pytest.mark.parametrize(
    ("wanted", "fault"),
    [
        (FaultFilter(status=Status.RESOLVED), FAULT),
        (FaultFilter(status=Status.UNRESOLVED), RESOLVED),
        (FaultFilter(severities=frozenset({Severity.LOW})), FAULT),
        (FaultFilter(types=frozenset({"wa"})), FAULT),
        (FaultFilter(resource_id="dev_10"), FAULT),
        (FaultFilter(assignees=frozenset({"ann"})), FAULT),
        (FaultFilter(reporters=frozenset({"wan"})), a_fault(reporter="wan-monitor")),
        (FaultFilter(resolved_since=NOW + timedelta(hours=2, microseconds=1)), RESOLVED),
        (FaultFilter(resolved_until=NOW + timedelta(hours=2)), RESOLVED),
        (FaultFilter(resolved_until=NOW + timedelta(hours=2)), FAULT),
        (FaultFilter(assignees=frozenset({"Ann"})), ASSIGNED),
        (FaultFilter(path="site"), FAULT),
        (FaultFilter(text="loss"), FAULT),
        (FaultFilter(since=NOW + timedelta(microseconds=1)), FAULT),
        (FaultFilter(until=NOW), FAULT),
        (FaultFilter(acknowledged=True), FAULT),
        (FaultFilter(acknowledged=False), ACKNOWLEDGED),
        (FaultFilter(resolution="IGNORED"), RESOLVED),
        (FaultFilter(min_duration=timedelta(hours=2, seconds=1)), RESOLVED),
        (FaultFilter(min_duration=timedelta()), FAULT),
        (FaultFilter(kinds=frozenset({Kind.ALERT})), FAULT),
        (FaultFilter(categories=frozenset({"net"})), FAULT),
        (FaultFilter(services=frozenset({"prod"})), FAULT),
        (FaultFilter(namespaces=frozenset({"billing"})), FAULT),
        (FaultFilter(metric_names=frozenset({"los"})), FAULT),
        (FaultFilter(sources=frozenset({"other"})), FAULT),
    ],
)
def test_a_fault_does_not_match_what_does_not_hold(wanted: FaultFilter, fault: Fault):
    assert not wanted.matches(fault)


def test_one_condition_that_fails_is_enough():
    fault_filter = FaultFilter(
        severities=frozenset({Severity.HIGH}),
        types=frozenset({"wan"}),
        path="site_1",
        text="latency",
    )

    assert fault_filter.matches(FAULT)
    assert not fault_filter.matches(replace(FAULT, type="lan"))


def test_in_order_of_resolving_the_span_is_one_of_resolving():
    at_two = FaultFilter(order=Order.RESOLVED, since=NOW + timedelta(hours=2))

    assert at_two.matches(RESOLVED)
    assert not replace(at_two, since=NOW + timedelta(hours=3)).matches(RESOLVED)
    assert not replace(at_two, order=Order.OPENED).matches(RESOLVED)
