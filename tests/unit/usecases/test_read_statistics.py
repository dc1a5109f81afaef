"""What a span's statistics say, against faults counted one by one."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from faultbook.domain.fault import ChangeKind, Fault, Severity
from faultbook.domain.rollup import LONGEST_LIST
from faultbook.domain.spans import Span
from faultbook.domain.statistics import Dimension, Measure, Subject
from faultbook.domain.timeline import observation_of
from faultbook.usecases import read_statistics as reading
from faultbook.usecases.close_days import CloseDays
from faultbook.usecases.read_statistics import ReadStatistics, Statistics
from faultbook.usecases.record_changes import RecordChanges
from tests.support.builders import CUSTOMER, NOW, SteppingClock, a_change, a_fault
from tests.support.fault_histories import random_source
from tests.support.statistics_fakes import Attempts, InMemoryEvents, InMemoryStatistics

MIDNIGHT = NOW.replace(hour=0)


class Desk:
    """Faults that are opened, resolved and counted; `read` is the statistics of a span."""

    def __init__(self) -> None:
        self.clock = SteppingClock(NOW)
        self.books = InMemoryStatistics()
        self.events = InMemoryEvents(self.books.faults)
        self._number = 0

    def open(self, at: datetime, **report: Any) -> Fault:
        self._number += 1
        return self._record(a_fault(number=self._number, opened_at=at, **report))

    def resolve(self, fault: Fault, at: datetime) -> Fault:
        return self._record(fault.resolved(a_change(ChangeKind.RESOLVED, at=at)))

    def reopen(self, fault: Fault, at: datetime) -> Fault:
        return self._record(fault.reopened(a_change(ChangeKind.REOPENED, at=at)))

    def acknowledge(self, fault: Fault, at: datetime) -> Fault:
        return self._record(fault.acknowledged(a_change(ChangeKind.ACKNOWLEDGED, at=at)))

    def forget(self, fault: Fault) -> None:
        del self.books.faults[CUSTOMER, fault.number]

    def close_days(self) -> None:
        CloseDays(self.books, self.clock, few=1).run(lambda: True)

    def read(self, since: datetime, until: datetime, buckets: int = 1, top: int = 10) -> Statistics:
        return ReadStatistics(self.books, self.events, self.clock).read(
            CUSTOMER, Span(since, until, buckets), top=top
        )

    def top(self, span: Span, length: int = 10) -> list[tuple[str, int]]:
        reader = ReadStatistics(self.books, self.events, self.clock)
        return reader.top(CUSTOMER, span, length=length)

    def _record(self, fault: Fault) -> Fault:
        self.books.faults[CUSTOMER, fault.number] = fault
        RecordChanges(self.books, self.clock, Attempts(1)).record([observation_of(fault)])
        return fault


@pytest.fixture
def desk() -> Desk:
    return Desk()


def of_buckets(statistics: Statistics, subject: Subject) -> list[int]:
    return [tally.get(Measure(subject), 0) for tally in statistics.buckets]


@pytest.mark.parametrize("seed", range(60))
def test_random_spans_and_buckets_count_what_happened_in_them(seed: int):
    draw = random_source(seed)
    desk = Desk()
    faults = []
    for _ in range(60):
        at = NOW - timedelta(seconds=draw.randrange(5 * 86_400))
        fault = desk.open(
            at,
            severity=draw.choice(list(Severity)),
            resource_id=f"dev_{draw.randrange(8)}",
            type=draw.choice(["link", "disk"]),
        )
        if draw.random() < 0.7:
            fault = desk.resolve(fault, at + timedelta(seconds=draw.randrange(40_000)))
        faults.append(fault)
        if draw.random() < 0.05:
            desk.close_days()
    desk.close_days()
    for _ in range(10):
        since = NOW - timedelta(seconds=draw.randrange(1, 6 * 86_400))
        length = draw.choice([draw.randrange(1, 900), draw.randrange(900, 6 * 86_400)])
        span = Span(since, since + timedelta(seconds=length), draw.randrange(1, 12))

        statistics = desk.read(span.since, span.until, span.buckets)
        assert desk.top(span) == statistics.top

        borders = statistics.borders
        assert borders == span.borders()
        for subject, times in (
            (Subject.OPENED, [fault.opened_at for fault in faults]),
            (Subject.RESOLVED, [fault.resolved_at for fault in faults if fault.resolved_at]),
        ):
            by_hand = [sum(start <= at < end for at in times) for start, end in pairwise(borders)]
            assert of_buckets(statistics, subject) == by_hand
        inside = [f for f in faults if span.since <= f.opened_at < span.until]
        for severity in Severity:
            measure = Measure(Subject.OPENED, Dimension.SEVERITY, severity.value)
            assert statistics.totals.get(measure, 0) == sum(
                fault.severity is severity for fault in inside
            )
        resources = Counter(fault.resource_id for fault in inside)
        assert dict(statistics.top) == dict(resources)
        assert [count for _, count in statistics.top] == sorted(resources.values(), reverse=True)
        assert statistics.resolution == timedelta(seconds=1)


@pytest.mark.parametrize("seed", range(20))
def test_spans_that_do_not_divide_evenly_count_what_their_borders_say_to_the_second(seed: int):
    """A client that counts anew between the seconds that it was shown gets the same."""
    draw = random_source(seed)
    desk = Desk()
    start = NOW - timedelta(seconds=draw.randrange(10_000, 100_000))
    length = draw.choice([10, 7, 100, 3600, 5000]) + draw.randrange(3)
    opened, resolved = [], []
    for _ in range(60):
        at = start + timedelta(microseconds=draw.randrange(length * 1_000_000))
        fault = desk.open(at)
        opened.append(at)
        if draw.random() < 0.5:
            over = at + timedelta(microseconds=draw.randrange(length * 500_000))
            desk.resolve(fault, over)
            resolved.append(over)
    until = start + timedelta(seconds=length)
    for buckets in (2, 3, 7, 13):
        statistics = desk.read(start, until, buckets)

        shown = [int(border.timestamp()) for border in statistics.borders]
        for subject, times in ((Subject.OPENED, opened), (Subject.RESOLVED, resolved)):
            seconds = [int(at.timestamp()) for at in times]
            by_hand = [sum(a <= at < b for at in seconds) for a, b in pairwise(shown)]
            assert of_buckets(statistics, subject) == by_hand
        for (a, b), tally in zip(pairwise(shown), statistics.buckets, strict=True):
            if a < b:
                apart = desk.read(datetime.fromtimestamp(a, UTC), datetime.fromtimestamp(b, UTC))
                for subject in (Subject.OPENED, Subject.RESOLVED):
                    measure = Measure(subject)
                    assert apart.totals.get(measure, 0) == tally.get(measure, 0)


def test_nothing_happened_for_a_customer_without_faults(desk: Desk):
    statistics = desk.read(MIDNIGHT, NOW, 3)

    assert statistics.buckets == [{}, {}, {}]
    assert statistics.current == {}
    assert statistics.top == []
    assert statistics.durations(Subject.TIME_TO_RESOLVE) == reading.Durations(0, None, None, None)


def test_what_happens_at_a_border_is_in_the_bucket_that_begins_there(desk: Desk):
    for seconds in (0, 59, 60, 119):
        desk.open(NOW - timedelta(hours=1) + timedelta(seconds=seconds))

    since = NOW - timedelta(hours=1)
    statistics = desk.read(since, since + timedelta(seconds=120), 2)

    assert of_buckets(statistics, Subject.OPENED) == [2, 2]


def test_buckets_narrower_than_a_slot_are_exact(desk: Desk):
    start = NOW - timedelta(minutes=10)
    for second in range(0, 600, 7):
        desk.open(start + timedelta(seconds=second))

    statistics = desk.read(start, NOW, 600)

    assert of_buckets(statistics, Subject.OPENED) == [int(s % 7 == 0) for s in range(600)]


def test_events_that_cannot_be_looked_up_count_where_their_slot_starts(desk: Desk):
    fault = desk.open(NOW - timedelta(hours=1))
    desk.acknowledge(fault, NOW - timedelta(minutes=56))
    start = NOW - timedelta(hours=1)

    statistics = desk.read(start, start + timedelta(minutes=6), 3)

    assert of_buckets(statistics, Subject.ACKNOWLEDGED) == [1, 0, 0]


def test_a_fault_that_was_deleted_stays_counted_where_its_slot_starts(desk: Desk):
    fault = desk.open(NOW - timedelta(hours=1) + timedelta(minutes=4))
    desk.forget(fault)
    start = NOW - timedelta(hours=1)

    statistics = desk.read(start, start + timedelta(minutes=5), 5)

    assert of_buckets(statistics, Subject.OPENED) == [1, 0, 0, 0, 0]


def test_a_fault_that_was_escalated_counts_with_the_severity_it_was_opened_with(desk: Desk):
    at = NOW - timedelta(hours=1) + timedelta(minutes=4)
    fault = desk.open(at, severity=Severity.LOW)
    change = a_change(ChangeKind.ESCALATED, at=NOW)
    desk.books.faults[CUSTOMER, fault.number] = fault.edited(change, severity=Severity.CRITICAL)

    statistics = desk.read(at - timedelta(minutes=1), NOW)

    low = Measure(Subject.OPENED, Dimension.SEVERITY, "LOW")
    critical = Measure(Subject.OPENED, Dimension.SEVERITY, "CRITICAL")
    assert statistics.totals[low] == 1
    assert statistics.totals.get(critical, 0) == 0


def test_current_is_of_this_moment_whatever_the_span(desk: Desk):
    fault = desk.open(NOW - timedelta(days=3), severity=Severity.LOW)
    desk.resolve(desk.open(NOW - timedelta(days=3)), NOW)

    statistics = desk.read(NOW - timedelta(hours=1), NOW)

    assert statistics.current[Measure(Subject.UNRESOLVED)] == 1
    assert statistics.current[Measure(Subject.UNRESOLVED, Dimension.SEVERITY, "LOW")] == 1
    desk.resolve(fault, NOW)
    assert desk.read(NOW - timedelta(hours=1), NOW).current[Measure(Subject.UNRESOLVED)] == 0


def test_an_expired_fault_that_the_store_has_yet_to_remove_is_not_current(desk: Desk):
    desk.open(NOW)
    desk.clock.at = NOW + timedelta(days=430)

    statistics = desk.read(desk.clock.at - timedelta(hours=1), desk.clock.at)

    assert statistics.current[Measure(Subject.UNRESOLVED)] == 0


def test_times_have_an_exact_mean_and_percentiles_within_the_stated_error(desk: Desk):
    spans = [timedelta(seconds=2**n + n) for n in range(1, 15)]
    for span in spans:
        fault = desk.open(NOW - timedelta(hours=10))
        desk.resolve(desk.acknowledge(fault, fault.opened_at + span / 2), fault.opened_at + span)

    statistics = desk.read(NOW - timedelta(days=1), NOW)

    seconds = sorted(span.total_seconds() for span in spans)
    to_resolve = statistics.durations(Subject.TIME_TO_RESOLVE)
    assert to_resolve.count == len(spans)
    assert to_resolve.mean == pytest.approx(sum(seconds) / len(seconds), rel=1e-12)
    assert to_resolve.p50 == pytest.approx(seconds[6], rel=0.091)
    assert to_resolve.p90 == pytest.approx(seconds[12], rel=0.091)
    to_acknowledge = statistics.durations(Subject.TIME_TO_ACKNOWLEDGE)
    assert to_acknowledge.mean == pytest.approx(sum(seconds) / len(seconds) / 2, rel=1e-12)


def test_a_reopened_fault_that_is_resolved_again_counts_twice(desk: Desk):
    fault = desk.resolve(desk.open(NOW - timedelta(hours=3)), NOW - timedelta(hours=2))
    desk.resolve(desk.reopen(fault, NOW - timedelta(hours=1)), NOW - timedelta(minutes=30))

    statistics = desk.read(NOW - timedelta(hours=4), NOW, 4)

    assert of_buckets(statistics, Subject.RESOLVED) == [0, 0, 1, 1]
    assert of_buckets(statistics, Subject.REOPENED) == [0, 0, 0, 1]


def test_beyond_the_budget_of_look_ups_slots_stay_whole_and_the_answer_says_so(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(reading, "MAX_LOOKED_UP", 3)
    start = NOW - timedelta(minutes=5)
    for second in range(0, 100, 10):
        desk.open(start + timedelta(seconds=200 + second))

    statistics = desk.read(start, NOW, 5)

    assert sum(of_buckets(statistics, Subject.OPENED)) == 10
    assert desk.events.looked_up <= 4
    assert statistics.resolution == timedelta(minutes=5)


def test_many_buckets_over_many_rolled_up_days_are_exact_to_the_hour(desk: Desk):
    faults = [desk.open(MIDNIGHT - timedelta(days=day, hours=5)) for day in range(1, 200)]
    desk.close_days()

    statistics = desk.read(MIDNIGHT - timedelta(days=211), MIDNIGHT, 997)

    assert statistics.resolution == timedelta(hours=1)
    assert sum(of_buckets(statistics, Subject.OPENED)) == len(faults)


def test_days_whose_slots_are_gone_are_there_as_a_whole(desk: Desk):
    fault = desk.open(NOW - timedelta(days=300))
    desk.close_days()
    for group in list(desk.books.counts[CUSTOMER]):
        if group != ("now",):
            del desk.books.counts[CUSTOMER][group]
    desk.clock.at = NOW + timedelta(days=300)
    day = fault.opened_at.replace(hour=0)

    statistics = desk.read(day, day + timedelta(days=1, minutes=1))

    assert statistics.totals[Measure(Subject.OPENED)] == 1
    assert statistics.top == [(fault.resource_id, 1)]


def test_a_late_change_shows_before_its_day_is_rolled_up_again(desk: Desk):
    desk.open(NOW - timedelta(days=2))
    desk.close_days()
    desk.open(NOW - timedelta(days=2))
    span = MIDNIGHT - timedelta(days=2), MIDNIGHT - timedelta(days=1)

    assert desk.read(*span).totals[Measure(Subject.OPENED)] == 2
    desk.close_days()
    assert desk.read(*span).totals[Measure(Subject.OPENED)] == 2
    assert desk.books.late[CUSTOMER] == {}


def test_a_cut_list_is_read_in_full(desk: Desk):
    at = MIDNIGHT - timedelta(days=1, hours=3)
    for number in range(LONGEST_LIST + 50):
        desk.open(at, resource_id=f"dev_{number:04d}")
    desk.open(at - timedelta(days=1), resource_id="dev_0249")
    desk.open(at - timedelta(days=1), resource_id="dev_0248")
    desk.close_days()

    top = desk.read(MIDNIGHT - timedelta(days=3), MIDNIGHT, top=3).top

    assert top == [("dev_0248", 2), ("dev_0249", 2), ("dev_0000", 1)]


def test_a_span_that_ends_inside_a_slot_ranks_what_it_holds(desk: Desk):
    for minute in range(5):
        desk.open(NOW + timedelta(minutes=minute), resource_id=f"dev_{minute}")

    top = desk.read(NOW + timedelta(minutes=1), NOW + timedelta(minutes=3)).top

    assert top == [("dev_1", 1), ("dev_2", 1)]


def test_the_whole_of_a_long_past_costs_no_slot(desk: Desk):
    for day in range(1, 30):
        desk.open(NOW - timedelta(days=day))
    desk.close_days()
    calls: list[str] = []

    class Watched(InMemoryStatistics):
        def __getattribute__(self, name: str) -> object:
            calls.append(name)
            return getattr(desk.books, name)

    ReadStatistics(Watched(), desk.events, desk.clock).read(
        CUSTOMER, Span(MIDNIGHT - timedelta(days=30), MIDNIGHT, 30)
    )

    assert calls.count("slots") == calls.count("rankings") == 0
    assert calls.count("days") == 1


def test_labels_beyond_what_a_customer_may_bring_up_count_as_other(desk: Desk):
    for number in range(60):
        desk.open(NOW, type=f"type-{number}")

    current = desk.read(NOW - timedelta(hours=1), NOW).current

    types = {m.value: n for m, n in current.items() if m.dimension is Dimension.TYPE}
    assert len(types) == 51
    assert types["other"] == 10
