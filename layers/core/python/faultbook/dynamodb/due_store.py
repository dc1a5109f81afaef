"""Notes of faults that resolve by themselves, in the faults table, sorted by when that is due."""

import heapq
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from faultbook.domain.due import Due
from faultbook.domain.times import from_microseconds, microseconds
from faultbook.dynamodb import keys
from faultbook.dynamodb.client import call
from faultbook.dynamodb.fault_item import Item
from faultbook.dynamodb.striping import SingleStripe, Striping

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_PAGE = 100


class DynamoDueStore:
    """Implements `usecases.ports.DueStore`."""

    def __init__(
        self, client: "DynamoDBClient", table: str, striping: Striping | None = None
    ) -> None:
        self._client = client
        self._table = table
        self._striping = striping or SingleStripe()

    def put(self, due: Due, expires_at: int) -> None:
        """Before the fault is there. `expires_at` is the fault's, in Unix seconds."""
        item = _place(due) | {
            "written_at": {"N": str(microseconds(due.written_at))},
            "ttl": {"N": str(expires_at)},
        }
        call(self._client.put_item, TableName=self._table, Item=item)

    def until(self, at: datetime) -> Iterator[Due]:
        stripes = [self._until(at, stripe) for stripe in self._striping.of_anybody()]
        return heapq.merge(*stripes, key=lambda due: due.at)

    def remove(self, due: Due) -> None:
        call(self._client.delete_item, TableName=self._table, Key=_place(due))

    def _until(self, at: datetime, stripe: int) -> Iterator[Due]:
        start: dict[str, Any] = {}
        while True:
            answer = call(
                self._client.query,
                TableName=self._table,
                ConsistentRead=True,
                KeyConditionExpression="pk = :pk AND sk < :later",
                ExpressionAttributeValues={
                    ":pk": {"S": keys.due(stripe)},
                    ":later": {"S": keys.due_after(at)},
                },
                Limit=_PAGE,
                **({"ExclusiveStartKey": start} if start else {}),
            )
            for item in answer["Items"]:
                yield _due_of(item, stripe)
            start = answer.get("LastEvaluatedKey", {})
            if not start:
                return


def _place(due: Due) -> Item:
    sort_key = keys.due_at(due.at, due.customer_id, due.number)
    return {"pk": {"S": keys.due(due.stripe)}, "sk": {"S": sort_key}}


def _due_of(item: Item, stripe: int) -> Due:
    at, customer_id, number = keys.parts_of_due(item["sk"]["S"])
    written_at = from_microseconds(int(item["written_at"]["N"]))
    return Due(customer_id, number, at, written_at, stripe)
