"""Rolls up days again whose roll-up differs from their slots and rankings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from faultbook.domain.ranked_hours import HOURS, gather
from faultbook.domain.rollup import DayTotals, roll_up
from faultbook.domain.statistics import Group, Ranked, Slot, Tally
from faultbook.usecases.statistics_ports import Overtaken, StatisticsStore, Watermark


@dataclass(frozen=True, slots=True)
class MendDays:
    statistics: StatisticsStore

    def mend(self, customer_id: str, day: date) -> bool:
        """Whether it was wrong. A day that is late, or written to meanwhile, will be closed."""
        statistics = self.statistics
        seen = statistics.watermark(customer_id)
        if not is_closed(day, seen):
            return False
        rankings = statistics.rankings(customer_id, day)
        totals = roll_up(statistics.slots(customer_id, day), rankings)
        if _is_the_same(statistics.days(customer_id, day, day).get(day), totals):
            return False
        try:
            statistics.close(customer_id, day, totals, gather(rankings, HOURS), seen)
        except Overtaken:
            return False
        return True


def unlike_their_slots(
    counters: Mapping[Group, Tally], rolled_up: Mapping[date, DayTotals]
) -> Iterator[date]:
    """Days of one customer whose roll-up differs from their counters."""
    slots: dict[date, dict[datetime, Tally]] = {}
    rankings: dict[date, dict[Ranked, dict[int, int]]] = {}
    for group, tally in counters.items():
        if isinstance(group, Slot):
            slots.setdefault(group.start.date(), {})[group.start] = tally
        elif isinstance(group, Ranked):
            by_slot = {int(measure.value): number for measure, number in tally.items()}
            rankings.setdefault(group.hour.date(), {})[group] = by_slot
    for day in slots.keys() | rankings.keys() | rolled_up.keys():
        expected = roll_up(slots.get(day, {}), rankings.get(day, {}))
        if not _is_the_same(rolled_up.get(day), expected):
            yield day


def _is_the_same(stored: DayTotals | None, expected: DayTotals) -> bool:
    """Roll-ups older than seals are compared without one."""
    stored = stored or DayTotals()
    return stored == (expected if stored.seal else replace(expected, seal=""))


def is_closed(day: date, watermark: Watermark | None) -> bool:
    return bool(
        watermark and watermark.closed and day <= watermark.closed and day not in watermark.late
    )
