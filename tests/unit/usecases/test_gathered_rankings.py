"""Top lists whose hours are gathered say what the names by themselves say, whatever happens."""

from collections import Counter
from datetime import timedelta
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from faultbook.domain.fault import Fault
from faultbook.domain.recount import Repair, Stored
from faultbook.domain.spans import Span
from faultbook.domain.statistics import (
    SLOT,
    Dimension,
    Measure,
    Ranked,
    Ranking,
    Subject,
)
from faultbook.domain.timeline import deletion_of, observation_of
from faultbook.domain.times import microseconds
from faultbook.usecases.close_days import CloseDays
from faultbook.usecases.read_statistics import ReadStatistics
from faultbook.usecases.record_changes import RecordChanges
from tests.support.builders import CUSTOMER, NOW, SteppingClock, a_fault
from tests.support.interruptions import Event, Interrupted
from tests.support.statistics_fakes import Attempts, InMemoryEvents, InMemoryStatistics

MIDNIGHT = NOW.replace(hour=0)
LENGTH = 100
# With `HYPOTHESIS_PROFILE=explore`.
HISTORIES = 10_000 if settings.get_current_profile_name() == "explore" else 100


class Report(NamedTuple):
    minutes_ago: int
    device: int


class Deletion(NamedTuple):
    which: int


class Waiting(NamedTuple):
    minutes: int


class Gathering(NamedTuple):
    """`meanwhile` happens before the call of this place, which may be beyond the last."""

    before_call: int
    meanwhile: Report | Deletion


class Mending(NamedTuple):
    """Reconcile finds that a counter of this hour of today lacks something."""

    hour: int
    device: int


reports = st.builds(Report, st.integers(0, 30 * 60), st.integers(0, 3))
deletions = st.builds(Deletion, st.integers(0, 9))
steps = st.one_of(
    reports,
    deletions,
    st.builds(Waiting, st.sampled_from([1, 20, 41, 60, 180, 700])),
    st.builds(Gathering, st.integers(1, 9), st.one_of(reports, deletions)),
    st.builds(Mending, st.integers(0, 23), st.integers(0, 3)),
)
Step = Report | Deletion | Waiting | Gathering | Mending


class Desk:
    def __init__(self) -> None:
        self.clock = SteppingClock(NOW)
        self.books = InMemoryStatistics()
        self.reader = ReadStatistics(self.books, InMemoryEvents(self.books.faults), self.clock)
        self.faults: list[Fault] = []
        self._number = 0

    def take(self, step: Step) -> None:
        match step:
            case Report(minutes_ago, device):
                self._report(minutes_ago, device)
            case Deletion(which) if self.faults:
                self._delete(self.faults.pop(which % len(self.faults)))
            case Waiting(minutes):
                self.clock.at += timedelta(minutes=minutes)
            case Gathering(before_call, meanwhile):
                before: dict[int, Event] = {before_call: lambda: self.take(meanwhile)}
                books: InMemoryStatistics = Interrupted(self.books, before=before)  # type: ignore[assignment]
                CloseDays(books, self.clock, few=1).run(lambda: True)
            case Mending(hour, device):
                self._mend(hour, device)
            case _:
                pass

    def _report(self, minutes_ago: int, device: int) -> None:
        self._number += 1
        at = self.clock.at - timedelta(minutes=minutes_ago)
        fault = a_fault(number=self._number, opened_at=at, resource_id=f"dev_{device}")
        self.faults.append(fault)
        self.books.faults[CUSTOMER, fault.number] = fault
        RecordChanges(self.books, self.clock, Attempts(3)).record([observation_of(fault)])

    def _delete(self, fault: Fault) -> None:
        del self.books.faults[CUSTOMER, fault.number]
        observation = deletion_of(observation_of(fault), self.clock.at)
        RecordChanges(self.books, self.clock, Attempts(3)).record([observation])

    def _mend(self, hour: int, device: int) -> None:
        today = self.clock.at.replace(hour=0, minute=0, second=0, microsecond=0)
        group = Ranked(today + timedelta(hours=hour), Ranking.RESOURCE, f"dev_{device}")
        slot = Measure(Subject.OPENED, Dimension.SLOT, str(hour * 12 + 3))
        run = f"{microseconds(self.clock.at):016d}"
        seen = Stored({}, run, self.books.repairs.get((CUSTOMER, group), ""))
        self.books.repair(CUSTOMER, Repair(group, {slot: 1}, seen, run, run))

    def by_name(self, span: Span) -> dict[str, int]:
        counts: Counter[str] = Counter()
        for group, tally in self.books.counts.get(CUSTOMER, {}).items():
            if isinstance(group, Ranked) and group.ranking is Ranking.RESOURCE:
                midnight = group.hour.replace(hour=0)
                counts[group.name] += sum(
                    number
                    for measure, number in tally.items()
                    if span.since <= midnight + int(measure.value) * SLOT < span.until
                )
        return dict(+counts)


@settings(max_examples=HISTORIES)
@given(st.lists(steps, max_size=30), st.integers(0, 2 * 288), st.integers(0, 2 * 288))
def test_top_lists_agree_with_the_names_by_themselves(history: list[Step], since: int, length: int):
    desk = Desk()

    for step in history:
        desk.take(step)
        start = desk.clock.at.replace(minute=0, second=0, microsecond=0) - since * SLOT
        for span in (
            Span(start, start + (length + 1) * SLOT),
            Span(MIDNIGHT - SLOT, NOW + 9 * SLOT),
        ):
            assert dict(desk.reader.top(CUSTOMER, span, length=LENGTH)) == desk.by_name(span)


def test_hours_that_are_over_are_read_in_one_piece_and_the_rest_by_name():
    desk = Desk()
    for minutes_ago in (300, 90, 30):
        desk.take(Report(minutes_ago, device=1))

    CloseDays(desk.books, desk.clock, few=1).run(lambda: True)
    desk.books.counts[CUSTOMER] = {
        group: tally
        for group, tally in desk.books.counts[CUSTOMER].items()
        if not isinstance(group, Ranked) or group.hour == NOW - timedelta(hours=1)
    }

    gathered = desk.books.ranked[CUSTOMER, NOW.date()]
    assert (gathered.until, gathered.counts[Ranking.RESOURCE]) == (11, {"dev_1": {84: 1, 126: 1}})
    span = Span(MIDNIGHT, NOW + SLOT)
    assert desk.reader.top(CUSTOMER, span) == [("dev_1", 3)]


def test_a_few_names_are_not_gathered():
    desk = Desk()
    for minutes_ago in (300, 90):
        desk.take(Report(minutes_ago, device=minutes_ago))

    CloseDays(desk.books, desk.clock, few=3).run(lambda: True)

    assert desk.books.ranked == {}
