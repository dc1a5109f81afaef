"""Statistics of a span of time; what they cost depends on the span, not on the faults stored.

Whole days come rolled up, the rest by slots of five minutes. Where a border of a bucket cuts a
slot, the faults opened and resolved in it are looked up by their time; all else that happened in
the slot counts where the slot starts.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from faultbook.domain.histogram import percentile
from faultbook.domain.ranked_hours import HOURS
from faultbook.domain.retention import months_after
from faultbook.domain.rollup import DayTotals, heaviest
from faultbook.domain.spans import Buckets, Move, Span
from faultbook.domain.statistics import (
    HOUR,
    SLOT,
    SLOT_MONTHS,
    Dimension,
    Event,
    Measure,
    Ranking,
    Subject,
    Tally,
    add_tally,
    slot_start,
)
from faultbook.domain.times import from_microseconds
from faultbook.usecases.ports import Clock
from faultbook.usecases.statistics_ports import EventStore, StatisticsStore, Watermark

MICROSECOND = timedelta(microseconds=1)
SECOND = timedelta(seconds=1)
MAX_DAYS_BY_SLOT = 64  # of those that are rolled up; the others have to be read so
MAX_LOOK_UPS = 100  # ranges of cut slots
MAX_LOOKED_UP = 5000  # faults
MAX_CUT_LISTS = 31  # days that are read in full where their top list was cut


@dataclass(frozen=True, slots=True)
class Durations:
    """Seconds; None of nothing. The mean is exact, the percentiles within 9.1 %."""

    count: int
    mean: float | None
    p50: float | None
    p90: float | None


@dataclass(frozen=True, slots=True)
class Statistics:
    """`borders` has one more than `buckets`. `current` is of the moment, whatever the span.

    `resolution` is to what borders are exact: a second, a slot or an hour.
    """

    borders: list[datetime]
    buckets: list[Tally]
    totals: Tally
    current: Tally
    top: list[tuple[str, int]]
    resolution: timedelta

    def durations(self, subject: Subject) -> Durations:
        buckets = {
            int(measure.value): number
            for measure, number in self.totals.items()
            if measure[:2] == (subject, Dimension.BUCKET) and number > 0
        }
        count = sum(buckets.values())
        total = self.totals.get(Measure(subject, Dimension.MICROSECONDS), 0)
        return Durations(
            count=count,
            mean=total / count / 1_000_000 if count else None,
            p50=percentile(buckets, 0.5),
            p90=percentile(buckets, 0.9),
        )


@dataclass(frozen=True, slots=True)
class ReadStatistics:
    store: StatisticsStore
    events: EventStore
    clock: Clock

    def read(
        self,
        customer_id: str,
        span: Span,
        *,
        ranking: Ranking = Ranking.RESOURCE,
        top: int = 10,
    ) -> Statistics:
        """With `top` 0 no top list is made, which spares its reads."""
        now = self.clock()
        watermark = self.store.watermark(customer_id)
        reading = _Reading(customer_id, span, self.store, watermark, now)
        reading.count()
        moves = reading.settle(self.events)
        current = {m: n for m, n in watermark.now.items() if m.subject is Subject.UNRESOLVED}
        add_tally(current, self.events.expired(customer_id, now), -1)
        totals: Tally = {}
        for tally in reading.buckets.tallies:
            add_tally(totals, tally)
        return Statistics(
            borders=list(reading.buckets.borders),
            buckets=reading.buckets.tallies,
            totals=totals,
            current=current,
            top=heaviest(reading.rank(ranking, moves), top) if top else [],
            resolution=reading.resolution,
        )

    def top(
        self, customer_id: str, span: Span, *, ranking: Ranking = Ranking.RESOURCE, length: int = 10
    ) -> list[tuple[str, int]]:
        """The top list of `read` by itself, for a part of the reads."""
        now, watermark = self.clock(), self.store.watermark(customer_id)
        whole = Span(span.since, span.until)
        reading = _Reading(customer_id, whole, self.store, watermark, now, ranks_only=True)
        reading.count_edges()
        moves = reading.settle(self.events)
        return heaviest(reading.rank(ranking, moves), length)


@dataclass(slots=True)
class _Reading:
    customer_id: str
    span: Span
    statistics: StatisticsStore
    watermark: Watermark
    now: datetime
    ranks_only: bool = False
    resolution: timedelta = SECOND
    buckets: Buckets = field(init=False)
    _days: dict[date, DayTotals] = field(init=False)

    def __post_init__(self) -> None:
        self.buckets = Buckets(self.span.borders())
        rolled_up = [
            day
            for day in self._written_days()
            if self._is_rolled_up(day) and (self.span.covers(day) or not self.ranks_only)
        ]
        self._days = (
            self.statistics.days(self.customer_id, rolled_up[0], rolled_up[-1]) if rolled_up else {}
        )

    def count(self) -> None:
        by_slot = self._days_to_read_by_slot()
        for day in self._written_days():
            if self._is_rolled_up(day) and day not in by_slot:
                self._count_hours(day)
            else:
                slots = self.statistics.slots(self.customer_id, day, within=self.span)
                for start, tally in slots.items():
                    self.buckets.put_slot(start, tally)

    def count_edges(self) -> None:
        """Only the slots that the ends of the span cut."""
        ends = self.span.since, self.span.until - MICROSECOND
        for start in sorted({slot_start(end) for end in ends}):
            if self.buckets.cuts(start, SLOT):
                edge = Span(start, start + SLOT)
                slots = self.statistics.slots(self.customer_id, start.date(), within=edge)
                for found, tally in slots.items():
                    self.buckets.put_slot(found, tally)

    def settle(self, events: EventStore) -> list[Move]:
        """Look up what happened in cut slots, as far as the budget goes."""
        left = MAX_LOOKED_UP
        moves: list[Move] = []
        read: dict[Subject, Callable[..., Iterator[Event]]] = {Subject.OPENED: events.opened}
        if not self.ranks_only:
            read[Subject.RESOLVED] = events.resolved
        for subject, look_up in read.items():
            ranges = list(_ranges(self.buckets.cut_slots(subject)))
            if len(ranges) > MAX_LOOK_UPS:
                self._at_best(SLOT)
            for since, until in ranges[:MAX_LOOK_UPS]:
                found = list(islice(look_up(self.customer_id, since, until), left + 1))
                if len(found) > left:
                    self._at_best(SLOT)
                settled = (self.buckets.settle(event) for event in found[:left])
                moves += [move for move in settled if move]
                left -= min(left, len(found))
        return [move for move in moves if move.event.subject is Subject.OPENED]

    def rank(self, ranking: Ranking, moves: list[Move]) -> Mapping[str, int]:
        counts: Counter[str] = Counter()
        cut = sum(top.is_cut for totals in self._days.values() if (top := totals.tops.get(ranking)))
        for day in self._written_days():
            if self._is_rolled_up(day) and self.span.covers(day):
                totals = self._days.get(day, DayTotals())
                listed = totals.tops.get(ranking)
                if listed is None or not listed.is_cut or cut > MAX_CUT_LISTS:
                    counts.update(dict(listed.names) if listed else {})
                    continue
            counts.update(self._rank_by_slot(ranking, day))
        for move in moves:
            for name in _names(ranking, move.event):
                counts[name] += 1 if move.is_into else -1
        return +counts

    def _rank_by_slot(self, ranking: Ranking, day: date) -> Counter[str]:
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
        since, until = (-((midnight - end) // SLOT) for end in (self.span.since, self.span.until))
        counts: Counter[str] = Counter()
        for name, by_slot in self._by_slot(ranking, day):
            counts[name] += sum(number for slot, number in by_slot.items() if since <= slot < until)
        return counts

    def _by_slot(self, ranking: Ranking, day: date) -> Iterator[tuple[str, Mapping[int, int]]]:
        """A name may come more than once."""
        gathered = None
        if day not in self.watermark.late:
            gathered = self.statistics.ranked_hours(self.customer_id, day)
        if gathered:
            yield from gathered.counts.get(ranking, {}).items()
        since = gathered.until if gathered else 0
        if since < HOURS:
            rest = self.statistics.rankings(self.customer_id, day, ranking, since)
            yield from ((ranked.name, by_slot) for ranked, by_slot in rest.items())

    def _count_hours(self, day: date) -> None:
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
        for hour, tally in self._days.get(day, DayTotals()).hours.items():
            start = midnight + hour * HOUR
            self.buckets.put(start, tally)
            if self.buckets.cuts(start, HOUR):
                self._at_best(HOUR)

    def _written_days(self) -> Iterator[date]:
        """No slot is later than a day after the last writing."""
        if not self.watermark.serial:
            return
        last = (from_microseconds(int(self.watermark.serial)) + timedelta(days=1)).date()
        for day in self.span.days():
            if day > last:
                return
            yield day

    def _is_rolled_up(self, day: date) -> bool:
        closed = self.watermark.closed
        return closed is not None and day <= closed and day not in self.watermark.late

    def _days_to_read_by_slot(self) -> set[date]:
        """Days with a border that is not on the hour, those of the ends first."""
        oldest = months_after(self.now, -SLOT_MONTHS).date() + timedelta(days=1)
        borders = self.buckets.borders
        days = dict.fromkeys(
            border.date()
            for border in (borders[0], borders[-1], *borders)
            if border != border.replace(minute=0, second=0, microsecond=0)
        )
        return set(islice((day for day in days if day >= oldest), MAX_DAYS_BY_SLOT))

    def _at_best(self, resolution: timedelta) -> None:
        self.resolution = max(self.resolution, resolution)


def _ranges(slots: list[datetime]) -> Iterator[tuple[datetime, datetime]]:
    """Neighbouring slots as one."""
    for place, start in enumerate(slots):
        if place == 0 or slots[place - 1] + SLOT != start:
            first = start
        if place + 1 == len(slots) or start + SLOT != slots[place + 1]:
            yield first, start + SLOT


def _names(ranking: Ranking, opened: Event) -> tuple[str, ...]:
    if ranking is Ranking.RESOURCE:
        return (opened.state.resource_id,)
    is_ranked = ranking == Ranking(f"service of {opened.state.kind}")
    return opened.state.services if is_ranked else ()
