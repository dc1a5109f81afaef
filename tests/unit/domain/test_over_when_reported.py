from datetime import timedelta

from faultbook.domain.fault import ChangeKind, Status
from faultbook.domain.over_when_reported import VERSION, opening_of
from faultbook.domain.statistics import Subject, events, state_of
from tests.support.builders import CUSTOMER, NOW, a_change, a_report

HOUR = timedelta(hours=1)
OPENED = a_change(at=NOW)


def test_a_report_with_an_end_makes_a_resolved_fault_at_its_second_version():
    report = a_report(occurred_at=NOW - 2 * HOUR, ended_at=NOW - HOUR)

    fault = report.opened(CUSTOMER, 7, OPENED)

    assert (fault.status, fault.version, fault.resolutions) == (Status.RESOLVED, VERSION, 1)
    assert (fault.opened_at, fault.resolved_at) == (NOW - 2 * HOUR, NOW - HOUR)
    assert fault.last_change.what is ChangeKind.RESOLVED


def test_it_ends_no_earlier_than_it_began_and_no_later_than_it_was_reported():
    early = a_report(occurred_at=NOW - HOUR, ended_at=NOW - 2 * HOUR)
    late = a_report(occurred_at=NOW - HOUR, ended_at=NOW + HOUR)

    assert early.opened(CUSTOMER, 7, OPENED).resolved_at == NOW - HOUR
    assert late.opened(CUSTOMER, 7, OPENED).resolved_at == NOW


def test_the_version_before_it_is_what_the_same_report_without_an_end_makes():
    whole = a_report(occurred_at=NOW, ended_at=NOW).opened(CUSTOMER, 7, OPENED)

    assert opening_of(whole) == a_report(occurred_at=NOW).opened(CUSTOMER, 7, OPENED)


def test_one_that_first_appears_resolved_counts_as_opened_and_as_resolved():
    fault = a_report(occurred_at=NOW - 2 * HOUR, ended_at=NOW - HOUR).opened(CUSTOMER, 7, OPENED)

    counted = {event.subject: (event.at, event.took) for event in events(None, state_of(fault))}

    assert counted == {
        Subject.OPENED: (NOW - 2 * HOUR, None),
        Subject.RESOLVED: (NOW - HOUR, HOUR),
    }
