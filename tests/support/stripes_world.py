"""Processes that ask about stripes at their own times, and a customer's faults in them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from faultbook.domain.fault import Fault, Status
from faultbook.domain.listing import FaultFilter, Order, Position
from faultbook.dynamodb import keys
from faultbook.dynamodb.client import call
from faultbook.dynamodb.fault_item import item_of
from faultbook.dynamodb.fault_store import DynamoFaultStore
from faultbook.dynamodb.striping import DynamoStriping
from tests.support.builders import CUSTOMER, NOW, SteppingClock, a_fault
from tests.support.engines import Engine
from tests.support.metered import MeteredClient

_BATCH = 25  # BatchWriteItem takes no more
SITE = "site_8a7b6c5d4e3f2g1h"
LISTS = {
    "everything": FaultFilter(),
    "open": FaultFilter(status=Status.UNRESOLVED),
    "of a site": FaultFilter(path=SITE),
    "open of a site": FaultFilter(path=SITE, status=Status.UNRESOLVED),
    "resolved": FaultFilter(status=Status.RESOLVED, order=Order.RESOLVED),
}


@dataclass
class Process:
    """One Lambda environment, with a memory of its own."""

    striping: DynamoStriping
    faults: DynamoFaultStore
    client: MeteredClient

    def walk(
        self, wanted: FaultFilter, limit: int, *, backwards: bool = False
    ) -> Iterator[tuple[Fault, ...]]:
        after: Position | None = None
        while True:
            page = self.faults.page(CUSTOMER, wanted, limit, after, backwards=backwards)
            yield page.faults[::-1] if backwards else page.faults
            after = page.next
            if after is None:
                return


@dataclass
class Fleet:
    engine: Engine
    clock: SteppingClock
    processes: list[Process] = field(default_factory=list)
    seconds: float = 0

    def another(self) -> Process:
        client = MeteredClient(self.engine.client)
        table = self.engine.tables.faults
        striping = DynamoStriping(client, table, self.clock, lambda: self.seconds)
        faults = DynamoFaultStore(client, table, self.clock, striping)
        self.processes.append(Process(striping, faults, client))
        return self.processes[-1]

    def choose(self, count: int) -> None:
        """By a process that nobody else is in."""
        admin = self.another().striping
        before = admin.get(CUSTOMER)
        admin.save(CUSTOMER, before, before.changed(count, self.clock()))

    def fill(self, faults: Sequence[Fault], count: int) -> None:
        """Put many at once, as if that had been the count."""
        table = self.engine.tables.faults
        items = [item_of(fault, keys.stripe(fault.number, count)) for fault in faults]
        for start in range(0, len(items), _BATCH):
            puts = [{"PutRequest": {"Item": item}} for item in items[start : start + _BATCH]]
            call(self.engine.client.batch_write_item, RequestItems={table: puts})

    def wait(self, span: timedelta) -> None:
        self.seconds += span.total_seconds()
        self.clock.at += span


def a_numbered(number: int, opened_at: datetime = NOW) -> Fault:
    return a_fault(number=number, opened_at=opened_at)


def in_order(fault_filter: FaultFilter, faults: Iterable[Fault]) -> list[int]:
    fitting = [fault for fault in faults if fault_filter.matches(fault)]
    fitting.sort(key=lambda fault: (fault_filter.sort_time(fault), fault.number), reverse=True)
    return [fault.number for fault in fitting]


def numbers_of(pages: Iterator[tuple[Fault, ...]]) -> list[int]:
    return [fault.number for page in pages for fault in page]
