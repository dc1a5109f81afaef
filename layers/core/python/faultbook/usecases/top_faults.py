"""The resources with the most recent faults, and these faults."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from faultbook.domain.bounded_names import ranked_resource
from faultbook.domain.fault import Fault
from faultbook.domain.listing import FaultFilter
from faultbook.domain.spans import Span, whole_second_after
from faultbook.usecases.ports import Clock
from faultbook.usecases.read_faults import ReadFaults
from faultbook.usecases.read_statistics import ReadStatistics

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


@dataclass(frozen=True, slots=True)
class ReadTopFaults:
    statistics: ReadStatistics
    faults: ReadFaults
    clock: Clock

    def read(self, customer_id: str) -> list[TopResource]:
        now = self.clock()
        until = whole_second_after(now)
        span = Span(until - SPAN, until)
        top = self.statistics.top(customer_id, span, length=RESOURCES)
        newest = self._newest_faults(customer_id, dict(top), span)
        return [
            TopResource(_whole_name(name, newest[name]), count, newest[name], now)
            for name, count in top
        ]

    def _newest_faults(
        self, customer_id: str, counts: dict[str, int], span: Span
    ) -> dict[str, list[Fault]]:
        found: dict[str, list[Fault]] = {name: [] for name in counts}
        fault_filter = FaultFilter(since=span.since, until=span.until)
        if not counts:
            return found
        for page in self.faults.pages(customer_id, fault_filter, most_reads=_MAX_PAGES):
            for fault in page.faults:
                of_resource = found.get(ranked_resource(fault.resource_id), [])
                if len(of_resource) < FAULTS:
                    of_resource.append(fault)
            if all(len(found[name]) >= min(count, FAULTS) for name, count in counts.items()):
                break
        return found


def _whole_name(name: str, faults: list[Fault]) -> str:
    """A ranking keeps long names cut; the fault has the whole name."""
    return faults[0].resource_id if faults else name
