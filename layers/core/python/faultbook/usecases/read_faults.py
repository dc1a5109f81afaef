"""Reading faults: one, a list, a timeline, groups, and where open faults are."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from faultbook.domain.fault import Fault, Status
from faultbook.domain.listing import MAX_PAGE, Counted, FaultFilter, Order, Page, Position
from faultbook.usecases import inventory, open_by_place
from faultbook.usecases.inventory import Inventory
from faultbook.usecases.open_by_place import Branches
from faultbook.usecases.ports import FaultStore

if TYPE_CHECKING:  # an answer without them does without their imports
    from faultbook.domain.timeline import TimelineEntry
    from faultbook.usecases.group_faults import Groups, Value
    from faultbook.usecases.statistics_ports import TimelineStore

MAX_OPEN = 1000  # faults behind one access token
MAX_SORTED = 1000  # faults; the store reads no more for one page, whether they match or not
_MAX_OPEN_READS = 50


@dataclass(frozen=True, slots=True)
class ReadFaults:
    """`timelines` opens a store that most requests never use."""

    store: FaultStore
    timelines: "Callable[[], TimelineStore]"

    def get(self, customer_id: str, number: int) -> Fault:
        """Read your own writes. Raises FaultNotFound."""
        return self.store.get(customer_id, number)

    def detail(self, fault: Fault) -> dict[str, Any]:
        """What its sender said beyond the message; empty where that was all."""
        return self.details([fault]).get(fault.number, {})

    def details(self, faults: Sequence[Fault]) -> dict[int, dict[str, Any]]:
        """By number, of the faults that have a detail."""
        numbers = [fault.number for fault in faults if fault.detail_mark]
        return self.store.details(faults[0].customer_id, numbers) if numbers else {}

    def timeline(self, fault: Fault) -> "list[TimelineEntry]":
        """Oldest first, with the fault's own changes of the last seconds."""
        from faultbook.domain.timeline import with_unrecorded  # noqa: PLC0415 - see above

        return with_unrecorded(self.timelines().entries(fault.customer_id, fault.number), fault)

    def page(
        self,
        customer_id: str,
        fault_filter: FaultFilter,
        limit: int,
        after: Position | None = None,
        *,
        backwards: bool = False,
        most_reads: int = 1,
    ) -> Page:
        """The page after a position, or before it, newest first.

        Where a filter or expired faults leave the store's pages short, `most_reads` has it read
        on until the page is full. One read of the store is bounded by itself. A list by severity
        is one of the newest MAX_SORTED alone.
        """
        if fault_filter.order is Order.SEVERITY:
            return self._gravest(customer_id, fault_filter, limit, after)
        if most_reads == 1:
            return self.store.page(customer_id, fault_filter, limit, after, backwards=backwards)
        faults: tuple[Fault, ...] = ()
        for page in self.pages(
            customer_id,
            fault_filter,
            after=after,
            size=limit,
            limit=limit,
            most_reads=most_reads,
            backwards=backwards,
        ):
            faults = (*page.faults, *faults) if backwards else (*faults, *page.faults)
            after = page.next
        return Page(faults, after)

    def _gravest(
        self, customer_id: str, fault_filter: FaultFilter, limit: int, after: Position | None
    ) -> Page:
        read = self.store.page(customer_id, fault_filter, MAX_SORTED, None)
        places = sorted(
            ((fault_filter.position_of(fault).by_severity, fault) for fault in read.faults),
            key=itemgetter(0),
        )
        left = [fault for place, fault in places if after is None or place > after.by_severity]
        page = Page(tuple(left), None, is_complete=read.next is None)
        return page.first(limit, fault_filter)

    def pages(
        self,
        customer_id: str,
        fault_filter: FaultFilter,
        *,
        after: Position | None = None,
        size: int = MAX_PAGE,
        limit: int | None = None,
        most_reads: int,
        backwards: bool = False,
    ) -> Iterator[Page]:
        """Page after page, until the list ends, `limit` faults are there or so much was read.

        A last page with a `next` tells that the list goes on.
        """
        left = limit
        for _ in range(most_reads):
            wished = size if left is None else min(size, left)
            if not wished:
                return
            page = self.store.page(customer_id, fault_filter, wished, after, backwards=backwards)
            yield page
            after = page.next
            if after is None:
                return
            if left is not None:
                left -= len(page.faults)

    def count(
        self,
        customer_id: str,
        fault_filter: FaultFilter,
        most: int,
        after: Position | None = None,
        *,
        backwards: bool = False,
    ) -> Counted:
        """How many follow a position, or come before it; counts `most` and one more."""
        return self.store.count(customer_id, fault_filter, most, after, backwards=backwards)

    def groups(
        self,
        customer_id: str,
        fault_filter: FaultFilter,
        by: "Sequence[Value]",
        after: Position | None = None,
    ) -> "Groups":
        """Of at most group_faults.MAX_FAULTS, the newest first."""
        from faultbook.usecases import group_faults  # noqa: PLC0415 - most requests count nothing

        page = self.store.page(customer_id, fault_filter, group_faults.MAX_FAULTS, after)
        return group_faults.grouped(page.faults, by, page.next)

    def newest_open(self, customer_id: str) -> list[Fault]:
        """At most MAX_OPEN."""
        fault_filter = FaultFilter(status=Status.UNRESOLVED)
        pages = self.pages(customer_id, fault_filter, limit=MAX_OPEN, most_reads=_MAX_OPEN_READS)
        return [fault for page in pages for fault in page.faults]

    def newest(self, customer_id: str) -> Iterator[Fault]:
        """The newest open faults, then the newest of any status, MAX_FAULTS each."""
        reads = inventory.MAX_FAULTS // MAX_PAGE
        for fault_filter in (FaultFilter(status=Status.UNRESOLVED), FaultFilter()):
            for page in self.pages(customer_id, fault_filter, most_reads=reads):
                yield from page.faults

    def inventory(self, customer_id: str) -> Inventory:
        """Of the newest open faults and the newest of any status."""
        return inventory.inventory_of(self.newest(customer_id))

    def open_by_place(self, customer_id: str, node: str | None, after: Position | None) -> Branches:
        """Below a path, or below nothing: the sites. Counts at most MAX_FAULTS."""
        fault_filter = FaultFilter(status=Status.UNRESOLVED, path=node)
        branches = Branches(next=after)
        reads = open_by_place.MAX_FAULTS // MAX_PAGE
        for page in self.pages(customer_id, fault_filter, after=after, most_reads=reads):
            for fault in page.faults:
                branches.count(node, fault)
            branches.next = page.next
            # A short page has spent the store's own budget on faults of other places.
            if len(page.faults) < MAX_PAGE:
                break
        return branches
