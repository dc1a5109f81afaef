"""Recount the statistics from the timelines, mend what is missing or wrong, say how much it was.

Safe beside everything that writes: what is missing is recorded in the way of the stream, and what
is wrong is mended by adding. What a run has no time for is saved and done by the next.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from faultbook.domain.recount import MAX_AGE, Reach, Recount, Repair
from faultbook.domain.retention import months_after
from faultbook.domain.rollup import DayTotals, roll_up
from faultbook.domain.statistics import SLOT_MONTHS, Ranked, Slot, Tally, day_of
from faultbook.domain.timeline import LAST_VERSION, OUTLIVES, Observation, deletion_of, expiry_of
from faultbook.domain.times import from_microseconds, microseconds
from faultbook.usecases.left_over import LeftOver
from faultbook.usecases.record_changes import RecordChanges
from faultbook.usecases.statistics_ports import (
    AuditStore,
    Counters,
    Overtaken,
    StatisticsStore,
    Timeline,
    Watermark,
)

SETTLED = timedelta(hours=1)  # a change without an entry by then has lost its stream record
_TOGETHER = 50  # observations
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Findings:
    """`missing` entries and `wrong` counters were mended; both are 0 on a clean run.

    What could not be mended is left over, and found again by the next run.
    """

    is_finished: bool
    missing: int
    wrong: int
    left_over: list[LeftOver] = field(default_factory=list)

    @property
    def drift(self) -> int:
        return self.missing + self.wrong


@dataclass(frozen=True, slots=True)
class Reconcile:
    audit: AuditStore
    statistics: StatisticsStore
    changes: RecordChanges

    def run(self, may_go_on: Callable[[], bool], *, may_begin: bool = True) -> Findings:
        """Go on with what an earlier run saved, or else begin, if it `may_begin`.

        Raises Unavailable; what was mended until then stays mended.
        """
        now = self.changes.clock()
        recount = self.audit.load()
        if recount is None or now - from_microseconds(int(recount.run)) > MAX_AGE / 2:
            if not may_begin:
                return Findings(is_finished=True, missing=0, wrong=0)
            recount = self._read_counters(now)
        run = _Run(recount, self, may_go_on)
        is_finished = run.read_timelines() and run.mend_counters() and run.mend_days()
        if is_finished:
            self.audit.clear()
        else:
            self.audit.save(recount)
        return Findings(is_finished, recount.missing, recount.wrong, run.left_over)

    def _read_counters(self, now: datetime) -> Recount:
        """Watermarks first: what they tell of was in the counters before these are read."""
        recount = Recount(run=f"{microseconds(now):016d}")
        watermarks = {name: self.statistics.watermark(name) for name in self.statistics.customers()}
        recount.watermarks = {name: watermark.serial for name, watermark in watermarks.items()}
        rolled_up: dict[tuple[str, date], DayTotals] = {}
        for read in self.audit.statistics():
            if isinstance(read, Counters):
                recount.begin(*read)
            else:
                recount.note_history(read.customer_id, read.day)
                rolled_up[read.customer_id, read.day] = read.totals
        # Days before have lost their slots.
        oldest = months_after(now, -SLOT_MONTHS).date() + 2 * _DAY
        recount.doubtful = sorted(
            (customer_id, day)
            for customer_id, day in _unlike(recount, rolled_up)
            if day >= oldest and _is_closed(day, watermarks.get(customer_id))
        )
        return recount


def _unlike(
    recount: Recount, rolled_up: dict[tuple[str, date], DayTotals]
) -> Iterator[tuple[str, date]]:
    """Days of which the roll-up does not say what their slots say."""
    slots: dict[tuple[str, date], dict[datetime, Tally]] = {}
    rankings: dict[tuple[str, date], dict[Ranked, dict[int, int]]] = {}
    for (customer_id, group), stored in recount.stored.items():
        if isinstance(group, Slot):
            key = customer_id, group.start.date()
            slots.setdefault(key, {})[group.start] = stored.tally
        elif isinstance(group, Ranked):
            by_slot = {int(measure.value): number for measure, number in stored.tally.items()}
            rankings.setdefault((customer_id, group.day), {})[group] = by_slot
    for key in slots.keys() | rankings.keys() | rolled_up.keys():
        expected = roll_up(slots.get(key, {}), rankings.get(key, {}))
        if expected != rolled_up.get(key, DayTotals()):
            yield key


def _is_closed(day: date, watermark: Watermark | None) -> bool:
    return bool(
        watermark and watermark.closed and day <= watermark.closed and day not in watermark.late
    )


@dataclass(slots=True)
class _Run:
    recount: Recount
    parts: Reconcile
    may_go_on: Callable[[], bool]
    left_over: list[LeftOver] = field(default_factory=list)
    _observations: list[Observation] = field(default_factory=list)
    _unknown: dict[str, bool] = field(default_factory=dict)

    def read_timelines(self) -> bool:
        """False when the time was up first."""
        if self.recount.position is None:
            return True
        for timeline in self.parts.audit.timelines(self.recount.position):
            self.recount.account(timeline.customer_id, timeline.entries)
            self._look_for_gaps(timeline)
            self.recount.position = timeline.position
            if not self.may_go_on():
                self._record()
                return False
        self._record()
        self.recount.position = None
        return True

    def mend_counters(self) -> bool:
        """False when the time was up first."""
        reach = Reach.at(from_microseconds(int(self.recount.run)))
        for customer_id, repair in list(self.recount.repairs(reach)):
            if not self.may_go_on():
                return False
            with self._what_fails_is_left_over(customer_id, day_of(repair.group)):
                self._mend(customer_id, repair)
            del self.recount.left[customer_id, repair.group]
        return True

    def mend_days(self) -> bool:
        """False when the time was up first. Days that are marked as late wait for their closing."""
        while self.recount.doubtful:
            if not self.may_go_on():
                return False
            customer_id, day = self.recount.doubtful[-1]
            with self._what_fails_is_left_over(customer_id, day):
                self._mend_day(customer_id, day)
            self.recount.doubtful.pop()
        for customer_id in self.recount.watermarks:
            with self._what_fails_is_left_over(customer_id):
                self.parts.audit.prune(customer_id)
        return True

    @contextmanager
    def _what_fails_is_left_over(self, customer_id: str, day: date | None = None) -> Iterator[None]:
        """Whatever is wrong with one customer's data, the work for others goes on."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - it is reported, and found again by the next run
            self.left_over.append(LeftOver(customer_id, day=day, reason=error))

    def _look_for_gaps(self, timeline: Timeline) -> None:
        observation = timeline.unrecorded or self._unrecorded_end(timeline)
        if observation is None:
            return
        self._observations.append(observation)
        if self.parts.changes.clock() - observation.entry.at > SETTLED:
            self.recount.missing += 1
        if len(self._observations) >= _TOGETHER:
            self._record()

    def _unrecorded_end(self, timeline: Timeline) -> Observation | None:
        """A fault that has gone never comes back, so a look at the table now is good for ever."""
        if timeline.is_there or not timeline.entries:
            return None
        last = timeline.entries[-1]
        customer_id, number = timeline.customer_id, timeline.number
        if last.version == LAST_VERSION or self.parts.audit.exists(customer_id, number):
            return None
        observation = Observation(customer_id, number, last)
        expires_at = last.kept_until - int(OUTLIVES.total_seconds())
        if expires_at <= self.parts.changes.clock().timestamp():
            return expiry_of(observation, expires_at)
        return deletion_of(observation, self.parts.changes.clock())

    def _record(self) -> None:
        """What cannot be recorded now is found by the next run."""
        observations, self._observations = self._observations, []
        self.left_over += [
            unrecorded.what for unrecorded in self.parts.changes.record(observations)
        ]

    def _mend(self, customer_id: str, repair: Repair) -> None:
        if self._is_doubtful(customer_id):
            return
        try:
            self.parts.audit.repair(customer_id, repair)
        except Overtaken:
            return  # another run has mended it
        self.recount.wrong += len(repair.corrections)

    def _is_doubtful(self, customer_id: str) -> bool:
        """Without a watermark before, one that is there now was not made by this run but beside it.

        Then it is not known what its counters held when the timelines were read.
        """
        if self.recount.watermarks.get(customer_id):
            return False
        if customer_id not in self._unknown:
            serial = self.parts.changes.ledger.watermark(customer_id).serial
            self._unknown[customer_id] = serial not in {"", self.recount.watermark(customer_id)}
        return self._unknown[customer_id]

    def _mend_day(self, customer_id: str, day: date) -> None:
        seen = self.parts.statistics.watermark(customer_id)
        if not _is_closed(day, seen):
            return
        statistics = self.parts.statistics
        totals = roll_up(statistics.slots(customer_id, day), statistics.rankings(customer_id, day))
        if statistics.days(customer_id, day, day).get(day, DayTotals()) == totals:
            return
        try:
            statistics.close(customer_id, day, totals, seen)
        except Overtaken:
            return  # written to, or closed, meanwhile: it is rolled up by its closing
        self.recount.wrong += 1
