from datetime import UTC, datetime, timedelta

import pytest

from faultbook.domain.details import IncidentDetails
from faultbook.domain.errors import InvalidRequest
from faultbook.domain.identifiers import draw_number
from faultbook.domain.retention import CLOCK_SKEW, expiry, months_after
from tests.support.builders import CUSTOMER, NOW, a_change, a_report

INCIDENT = IncidentDetails(external_id="incident-1", priority="P1")
TICK = timedelta(microseconds=1)


LONG_AGO = datetime(2019, 8, 24, 14, 15, 22, tzinfo=UTC)


@pytest.mark.parametrize("occurred_at", [None, NOW, LONG_AGO, NOW + CLOCK_SKEW])
def test_a_fault_may_have_begun_at_any_time_before(occurred_at):
    a_report(occurred_at=occurred_at).check(NOW)


def test_a_fault_of_the_future_is_refused():
    with pytest.raises(InvalidRequest):
        a_report(occurred_at=NOW + CLOCK_SKEW + TICK).check(NOW)


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


@pytest.mark.parametrize(
    ("occurred_at", "is_history"),
    [(months_after(NOW, -12), False), (months_after(NOW, -12) - TICK, True), (LONG_AGO, True)],
)
def test_history_is_kept_from_its_report_on(occurred_at: datetime, *, is_history: bool):
    fault = a_report(occurred_at=occurred_at).opened(CUSTOMER, draw_number(NOW), a_change())

    assert (fault.opened_at, fault.is_history) == (occurred_at, is_history)
    assert fault.expires_at == expiry(NOW if is_history else occurred_at)
