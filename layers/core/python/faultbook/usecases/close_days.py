"""Days that are over are rolled up, and again when something was counted in them afterwards.

Whether a day was written to since it was read is known from its late mark, so a run may come
twice, late, or beside another one.
"""

from collections.abc import Callable, Iterator
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


def close_days(*, statistics: StatisticsStore, clock: Clock, may_go_on: Callable[[], bool]) -> int:
    """How many days were rolled up; what time does not allow is left to the next run."""
    closed = 0
    for customer_id in statistics.customers():
        closed += close_days_of(
            customer_id, statistics=statistics, clock=clock, may_go_on=may_go_on
        )
        if not may_go_on():
            break
    return closed


def close_days_of(
    customer_id: str,
    *,
    statistics: StatisticsStore,
    clock: Clock,
    may_go_on: Callable[[], bool],
) -> int:
    closed = 0
    for day in _due(statistics.standing(customer_id), clock()):
        if not may_go_on() or not _close(customer_id, day, statistics):
            break
        closed += 1
    return closed


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


def _close(customer_id: str, day: date, statistics: StatisticsStore) -> bool:
    """False when somebody kept writing to the day, or another run was faster."""
    for _ in range(_ATTEMPTS):
        seen = statistics.standing(customer_id)
        if seen.closed and day <= seen.closed and day not in seen.late:
            return True
        totals = roll_up(statistics.slots(customer_id, day), statistics.rankings(customer_id, day))
        try:
            statistics.close(customer_id, day, totals, seen)
        except Overtaken:
            continue
        return True
    return False
