"""A span of time cut into buckets, and counts put into them.

Counts come by the five minutes or by the hour. Such a unit belongs to the bucket that holds its
start, and to none if it starts outside the span. Single events whose time is known are then
moved to where they belong.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from faultbook.domain.statistics import (
    SLOT,
    Dimension,
    Event,
    Measure,
    Subject,
    Tally,
    add_tally,
    slot_start,
)

_DIMENSIONS = (Dimension.SEVERITY, Dimension.KIND, Dimension.TYPE, Dimension.PRIORITY)
MAX_SPAN = timedelta(days=5 * 366)  # as long as rolled-up days are kept
_DAY = timedelta(days=1)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Span:
    """`since` is inclusive, `until` exclusive; the buckets are equally long to the second.

    With more buckets than seconds some of them are empty spans.
    """

    since: datetime
    until: datetime
    buckets: int = 1

    def borders(self) -> list[datetime]:
        """One more than buckets: both ends are among them, and those between are whole seconds."""
        length = self.until - self.since
        exact = (self.since + length * n // self.buckets for n in range(1, self.buckets))
        between = (max(self.since, border.replace(microsecond=0)) for border in exact)
        return [self.since, *between, self.until]

    def days(self) -> Iterator[date]:
        day = self.since.date()
        while day <= (self.until - _MICROSECOND).date():
            yield day
            day += _DAY

    def slots_of(self, day: date) -> tuple[datetime, datetime]:
        """The first and the last slot of one day that overlap the span."""
        midnight = datetime(day.year, day.month, day.day, tzinfo=self.since.tzinfo)
        first = max(midnight, slot_start(self.since))
        last = min(midnight + _DAY - SLOT, slot_start(self.until - _MICROSECOND))
        return first, last

    def covers(self, day: date) -> bool:
        start = datetime(day.year, day.month, day.day, tzinfo=self.since.tzinfo)
        return self.since <= start and start + _DAY <= self.until


def whole_second_after(now: datetime) -> datetime:
    """An exclusive end that holds what happens at this moment."""
    return now.replace(microsecond=0) + timedelta(seconds=1)


class Move(NamedTuple):
    """The event lies on the other side of the span's border than the start of its slot."""

    event: Event
    is_into: bool


@dataclass(slots=True)
class Buckets:
    """`tallies` has one for each bucket."""

    borders: Sequence[datetime]
    tallies: list[Tally] = field(default_factory=list)
    _slots: dict[datetime, Tally] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tallies = [{} for _ in self.borders[1:]]

    def put(self, start: datetime, tally: Tally) -> None:
        place = self._place(start)
        if place is not None:
            add_tally(self.tallies[place], tally)

    def put_slot(self, start: datetime, tally: Tally) -> None:
        self.put(start, tally)
        if self.cuts(start, SLOT):
            self._slots[start] = dict(tally)

    def cuts(self, start: datetime, length: timedelta) -> bool:
        """Whether a border lies inside the slot, so that its events may belong to two buckets."""
        following = bisect_right(self.borders, start)
        return following < len(self.borders) and self.borders[following] < start + length

    def cut_slots(self, subject: Subject) -> list[datetime]:
        """The slots that a border cuts and that have events of this kind."""
        measure = Measure(subject)
        return sorted(start for start, tally in self._slots.items() if tally.get(measure, 0) > 0)

    def settle(self, event: Event) -> Move | None:
        """Move one event of a cut slot to its own bucket; a move is about the span's ends.

        The slot decides how many events there were, and of what kind.
        """
        start = slot_start(event.at)
        labels = _take(self._slots.get(start, {}), event)
        if not labels:
            return None
        source, target = self._place(start), self._place(event.at)
        if source is not None:
            add_tally(self.tallies[source], labels, -1)
        if target is not None:
            add_tally(self.tallies[target], labels)
        if (source is None) == (target is None):
            return None
        return Move(event, is_into=source is None)

    def _place(self, at: datetime) -> int | None:
        place = bisect_right(self.borders, at) - 1
        return place if 0 <= place < len(self.tallies) else None


def _take(left: Tally, event: Event) -> Tally:
    """Take one event out of a slot, with its labels.

    A fault has its labels of today. Where the slot has none of these left, the fault was counted
    under another label, and the commonest one is taken.
    """
    total = Measure(event.subject)
    if left.get(total, 0) <= 0:
        return {}
    taken = {total: 1}
    state = event.state
    own = {
        Dimension.SEVERITY: state.severity.value,
        Dimension.KIND: state.kind.value,
        Dimension.TYPE: state.type,
        Dimension.PRIORITY: state.priority,
    }
    for dimension in _DIMENSIONS:
        there = {
            measure: number
            for measure, number in left.items()
            if measure[:2] == (event.subject, dimension) and number > 0
        }
        label = Measure(event.subject, dimension, own[dimension])
        if label in there:
            taken[label] = 1
        elif there and dimension is not Dimension.PRIORITY:
            taken[max(there, key=lambda measure: there[measure])] = 1
    add_tally(left, taken, -1)
    return taken
