"""Faults between two times, from the indexes that sort them by time."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from faultbook.domain.fault import Status
from faultbook.domain.retention import months_after
from faultbook.dynamodb import keys
from faultbook.dynamodb.client import call
from faultbook.dynamodb.fault_item import Item
from faultbook.dynamodb.paging import items
from faultbook.dynamodb.side_by_side import side_by_side
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
            first = since.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
            end = min(until, months_after(first, 1))
            stripes = self._striping.to_read(customer_id)
            month = keys.month(since)
            partitions = [keys.by_time(customer_id, month, stripe) for stripe in stripes]
            yield from self._between(_BY_TIME, partitions, since, end)
            since = end

    def with_status(
        self, customer_id: str, status: Status, since: datetime, until: datetime
    ) -> Iterator[Item]:
        """Unresolved faults by when they were opened, then resolved ones by when they were."""
        stripes = self._striping.to_read(customer_id)
        partitions = [keys.by_status(customer_id, status, stripe) for stripe in stripes]
        yield from self._between(_BY_STATUS, partitions, since, until)

    def _between(
        self,
        index: tuple[str, str, str],
        partitions: Sequence[str],
        since: datetime,
        until: datetime,
    ) -> Iterator[Item]:
        """One partition after the other; the first answers of several at the same time."""
        queries = [self._query(index, partition, since, until) for partition in partitions]
        calls = [partial(call, self._client.query, **query) for query in queries]
        firsts = [None] if len(calls) == 1 else side_by_side(calls)
        for query, first in zip(queries, firsts, strict=True):
            yield from items(self._client.query, first, **query)

    def _query(
        self, index: tuple[str, str, str], partition: str, since: datetime, until: datetime
    ) -> dict[str, Any]:
        name, *attributes = index
        return {
            "TableName": self._table,
            "IndexName": name,
            "KeyConditionExpression": "#partition = :partition AND #sort BETWEEN :first AND :last",
            "ExpressionAttributeNames": dict(zip(("#partition", "#sort"), attributes, strict=True)),
            "ExpressionAttributeValues": {
                ":partition": {"S": partition},
                ":first": {"S": keys.position(since, 0)},
                ":last": {"S": keys.position(until - _MICROSECOND, _LAST_NUMBER)},
            },
        }
