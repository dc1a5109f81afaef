"""What one change of a fault changes in the counts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from faultbook.domain.details import IncidentDetails
from faultbook.domain.fault import ChangeKind, Fault, Kind, Severity
from faultbook.domain.identifiers import draw_number
from faultbook.domain.statistics import (
    MAX_SERVICES,
    NOW,
    Counts,
    Dimension,
    Measure,
    Ranked,
    Ranking,
    Slot,
    Subject,
    delta,
    departed,
    merge,
    slot_of_day,
    slot_start,
    state_of,
    without_zeros,
)
from tests.support import builders
from tests.support.builders import a_change, a_fault

AT = builders.NOW
LATER = AT + timedelta(minutes=7, seconds=3)


def resolved(fault: Fault, at: datetime = LATER) -> Fault:
    return fault.resolved(a_change(ChangeKind.RESOLVED, at=at))


def reopened(fault: Fault, at: datetime = LATER) -> Fault:
    return fault.reopened(a_change(ChangeKind.REOPENED, at=at))


def change(before: Fault | None, after: Fault) -> Counts:
    return delta(state_of(before) if before else None, state_of(after))


def totals(counts: Counts) -> dict[tuple[datetime | None, str], int]:
    return {
        (group.start if isinstance(group, Slot) else None, measure.subject.value): number
        for group, tally in counts.items()
        for measure, number in tally.items()
        if measure.dimension is Dimension.TOTAL
    }


def test_an_opened_fault_is_present_and_counted_at_its_opening_in_every_dimension():
    fault = a_fault(
        opened_at=LATER,
        severity=Severity.LOW,
        kind=Kind.INCIDENT,
        type="disk",
        incident=IncidentDetails(priority="P1"),
        resource_id="dev_1",
        services=({"name": "checkout", "namespace": "shop"},),
    )

    counts = change(None, fault)

    slot = Slot(AT + timedelta(minutes=5))
    in_slot = Measure(Subject.OPENED, Dimension.SLOT, "145")
    assert counts == {
        NOW: {
            Measure(Subject.UNRESOLVED): 1,
            Measure(Subject.UNRESOLVED, Dimension.SEVERITY, "LOW"): 1,
            Measure(Subject.UNRESOLVED, Dimension.KIND, "INCIDENT"): 1,
            Measure(Subject.UNRESOLVED, Dimension.TYPE, "disk"): 1,
            Measure(Subject.UNRESOLVED, Dimension.KIND_AND_PRIORITY, "INCIDENT P1"): 1,
        },
        slot: {
            Measure(Subject.OPENED): 1,
            Measure(Subject.OPENED, Dimension.SEVERITY, "LOW"): 1,
            Measure(Subject.OPENED, Dimension.KIND, "INCIDENT"): 1,
            Measure(Subject.OPENED, Dimension.TYPE, "disk"): 1,
            Measure(Subject.OPENED, Dimension.PRIORITY, "P1"): 1,
        },
        Ranked(AT.replace(minute=0, second=0, microsecond=0), Ranking.RESOURCE, "dev_1"): {
            in_slot: 1
        },
        Ranked(
            AT.replace(minute=0, second=0, microsecond=0),
            Ranking.INCIDENT_SERVICE,
            "shop\x1fcheckout",
        ): {in_slot: 1},
    }


def test_a_backdated_fault_is_counted_when_it_began():
    fault = a_fault(opened_at=AT - timedelta(days=200))

    assert totals(change(None, fault))[AT - timedelta(days=200), "opened"] == 1


def test_a_resolution_counts_at_its_time_with_the_time_it_took():
    fault = a_fault()

    counts = change(fault, resolved(fault))

    slot = AT + timedelta(minutes=5)
    assert totals(counts) == {
        (None, "unresolved"): -1,
        (None, "resolved now"): 1,
        (slot, "resolved"): 1,
    }
    took = Measure(Subject.TIME_TO_RESOLVE, Dimension.MICROSECONDS)
    assert counts[Slot(slot)][took] == 423_000_000


def test_a_reopening_counts_and_makes_the_fault_unresolved():
    fault = resolved(a_fault(), AT + timedelta(minutes=1))

    assert totals(change(fault, reopened(fault))) == {
        (None, "unresolved"): 1,
        (None, "resolved now"): -1,
        (AT + timedelta(minutes=5), "reopened"): 1,
    }


def test_a_comment_changes_no_count():
    fault = a_fault()

    assert change(fault, replace(fault, version=2, comments_written=1)) == {}


def test_another_severity_moves_the_fault_among_those_that_are():
    fault = a_fault(severity=Severity.LOW)

    counts = change(fault, replace(fault, severity=Severity.HIGH, version=2))

    assert counts == {
        NOW: {
            Measure(Subject.UNRESOLVED, Dimension.SEVERITY, "LOW"): -1,
            Measure(Subject.UNRESOLVED, Dimension.SEVERITY, "HIGH"): 1,
        }
    }


def test_an_acknowledgement_counts_once_however_often_the_fault_changes_after_it():
    fault = a_fault()
    acknowledged = fault.acknowledged(a_change(ChangeKind.ACKNOWLEDGED, at=LATER))

    assert totals(change(fault, acknowledged)) == {(AT + timedelta(minutes=5), "acknowledged"): 1}
    assert change(acknowledged, replace(acknowledged, cause="other", version=3)) == {}


def test_taking_an_acknowledgement_back_leaves_its_count():
    fault = a_fault().acknowledged(a_change(ChangeKind.ACKNOWLEDGED, at=LATER))

    assert change(fault, fault.unacknowledged(a_change(ChangeKind.UNACKNOWLEDGED))) == {}


def test_a_reopening_and_resolution_that_were_never_seen_count_all_the_same():
    seen = resolved(a_fault(), AT + timedelta(minutes=1))
    later = resolved(reopened(seen, AT + timedelta(minutes=2)))

    assert totals(change(seen, later)) == {
        (AT + timedelta(minutes=5), "resolved"): 1,
        (AT + timedelta(minutes=5), "reopened"): 1,
    }


def test_a_resolution_that_was_never_seen_counts_with_the_reopening_that_was():
    fault = a_fault()
    later = reopened(resolved(fault, AT + timedelta(minutes=1)))

    assert totals(change(fault, later)) == {
        (AT + timedelta(minutes=5), "resolved"): 1,
        (AT + timedelta(minutes=5), "reopened"): 1,
    }


@pytest.mark.parametrize("how", [ChangeKind.EXPIRED, ChangeKind.DELETED])
def test_a_fault_that_is_gone_is_not_present_any_more(how: ChangeKind):
    state = state_of(resolved(a_fault()))

    counts = totals(delta(state, departed(state, how, LATER)))

    assert counts[None, "resolved now"] == -1
    expired = counts.get((AT + timedelta(minutes=5), "expired"), 0)
    assert expired == (how is ChangeKind.EXPIRED)
    assert sum(counts.values()) == expired - 1


def test_what_a_fault_leaves_out_in_between_makes_no_difference_to_those_that_are():
    first = a_fault()
    second = resolved(first)
    third = reopened(second, LATER + timedelta(minutes=1))
    stepwise: Counts = {}
    merge(stepwise, change(first, second))
    merge(stepwise, change(second, third))

    assert without_zeros(stepwise).get(NOW) == change(first, third).get(NOW)


def test_a_fault_with_many_services_counts_for_some():
    services = tuple({"name": f"s{number}"} for number in range(50))

    counts = change(None, a_fault(services=services))

    ranked = [group for group in counts if isinstance(group, Ranked)]
    assert len(ranked) == MAX_SERVICES + 1


@pytest.mark.parametrize(
    ("time", "slot"), [("00:00:00", 0), ("00:04:59.999999", 0), ("00:05:00", 1), ("23:59:59", 287)]
)
def test_slots_are_five_minutes_from_midnight(time: str, slot: int):
    at = datetime.fromisoformat(f"2026-01-15T{time}").replace(tzinfo=UTC)

    assert slot_of_day(at) == slot
    assert slot_start(at) == at.replace(hour=0, minute=0, second=0, microsecond=0) + slot * (
        timedelta(minutes=5)
    )


def test_history_counts_when_it_is_reported():
    number = draw_number(AT)
    long_ago = datetime(2019, 8, 24, 14, 15, 22, tzinfo=UTC)
    fault = a_fault(number=number, opened_at=long_ago)
    over = replace(resolved(fault), resolved_at=long_ago + timedelta(hours=1))

    opened, ended = delta(None, state_of(fault)), delta(state_of(fault), state_of(over))

    slot = Slot(slot_start(AT))
    assert {group for group in opened | ended if isinstance(group, Slot)} == {slot}
    assert ended[slot][Measure(Subject.RESOLVED)] == 1
    assert ended[slot][Measure(Subject.TIME_TO_RESOLVE, Dimension.MICROSECONDS)] == 3_600_000_000


def test_what_ended_within_the_year_before_its_report_counts_when_it_ended():
    ended_at = AT - timedelta(days=100)
    fault = a_fault(number=draw_number(AT), opened_at=AT - timedelta(days=500))
    over = replace(resolved(fault), resolved_at=ended_at)

    assert Slot(slot_start(ended_at)) in delta(state_of(fault), state_of(over))


def test_a_resolution_whose_time_is_corrected_counts_at_the_right_one_alone():
    fault = a_fault(opened_at=AT)
    once = resolved(fault, AT + timedelta(hours=2))
    corrected = replace(once, resolved_at=LATER, version=3)

    both = change(fault, once)
    merge(both, change(once, corrected))

    assert change(once, corrected)
    assert without_zeros(both) == change(fault, replace(once, resolved_at=LATER))


def test_resolved_again_at_another_time_is_another_resolution():
    once = resolved(a_fault(opened_at=AT), LATER)
    again = resolved(reopened(once), LATER + timedelta(hours=1))

    counts = totals(change(once, again))

    assert counts[slot_start(LATER + timedelta(hours=1)), "resolved"] == 1
    assert (slot_start(LATER), "resolved") not in counts
