"""The resources with most faults of late, and what is wrong with them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from faultbook.domain.fault import Fault
from faultbook.domain.listing import MAX_PAGE, FaultFilter, Position
from faultbook.domain.spans import Span, whole_second_after
from faultbook.usecases.ports import Clock, FaultStore
from faultbook.usecases.read_statistics import read_statistics
from faultbook.usecases.statistics_ports import HappeningStore, StatisticsStore

SPAN = timedelta(days=14)  # Altostrat's getTopFaults
RESOURCES = 10  # likewise
FAULTS = 10  # of each resource that are shown
_MAX_PAGES = 10  # of faults that are looked through for them


@dataclass(frozen=True, slots=True)
class TopResource:
    """`faults` are newest first, and may be fewer than `count`; `at` is when this was read."""

    resource_id: str
    count: int
    faults: list[Fault]
    at: datetime


def read_top_faults(
    customer_id: str,
    *,
    statistics: StatisticsStore,
    happenings: HappeningStore,
    faults: FaultStore,
    clock: Clock,
) -> list[TopResource]:
    now = clock()
    until = whole_second_after(now)
    span = Span(until - SPAN, until)
    top = read_statistics(
        customer_id,
        span,
        statistics=statistics,
        happenings=happenings,
        clock=clock,
        top=RESOURCES,
    ).top
    newest = _newest_faults(customer_id, dict(top), span, faults)
    return [TopResource(name, count, newest[name], now) for name, count in top]


def _newest_faults(
    customer_id: str, counts: dict[str, int], span: Span, faults: FaultStore
) -> dict[str, list[Fault]]:
    found: dict[str, list[Fault]] = {name: [] for name in counts}
    wanted = FaultFilter(since=span.since, until=span.until)
    after: Position | None = None
    for _ in range(_MAX_PAGES):
        if all(len(found[name]) >= min(count, FAULTS) for name, count in counts.items()):
            break
        page = faults.page(customer_id, wanted, MAX_PAGE, after)
        for fault in page.faults:
            if len(found.get(fault.resource_id, [])) < FAULTS:
                found.get(fault.resource_id, []).append(fault)
        after = page.next
        if after is None:
            break
    return found
