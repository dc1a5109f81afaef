from datetime import timedelta

import pytest

from faultbook.domain.details import IncidentDetails
from faultbook.domain.errors import InvalidRequest
from faultbook.domain.retention import BACKDATING, CLOCK_SKEW, expiry
from tests.support.builders import CUSTOMER, NOW, a_change, a_report

INCIDENT = IncidentDetails(external_id="incident-1", priority="P1")
TICK = timedelta(microseconds=1)


@pytest.mark.parametrize("occurred_at", [None, NOW, NOW - BACKDATING, NOW + CLOCK_SKEW])
def test_a_fault_may_have_begun_within_a_year(occurred_at):
    a_report(occurred_at=occurred_at).check(NOW)


@pytest.mark.parametrize("occurred_at", [NOW - BACKDATING - TICK, NOW + CLOCK_SKEW + TICK])
def test_a_fault_out_of_range_is_refused(occurred_at):
    with pytest.raises(InvalidRequest):
        a_report(occurred_at=occurred_at).check(NOW)


def test_a_report_becomes_a_fault_that_says_the_same():
    report = a_report(metadata={"slot": 3}, deduplication_key="link-7", incident=INCIDENT)
    change = a_change()

    fault = report.opened(CUSTOMER, 4711, change)

    assert (fault.customer_id, fault.number, fault.last_change) == (CUSTOMER, 4711, change)
    assert (fault.resource_id, fault.reporter) == (report.resource_id, report.reporter)
    assert (fault.message, fault.cause, fault.path) == (report.message, report.cause, report.path)
    assert (fault.metadata, fault.deduplication_key) == ({"slot": 3}, "link-7")
    assert fault.incident == INCIDENT
    assert fault.opened_at == NOW
    assert fault.expires_at == expiry(NOW)


def test_a_fault_without_a_place_is_its_own_place():
    fault = a_report(path="", resource_id="dev_7").opened(CUSTOMER, 4711, a_change())

    assert fault.path == "dev_7"


def test_a_late_report_counts_from_its_occurrence():
    earlier = NOW - timedelta(days=3)

    fault = a_report(occurred_at=earlier).opened(CUSTOMER, 4711, a_change(at=NOW))

    assert (fault.opened_at, fault.last_change.at) == (earlier, NOW)
    assert fault.expires_at == expiry(earlier)


def test_the_oldest_fault_that_can_be_reported_has_not_expired():
    fault = a_report(occurred_at=NOW - BACKDATING).opened(CUSTOMER, 4711, a_change())

    assert fault.expires_at > NOW.timestamp()
