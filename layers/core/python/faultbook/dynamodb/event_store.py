"""When single faults were opened and resolved, from the indexes that sort them by time.

Faults that have expired but still stand there count: what happened, happened.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from faultbook.domain.fault import Fault, Status
from faultbook.domain.retention import RETENTION_MONTHS, months_after
from faultbook.domain.statistics import Event, Subject, Tally, add_tally, present, state_of
from faultbook.dynamodb import keys
from faultbook.dynamodb.fault_item import fault_of
from faultbook.dynamodb.paging import items
from faultbook.dynamodb.striping import SingleStripe, Striping

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_MICROSECOND = timedelta(microseconds=1)
_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_NUMBER = 10**16 - 1
_BY_TIME = "by_time", "time_pk", "opened_sk"
_BY_STATUS = "by_status", "status_pk", "status_sk"


class DynamoEventStore:
    """Implements `usecases.statistics_ports.EventStore`."""

    def __init__(
        self, client: "DynamoDBClient", table: str, striping: Striping | None = None
    ) -> None:
        self._client = client
        self._table = table
        self._striping = striping or SingleStripe()

    def opened(self, customer_id: str, since: datetime, until: datetime) -> Iterator[Event]:
        while since < until:
            month = since.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
            end = min(until, months_after(month, 1))
            for stripe in self._striping.to_read(customer_id):
                partition = keys.by_time(customer_id, keys.month(since), stripe)
                for fault in self._faults(_BY_TIME, partition, since, end):
                    yield Event(Subject.OPENED, fault.opened_at, state_of(fault))
            since = end

    def resolved(self, customer_id: str, since: datetime, until: datetime) -> Iterator[Event]:
        for fault in self._with_status(customer_id, Status.RESOLVED, since, until):
            state = state_of(fault)
            if fault.resolved_at and state.counted_at(fault.resolved_at) == fault.resolved_at:
                yield Event(Subject.RESOLVED, fault.resolved_at, state)

    def expired(self, customer_id: str, now: datetime) -> Tally:
        """The oldest open faults; none of those opened less than the retention ago can have."""
        newest = months_after(now, -RETENTION_MONTHS) + timedelta(days=4)  # months end apart
        tally: Tally = {}
        for fault in self._with_status(customer_id, Status.UNRESOLVED, _EARLIEST, newest):
            if fault.is_expired(now):
                add_tally(tally, present(state_of(fault)))
        return tally

    def _with_status(
        self, customer_id: str, status: Status, since: datetime, until: datetime
    ) -> Iterator[Fault]:
        for stripe in self._striping.to_read(customer_id):
            partition = keys.by_status(customer_id, status, stripe)
            yield from self._faults(_BY_STATUS, partition, since, until)

    def _faults(
        self, index: tuple[str, str, str], partition: str, since: datetime, until: datetime
    ) -> Iterator[Fault]:
        name, *attributes = index
        found = items(
            self._client.query,
            TableName=self._table,
            IndexName=name,
            KeyConditionExpression="#partition = :partition AND #sort BETWEEN :first AND :last",
            ExpressionAttributeNames=dict(zip(("#partition", "#sort"), attributes, strict=True)),
            ExpressionAttributeValues={
                ":partition": {"S": partition},
                ":first": {"S": keys.position(since, 0)},
                ":last": {"S": keys.position(until - _MICROSECOND, _LAST_NUMBER)},
            },
        )
        return (fault_of(item) for item in found)
