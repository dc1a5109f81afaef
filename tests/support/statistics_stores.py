"""The stores of statistics together, and what is written into them."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from faultbook.domain.details import IncidentDetails
from faultbook.domain.fault import ChangeKind
from faultbook.domain.statistics import (
    NOW as PRESENT,
)
from faultbook.domain.statistics import (
    Counts,
    Dimension,
    Measure,
    Ranked,
    Ranking,
    Slot,
    Subject,
)
from faultbook.domain.timeline import TimelineEntry, observation_of
from faultbook.dynamodb.fault_item import item_of
from faultbook.usecases.statistics_ports import (
    Transaction,
)
from tests.support.builders import CUSTOMER, NOW, a_change, a_fault
from tests.support.engines import Engine
from tests.support.statistics_fakes import InMemoryStatistics

DAY = NOW.date()
SERIAL = "1768478400000000"
LATER_SERIAL = "1768478400000001"
OPENED = Measure(Subject.OPENED)
OPEN = Measure(Subject.UNRESOLVED)
OF_LINKS = Measure(Subject.OPENED, Dimension.TYPE, "link:down #1")
COUNTS: Counts = {
    PRESENT: {OPEN: 1, Measure(Subject.UNRESOLVED, Dimension.KIND_AND_PRIORITY, "ALERT P1"): 1},
    Slot(NOW): {
        OPENED: 1,
        OF_LINKS: 1,
        Measure(Subject.TIME_TO_RESOLVE, Dimension.BUCKET, "17"): 1,
        Measure(Subject.TIME_TO_RESOLVE, Dimension.MICROSECONDS): 19_000_000,
    },
    Ranked(NOW, Ranking.RESOURCE, "dev#1"): {Measure(Subject.OPENED, Dimension.SLOT, "144"): 1},
}


@dataclass
class Stores:
    ledger: Any
    statistics: Any
    audit: Any
    books: InMemoryStatistics | None
    engine: Engine | None

    def put_fault(self, number: int) -> None:
        fault = a_fault(number=number)
        if self.books:
            self.books.faults[CUSTOMER, number] = fault
        elif self.engine:
            table = self.engine.tables.faults
            self.engine.client.put_item(TableName=table, Item=item_of(fault))


def a_transaction(**parts: Any) -> Transaction:
    values: dict[str, Any] = {
        "seen": "",
        "serial": SERIAL,
        "entries": [(1, an_entry(1))],
        "events": [],
        "gaps": [],
        "counts": COUNTS,
        "late_days": [],
        "closed": DAY - timedelta(days=1),
    }
    return Transaction(**(values | parts))


def an_entry(version: int, **parts: Any) -> TimelineEntry:
    change = a_change(ChangeKind.UPDATED, why="because")
    fault = replace(
        a_fault(
            number=1,
            services=({"name": "checkout", "namespace": "shop"},),
            incident=IncidentDetails(priority="P1"),
        ),
        version=version,
        last_change=change,
        resolved_at=NOW + timedelta(microseconds=5),
    )
    values: dict[str, Any] = {"serial": SERIAL, "after": version - 1}
    return replace(observation_of(fault).entry, **(values | parts))
