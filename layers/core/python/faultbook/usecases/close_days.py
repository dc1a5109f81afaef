"""Rolls up days that are over, and again those in which something was counted afterwards.

Of a day that goes on the rankings of its hours that are over are gathered, for they are long.

A late mark tells whether a day was written to since it was read, so a run may come twice, late, or
beside another one.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from faultbook.domain.ranked_hours import HOURS, RankedHours, gather
from faultbook.domain.rollup import roll_up
from faultbook.domain.statistics import SETTLING, Ranked, Ranking
from faultbook.domain.times import from_microseconds
from faultbook.usecases.left_over import LeftOver
from faultbook.usecases.ports import Clock
from faultbook.usecases.statistics_ports import Overtaken, StatisticsStore, Watermark

# Who writes to a day while it lasts leaves no mark. What such a writer has begun before midnight
# is written, or given up, long before this has passed.
GRACE = timedelta(minutes=15)
FEW = 50  # names that may as well be read by themselves
_DAY = timedelta(days=1)
_ATTEMPTS = 3
_GOLDEN_RATIO = 0.618033988749895


@dataclass(slots=True)
class RollUps:
    """`days` is how many were rolled up."""

    days: int = 0
    left_over: list[LeftOver] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CloseDays:
    """`few` names of a day that goes on are not gathered."""

    statistics: StatisticsStore
    clock: Clock
    few: int = FEW

    def run(self, may_go_on: Callable[[], bool]) -> RollUps:
        """Each customer and each day separately; what time does not allow waits for the next.

        Raises Unavailable where the customers cannot be read.
        """
        done = RollUps()
        for customer_id in _in_turn(list(self.statistics.customers()), self.clock()):
            try:
                self._run_for(customer_id, may_go_on, done)
            except Exception as error:  # noqa: BLE001 - whatever is wrong with one stays with that
                done.left_over.append(LeftOver(customer_id, reason=error))
            if not may_go_on():
                break
        return done

    def _run_for(self, customer_id: str, may_go_on: Callable[[], bool], done: RollUps) -> None:
        seen = self.statistics.watermark(customer_id)
        for day in _due(seen, self.clock()):
            if not may_go_on():
                return
            try:
                is_closed = self._close(customer_id, day)
            except Exception as error:  # noqa: BLE001 - whatever is wrong with one stays with that
                done.left_over.append(LeftOver(customer_id, day=day, reason=error))
                self._put_off(customer_id, day)
                continue
            if not is_closed:
                break
            done.days += 1
        self._gather_today(customer_id, seen)

    def _gather_today(self, customer_id: str, seen: Watermark) -> None:
        """Who is overtaken leaves it to the next hour."""
        now = self.clock()
        day, until = now.date(), now - GRACE - SETTLING
        if until.date() < day or not _was_written_on(day, seen):
            return
        before = None
        if day not in seen.late:
            before = self.statistics.ranked_hours(customer_id, day)
        if before and before.until == until.hour:
            return
        found = {
            ranked: by_slot
            for ranked, by_slot in self._behind(customer_id, day, before).items()
            if ranked.hour.hour < until.hour
        }
        if len(found) >= self.few:
            ranked = gather(found, until.hour, before)
            with suppress(Overtaken):
                self.statistics.put_ranked_hours(customer_id, day, ranked, seen)

    def _behind(
        self, customer_id: str, day: date, before: RankedHours | None
    ) -> dict[Ranked, dict[int, int]]:
        """By name, from where the gathered ones end."""
        if before is None:
            return self.statistics.rankings(customer_id, day)
        found: dict[Ranked, dict[int, int]] = {}
        for ranking in Ranking:
            found |= self.statistics.rankings(customer_id, day, ranking, before.until)
        return found

    def _put_off(self, customer_id: str, day: date) -> None:
        """Marks a day that cannot be rolled up as late, so that the days after it can be."""
        seen = self.statistics.watermark(customer_id)
        if seen.closed and day > seen.closed:
            self.statistics.put_off(customer_id, day, seen)

    def _close(self, customer_id: str, day: date) -> bool:
        """False when others kept writing to the day, or another run was faster."""
        statistics = self.statistics
        for _ in range(_ATTEMPTS):
            seen = statistics.watermark(customer_id)
            if seen.closed and day <= seen.closed and day not in seen.late:
                return True
            slots = statistics.slots(customer_id, day)
            rankings = statistics.rankings(customer_id, day)
            totals = roll_up(slots, rankings)
            try:
                statistics.close(customer_id, day, totals, gather(rankings, HOURS), seen)
            except Overtaken:
                continue
            return True
        return False


def _in_turn(customers: Sequence[str], now: datetime) -> list[str]:
    """Starts at another customer each hour, so that nobody is the last in every run.

    Multiples of the golden ratio are spread evenly, however many there are.
    """
    hour = int(now.timestamp()) // 3600
    first = int(len(customers) * (hour * _GOLDEN_RATIO % 1))
    return [*customers[first:], *customers[:first]]


def _was_written_on(day: date, watermark: Watermark) -> bool:
    return bool(watermark.serial) and from_microseconds(int(watermark.serial)).date() >= day


def _due(watermark: Watermark, now: datetime) -> Iterator[date]:
    """Late days, then the days since the last closed one up to the last that was written to."""
    yield from sorted(
        day
        for day in watermark.late
        if day < now.date() and (not watermark.closed or day <= watermark.closed)
    )
    if not watermark.closed:
        return
    written = (from_microseconds(int(watermark.serial)) + _DAY).date()
    last = min((now - GRACE).date() - _DAY, written)
    day = watermark.closed + _DAY
    while day <= last:
        yield day
        day += _DAY
