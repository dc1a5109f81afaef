"""Days that are over are rolled up, and again when something was counted in them afterwards.

Whether a day was written to since it was read is known from its late mark, so a run may come
twice, late, or beside another one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from faultbook.domain.rollup import roll_up
from faultbook.domain.times import from_microseconds
from faultbook.usecases.ports import Clock
from faultbook.usecases.statistics_ports import Overtaken, Standing, StatisticsStore

# Who writes to a day while it lasts leaves no mark. What such a writer has begun before midnight
# is written, or given up, long before this has passed.
GRACE = timedelta(minutes=15)
_DAY = timedelta(days=1)
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class CloseDays:
    statistics: StatisticsStore
    clock: Clock

    def run(self, may_go_on: Callable[[], bool]) -> int:
        """How many days were rolled up; what time does not allow is left to the next run."""
        closed = 0
        for customer_id in self.statistics.customers():
            closed += self.run_for(customer_id, may_go_on)
            if not may_go_on():
                break
        return closed

    def run_for(self, customer_id: str, may_go_on: Callable[[], bool]) -> int:
        closed = 0
        for day in _due(self.statistics.standing(customer_id), self.clock()):
            if not may_go_on() or not self._close(customer_id, day):
                break
            closed += 1
        return closed

    def _close(self, customer_id: str, day: date) -> bool:
        """False when somebody kept writing to the day, or another run was faster."""
        statistics = self.statistics
        for _ in range(_ATTEMPTS):
            seen = statistics.standing(customer_id)
            if seen.closed and day <= seen.closed and day not in seen.late:
                return True
            slots = statistics.slots(customer_id, day)
            totals = roll_up(slots, statistics.rankings(customer_id, day))
            try:
                statistics.close(customer_id, day, totals, seen)
            except Overtaken:
                continue
            return True
        return False


def _due(standing: Standing, now: datetime) -> Iterator[date]:
    """Late days, then the days since the last closed one up to the last that was written to."""
    yield from sorted(day for day in standing.late if not standing.closed or day <= standing.closed)
    if not standing.closed:
        return
    written = (from_microseconds(int(standing.serial)) + _DAY).date()
    last = min((now - GRACE).date() - _DAY, written)
    day = standing.closed + _DAY
    while day <= last:
        yield day
        day += _DAY
