"""Checks the newest days, customer by customer, for lost changes and wrong counters.

Drift comes from changes, so this reads what changed: faults that are open, those resolved recently,
those that are marked because no index shows their change, and those that expired. Safe beside
everything that writes, as `reconcile` is, which reads everything. What a run has no time for is
saved and done by the next.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from faultbook.domain.bounded_names import OTHER
from faultbook.domain.change_marks import (
    Expiring,
    are_marked,
    expires_by_its_age,
    openings_that_expire_on,
    stands_at,
)
from faultbook.domain.recount import MAX_AGE, Repair
from faultbook.domain.retention import RETENTION_MONTHS, months_after
from faultbook.domain.statistics import Dimension, day_of, state_of
from faultbook.domain.times import from_microseconds, microseconds
from faultbook.domain.window_recount import WindowRecount, WindowRun, first_day
from faultbook.usecases.left_over import LeftOver
from faultbook.usecases.mend_days import MendDays, is_closed, unlike_their_slots
from faultbook.usecases.missing_entries import MissingEntries
from faultbook.usecases.reconcile import Findings
from faultbook.usecases.record_changes import RecordChanges
from faultbook.usecases.statistics_ports import (
    AuditStore,
    Overtaken,
    StatisticsStore,
    WindowStore,
)

_DAY = timedelta(days=1)
_LOOKED_AFTER = timedelta(days=6)  # after its expiry: the store removes a fault some days late
# Days whose expiries are listed, so that a run that fails is made up for by the next. Not today:
# what has gone already would be missing.
_AHEAD = 2


class WatermarkLost(Exception):
    """A registered customer has no watermark: only a recount of everything can build that again."""


@dataclass(frozen=True, slots=True)
class ReconcileWindow:
    window: WindowStore
    audit: AuditStore
    statistics: StatisticsStore
    changes: RecordChanges

    def run(self, may_go_on: Callable[[], bool], *, may_begin: bool = True) -> Findings:
        """Go on with what an earlier run saved, or else begin, if it `may_begin`.

        Raises Unavailable where the customers cannot be read; what was mended stays mended.
        """
        now = self.changes.clock()
        run = self.window.load()
        if run is None or now - from_microseconds(int(run.run)) > MAX_AGE / 2:
            if not may_begin:
                return Findings(is_finished=True, missing=0, wrong=0)
            run = WindowRun(f"{microseconds(now):016d}", self.window.marked_since(now))
        left_over: list[LeftOver] = []
        is_finished = self._all_customers(run, may_go_on, left_over)
        if is_finished:
            self.window.clear()
        else:
            self.window.save(run)
        return Findings(is_finished, run.missing, run.wrong, left_over)

    def _all_customers(
        self, run: WindowRun, may_go_on: Callable[[], bool], left_over: list[LeftOver]
    ) -> bool:
        """False when the time was up first."""
        for customer_id in sorted(self.statistics.customers()):
            if customer_id <= run.after:
                continue
            if not may_go_on():
                return False
            missing = MissingEntries(self.changes)
            try:
                is_through = _OfCustomer(customer_id, run, self, missing, may_go_on).reconcile()
            except Exception as error:  # noqa: BLE001 - whatever is wrong with one stays with that
                left_over.append(LeftOver(customer_id, reason=error))
                missing.record()
                is_through = True
            run.missing += missing.missing
            left_over += missing.left_over
            if not is_through:
                return False
            run.after, run.current = customer_id, None
        return True


@dataclass(slots=True)
class _OfCustomer:
    customer_id: str
    run: WindowRun
    parts: ReconcileWindow
    missing: MissingEntries
    may_go_on: Callable[[], bool]
    _deleted_at: dict[int, datetime] = field(default_factory=dict)

    def reconcile(self) -> bool:
        """False when the time was up first."""
        recount = self.run.current
        if recount is None or recount.customer_id != self.customer_id:
            recount = self.run.current = self._read_counters()
        if not self._account(recount):
            return False
        # Between two looks at the indexes a fault may have moved from one to another unseen.
        if recount.is_too_high and not self._account(recount):
            return False
        for repair in list(recount.repairs()):
            self._mend(repair)
        for day in recount.doubtful:
            self.run.wrong += MendDays(self.parts.statistics).mend(self.customer_id, day)
        self.parts.audit.prune(self.customer_id)
        return True

    def _mend(self, repair: Repair) -> None:
        try:
            self.parts.audit.repair(self.customer_id, repair)
        except Overtaken:
            return  # another run has mended it
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one stays with that
            left = LeftOver(self.customer_id, day=day_of(repair.group), reason=error)
            self.missing.left_over.append(left)
            return
        self.run.wrong += len(repair.corrections)

    def _read_counters(self) -> WindowRecount:
        """The watermark first: what it tells of was in the counters before these are read."""
        watermark = self.parts.statistics.watermark(self.customer_id)
        if not watermark.serial:
            raise WatermarkLost(self.customer_id)
        recount = self._nothing_counted(watermark.serial)
        days = [recount.since + n * _DAY for n in range((recount.until - recount.since).days + 1)]
        for read in self.parts.window.counters(self.customer_id, days):
            recount.begin(read.group, read.stored)
        tallies = {group: stored.tally for group, stored in recount.stored.items()}
        today = from_microseconds(int(self.run.run)).date()
        rolled_up = self.parts.statistics.days(self.customer_id, recount.since, today)
        recount.doubtful = sorted(
            day for day in unlike_their_slots(tallies, rolled_up) if is_closed(day, watermark)
        )
        return recount

    def _nothing_counted(self, serial: str) -> WindowRecount:
        """A recount before anything is accounted for.

        No counter is more than a day ahead, nor after the last writing.
        """
        started, written = (from_microseconds(int(text)) for text in (self.run.run, serial))
        until = min(started, written).date() + _DAY
        recount = WindowRecount(self.customer_id, self.run.run, first_day(started), until, serial)
        recount.is_complete = are_marked(recount.start, self.run.marked_since)
        # One that expires at another age than most was marked when it was made.
        made = months_after(recount.start, -RETENTION_MONTHS)
        recount.knows_expiries = are_marked(made, self.run.marked_since)
        return recount

    def _account(self, recount: WindowRecount) -> bool:
        """Accounts for each open or changed fault, unless it is done already; False out of time."""
        for number in self._changed(recount):
            if number in recount.accounted:
                continue
            timeline = self.parts.window.timeline(self.customer_id, number)
            if timeline.error:
                recount.is_complete = False
                left = LeftOver(self.customer_id, number, reason=timeline.error)
                self.missing.left_over.append(left)
            recount.account(number, timeline.entries)
            at = self._deleted_at.get(number, self.parts.changes.clock())
            self.missing.look_at(timeline, lambda: True, at)
            if not self.may_go_on():
                self.missing.record()
                return False
        self.missing.record()
        return True

    def _changed(self, recount: WindowRecount) -> list[int]:
        """Open faults first: one that is resolved meanwhile is then seen in both places."""
        tells_little = _counts_others(recount)
        changed = self._marked(recount.since)
        for number, fault in self.parts.window.open(self.customer_id):
            if number in changed:
                continue
            if fault is None or tells_little or stands_at(fault) >= recount.start:
                changed.add(number)
            else:
                recount.account_open(number, state_of(fault))
        changed |= set(self.parts.window.resolved(self.customer_id, recount.start))
        changed |= self._expired(recount)
        changed |= self._marked(recount.since)
        return sorted(changed - recount.accounted)

    def _marked(self, since: date) -> set[int]:
        marks = list(self.parts.window.marks(self.customer_id, since))
        self._deleted_at |= {mark.number: mark.at for mark in marks}
        return {mark.number for mark in marks}

    def _expired(self, recount: WindowRecount) -> set[int]:
        """Faults that expired in the window, and earlier ones whose end is not recorded yet."""
        window, today = self.parts.window, self.parts.changes.clock().date()
        first = recount.since - _LOOKED_AFTER
        kept = window.expiring(self.customer_id, first, today + _AHEAD * _DAY)
        recount.is_complete &= self._are_listed(kept, first, today)
        expired: set[int] = set()
        for day, (numbers, is_listed) in kept.items():
            if recount.since <= day <= today:
                expired |= set(numbers)
            elif day < recount.since:
                left = set(numbers) - window.ended(self.customer_id, numbers)
                if len(left) < len(numbers):
                    window.keep_expiring(self.customer_id, day, sorted(left), is_listed=is_listed)
                expired |= left
        for ahead in range(1, _AHEAD + 1):
            day = today + ahead * _DAY
            if day not in kept or not kept[day].is_listed:
                self._list_expiring(day, kept[day].numbers if day in kept else ())
        return expired

    def _are_listed(self, kept: Mapping[date, Expiring], first: date, last: date) -> bool:
        """False where faults may be gone that no run has listed."""
        days = [first + n * _DAY for n in range((last - first).days + 1)]
        unlisted = [day for day in days if day not in kept or not kept[day].is_listed]
        opened = [opened_day for day in unlisted for opened_day in openings_that_expire_on(day)]
        return not opened or not self._had_openings(min(opened), max(opened), set(opened))

    def _had_openings(self, first: date, last: date, among: set[date]) -> bool:
        return not among.isdisjoint(self.parts.statistics.days(self.customer_id, first, last))

    def _list_expiring(self, day: date, kept: Sequence[int]) -> None:
        """`kept` are those that do not expire by their age, and are kept since they were made."""
        opened = openings_that_expire_on(day)
        found = {
            number
            for day in opened
            for number, fault in self.parts.window.opened_on(self.customer_id, day)
            if fault is None or expires_by_its_age(fault)
        }
        if found or (opened and self._had_openings(min(opened), max(opened), set(opened))):
            numbers = sorted(found | set(kept))
            self.parts.window.keep_expiring(self.customer_id, day, numbers, is_listed=True)


def _counts_others(recount: WindowRecount) -> bool:
    """Whether labels are counted as "other": the state of a fault then does not tell which."""
    return any(
        measure.dimension in {Dimension.TYPE, Dimension.KIND_AND_PRIORITY}
        and measure.value.endswith(OTHER)
        for stored in recount.stored.values()
        for measure in stored.tally
    )
