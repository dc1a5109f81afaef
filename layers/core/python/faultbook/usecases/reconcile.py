"""Recounts all statistics from all timelines, mends what is missing or wrong, and reports how much.

For once a month, or on demand; `reconcile_window` checks the newest days. Safe beside everything
that writes: missing changes are recorded as the stream does it, and wrong counters are mended by
adding. What a run has no time for is saved and done by the next.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from faultbook.domain.recount import MAX_AGE, Reach, Recount, Repair
from faultbook.domain.retention import months_after
from faultbook.domain.rollup import DayTotals
from faultbook.domain.statistics import SLOT_MONTHS, Group, Tally, day_of
from faultbook.domain.times import from_microseconds, microseconds
from faultbook.usecases.left_over import LeftOver
from faultbook.usecases.mend_days import MendDays, is_closed, unlike_their_slots
from faultbook.usecases.missing_entries import MissingEntries
from faultbook.usecases.record_changes import RecordChanges
from faultbook.usecases.statistics_ports import (
    AuditStore,
    Counters,
    Overtaken,
    StatisticsStore,
    Timeline,
)

# Between the counters and the timelines, which are read as they stood some moments before.
PAUSE = timedelta(minutes=1)
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
        if self.changes.clock() - from_microseconds(int(recount.read_at)) < PAUSE:
            self.audit.save(recount)
            return Findings(is_finished=False, missing=0, wrong=0)
        missing = MissingEntries(self.changes)
        run = _Run(recount, self, may_go_on, missing)
        is_finished = run.read_timelines() and run.mend_counters() and run.mend_days()
        recount.missing += missing.missing
        if is_finished:
            self.audit.clear()
        else:
            self.audit.save(recount)
        left_over = run.left_over + missing.left_over
        return Findings(is_finished, recount.missing, recount.wrong, left_over)

    def _read_counters(self, now: datetime) -> Recount:
        """Watermarks first: what they tell of was in the counters before these are read."""
        recount = Recount(run=f"{microseconds(now):016d}")
        watermarks = {name: self.statistics.watermark(name) for name in self.statistics.customers()}
        recount.watermarks = {name: watermark.serial for name, watermark in watermarks.items()}
        rolled_up: dict[str, dict[date, DayTotals]] = {}
        for read in self.audit.statistics():
            if isinstance(read, Counters):
                recount.begin(*read)
            else:
                recount.note_history(read.customer_id, read.day)
                rolled_up.setdefault(read.customer_id, {})[read.day] = read.totals
        # Days before have lost their slots.
        oldest = months_after(now, -SLOT_MONTHS).date() + 2 * _DAY
        recount.doubtful = sorted(
            (customer_id, day)
            for customer_id, day in _unlike(recount, rolled_up)
            if day >= oldest and is_closed(day, watermarks.get(customer_id))
        )
        recount.read_at = f"{microseconds(self.changes.clock()):016d}"
        return recount


def _unlike(
    recount: Recount, rolled_up: dict[str, dict[date, DayTotals]]
) -> Iterator[tuple[str, date]]:
    """Days whose roll-up differs from their counters."""
    counters: dict[str, dict[Group, Tally]] = {}
    for (customer_id, group), stored in recount.stored.items():
        counters.setdefault(customer_id, {})[group] = stored.tally
    for customer_id in counters.keys() | rolled_up.keys():
        theirs = counters.get(customer_id, {}), rolled_up.get(customer_id, {})
        yield from ((customer_id, day) for day in unlike_their_slots(*theirs))


@dataclass(slots=True)
class _Run:
    recount: Recount
    parts: Reconcile
    may_go_on: Callable[[], bool]
    missing: MissingEntries
    left_over: list[LeftOver] = field(default_factory=list)
    _unknown: dict[str, bool] = field(default_factory=dict)

    def read_timelines(self) -> bool:
        """False when the time was up first."""
        if self.recount.position is None:
            return True
        for timeline in self.parts.audit.timelines(self.recount.position):
            self._account(timeline)
            self.recount.position = timeline.position
            if not self.may_go_on():
                self.missing.record()
                return False
        self.missing.record()
        self.recount.position = None
        return True

    def _account(self, timeline: Timeline) -> None:
        customer_id, number = timeline.customer_id, timeline.number
        if timeline.error:
            self.recount.unreadable.add(customer_id)
            self.left_over.append(LeftOver(customer_id, number, reason=timeline.error))
            return
        self.recount.account(customer_id, timeline.entries)
        audit, now = self.parts.audit, self.parts.changes.clock()
        self.missing.look_at(timeline, lambda: not audit.exists(customer_id, number), now)

    def mend_counters(self) -> bool:
        """False when the time was up first."""
        reach = Reach.at(from_microseconds(int(self.recount.run)))
        for customer_id, repair in list(self.recount.repairs(reach)):
            if not self.may_go_on():
                return False
            with self._what_fails_is_left_over(customer_id, day_of(repair.group)):
                self._mend(customer_id, repair)
            self.recount.left.pop((customer_id, repair.group), None)
        return True

    def mend_days(self) -> bool:
        """False when the time was up first. Days that are marked as late wait for their closing."""
        while self.recount.doubtful:
            if not self.may_go_on():
                return False
            customer_id, day = self.recount.doubtful[-1]
            with self._what_fails_is_left_over(customer_id, day):
                self.recount.wrong += MendDays(self.parts.statistics).mend(customer_id, day)
            self.recount.doubtful.pop()
        for customer_id in self.recount.watermarks:
            with self._what_fails_is_left_over(customer_id):
                self.parts.audit.prune(customer_id)
        return True

    @contextmanager
    def _what_fails_is_left_over(self, customer_id: str, day: date | None = None) -> Iterator[None]:
        """A failure with one customer's data is left over, and the work for the others goes on."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - it is reported, and found again by the next run
            self.left_over.append(LeftOver(customer_id, day=day, reason=error))

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
