from dataclasses import replace
from datetime import timedelta

from faultbook.domain.fault import ChangeKind, Fault
from faultbook.domain.timeline import FirstReport, observation_of, with_unrecorded
from tests.support.builders import NOW, a_change, a_fault

LATER = NOW + timedelta(minutes=5)


def a_disk(key: str = "disk") -> Fault:
    return a_fault(message="disk 91%", cause="logs", metadata={"used": 91}, deduplication_key=key)


def test_what_was_said_first_stands_where_a_fault_was_opened_that_may_be_repeated():
    entry = observation_of(a_disk()).entry

    assert entry.report == FirstReport("disk 91%", "logs", {"used": 91})
    assert observation_of(a_disk(key="")).entry.report is None


def test_a_fault_that_was_repeated_before_it_was_seen_does_not_tell_its_news_as_the_first():
    repeated = a_disk().repeated(LATER, message="disk 99%")

    assert observation_of(repeated).entry.report is None
    [entry] = with_unrecorded([], repeated)
    assert entry.report is None


def test_a_later_change_says_nothing_of_the_first_report():
    fault = a_disk()
    resolved = fault.resolved(a_change(ChangeKind.RESOLVED, by_name="Ada"))

    entry = observation_of(resolved).entry

    assert (entry.report, entry.by_name) == (None, "Ada")


def test_a_change_that_is_not_recorded_yet_says_who_made_it():
    opened = replace(a_fault(), last_change=a_change(by_name="agents"))
    resolved = opened.resolved(a_change(ChangeKind.RESOLVED, by_name="Ada"))
    first = observation_of(opened).entry

    assert [entry.by_name for entry in with_unrecorded([first], resolved)] == ["agents", "Ada"]
