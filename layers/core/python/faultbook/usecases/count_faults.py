"""Counts that the counters cannot give, from the indexes; and the counters of this moment."""

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass

from faultbook.domain.errors import InvalidRequest
from faultbook.domain.fault import Kind, Status
from faultbook.domain.listing import FaultFilter, Order
from faultbook.domain.spans import Span
from faultbook.domain.statistics import Subject, Tally, add_tally
from faultbook.usecases.ports import Clock
from faultbook.usecases.read_faults import ReadFaults
from faultbook.usecases.statistics_ports import EventStore, StatisticsStore

MAX_READS = 10  # for one count
_AT_ONCE = 1000  # faults; the store reads no more for one page, whether they match or not
_PRESENT = {Status.UNRESOLVED: Subject.UNRESOLVED, Status.RESOLVED: Subject.RESOLVED_NOW}


@dataclass(frozen=True, slots=True)
class CountFaults:
    faults: ReadFaults
    statistics: StatisticsStore
    events: EventStore
    clock: Clock

    def by_resolution(
        self, customer_id: str, span: Span, status: Status, resolution: str
    ) -> list[Counter[Kind]]:
        """Faults that have this resolution now, by the bucket of their resolving or opening.

        Of a fault that was reopened only the last resolution is known.

        Raises InvalidRequest when there is more to read than one request should.
        """
        order = Order.RESOLVED if status is Status.RESOLVED else Order.OPENED
        fault_filter = FaultFilter(
            order=order,
            status=status if order is Order.RESOLVED else None,
            resolution=resolution,
            since=span.since,
            until=span.until,
        )
        borders = span.borders()
        counts: list[Counter[Kind]] = [Counter() for _ in borders[1:]]
        pages = self.faults.pages(customer_id, fault_filter, size=_AT_ONCE, most_reads=MAX_READS)
        for page in pages:
            for fault in page.faults:
                counts[bisect_right(borders, fault_filter.sort_time(fault)) - 1][fault.kind] += 1
            if page.next is None:
                return counts
        raise InvalidRequest("There are too many incidents in the span to count by resolution.")

    def current(self, customer_id: str, status: Status) -> Tally:
        """Of this moment. Resolved faults count until the store has removed the expired ones."""
        subject = _PRESENT[status]
        watermark = self.statistics.watermark(customer_id)
        current = {m: n for m, n in watermark.now.items() if m.subject is subject}
        if subject is Subject.UNRESOLVED:
            add_tally(current, self.events.expired(customer_id, self.clock()), -1)
        return current

    def counters(self, customer_id: str) -> Tally:
        """As they stand, with faults that have expired and that the store has yet to remove."""
        return self.statistics.watermark(customer_id).now
