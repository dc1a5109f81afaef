"""When single faults were opened and resolved, from the indexes that sort them by time.

Expired faults that the table still has are counted.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from faultbook.domain.fault import Status
from faultbook.domain.retention import RETENTION_MONTHS, months_after
from faultbook.domain.statistics import Event, Subject, Tally, add_tally, present, state_of
from faultbook.dynamodb.fault_item import fault_of
from faultbook.dynamodb.index_reading import IndexReader
from faultbook.dynamodb.striping import SingleStripe, Striping

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


class DynamoEventStore:
    """Implements `usecases.statistics_ports.EventStore`."""

    def __init__(
        self, client: "DynamoDBClient", table: str, striping: Striping | None = None
    ) -> None:
        self._indexes = IndexReader(client, table, striping or SingleStripe())

    def opened(self, customer_id: str, since: datetime, until: datetime) -> Iterator[Event]:
        for item in self._indexes.opened(customer_id, since, until):
            fault = fault_of(item)
            yield Event(Subject.OPENED, fault.opened_at, state_of(fault))

    def resolved(self, customer_id: str, since: datetime, until: datetime) -> Iterator[Event]:
        for item in self._indexes.with_status(customer_id, Status.RESOLVED, since, until):
            fault = fault_of(item)
            state = state_of(fault)
            if fault.resolved_at and state.counted_at(fault.resolved_at) == fault.resolved_at:
                yield Event(Subject.RESOLVED, fault.resolved_at, state)

    def expired(self, customer_id: str, now: datetime) -> Tally:
        """The oldest open faults; none of those opened less than the retention ago can have."""
        newest = months_after(now, -RETENTION_MONTHS) + timedelta(days=4)  # months end apart
        tally: Tally = {}
        for item in self._indexes.with_status(customer_id, Status.UNRESOLVED, _EARLIEST, newest):
            fault = fault_of(item)
            if fault.is_expired(now):
                add_tally(tally, present(state_of(fault)))
        return tally
