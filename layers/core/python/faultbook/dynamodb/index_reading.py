"""Faults between two times, from the indexes that sort them by time."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from faultbook.domain.fault import Status
from faultbook.domain.retention import months_after
from faultbook.dynamodb import keys
from faultbook.dynamodb.fault_item import Item
from faultbook.dynamodb.paging import items
from faultbook.dynamodb.striping import Striping

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_MICROSECOND = timedelta(microseconds=1)
_LAST_NUMBER = 10**16 - 1
_BY_TIME = "by_time", "time_pk", "opened_sk"
_BY_STATUS = "by_status", "status_pk", "status_sk"


class IndexReader:
    """`since` is inclusive, `until` exclusive; reads on while it is consumed."""

    def __init__(self, client: "DynamoDBClient", table: str, striping: Striping) -> None:
        self._client = client
        self._table = table
        self._striping = striping

    def opened(self, customer_id: str, since: datetime, until: datetime) -> Iterator[Item]:
        while since < until:
            month = since.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
            end = min(until, months_after(month, 1))
            for stripe in self._striping.to_read(customer_id):
                partition = keys.by_time(customer_id, keys.month(since), stripe)
                yield from self._between(_BY_TIME, partition, since, end)
            since = end

    def with_status(
        self, customer_id: str, status: Status, since: datetime, until: datetime
    ) -> Iterator[Item]:
        """Unresolved faults by when they were opened, then resolved ones by when they were."""
        for stripe in self._striping.to_read(customer_id):
            partition = keys.by_status(customer_id, status, stripe)
            yield from self._between(_BY_STATUS, partition, since, until)

    def _between(
        self, index: tuple[str, str, str], partition: str, since: datetime, until: datetime
    ) -> Iterator[Item]:
        name, *attributes = index
        return items(
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
