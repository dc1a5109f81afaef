"""Notes of faults that resolve by themselves, in the faults table, sorted by when that is due."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from faultbook.domain.due import Due
from faultbook.domain.times import from_microseconds, microseconds
from faultbook.dynamodb import keys
from faultbook.dynamodb.client import call
from faultbook.dynamodb.fault_item import STRIPE, Item

_PAGE = 100


class DynamoDueStore:
    """Implements `usecases.ports.DueStore`."""

    def __init__(self, client: Any, table: str) -> None:
        self._client = client
        self._table = table

    def put(self, due: Due, expires_at: int) -> None:
        """Before the fault is there. `expires_at` is the fault's, in Unix seconds."""
        item = _place(due) | {
            "written_at": {"N": str(microseconds(due.written_at))},
            "ttl": {"N": str(expires_at)},
        }
        call(self._client.put_item, TableName=self._table, Item=item)

    def until(self, at: datetime) -> Iterator[Due]:
        start: dict[str, Any] = {}
        while True:
            answer = call(
                self._client.query,
                TableName=self._table,
                ConsistentRead=True,
                KeyConditionExpression="pk = :pk AND sk < :later",
                ExpressionAttributeValues={
                    ":pk": {"S": keys.due(STRIPE)},
                    ":later": {"S": keys.due_after(at)},
                },
                Limit=_PAGE,
                **({"ExclusiveStartKey": start} if start else {}),
            )
            for item in answer["Items"]:
                yield _due_of(item)
            start = answer.get("LastEvaluatedKey", {})
            if not start:
                return

    def remove(self, due: Due) -> None:
        call(self._client.delete_item, TableName=self._table, Key=_place(due))


def _place(due: Due) -> Item:
    sort_key = keys.due_at(due.at, due.customer_id, due.number)
    return {"pk": {"S": keys.due(STRIPE)}, "sk": {"S": sort_key}}


def _due_of(item: Item) -> Due:
    at, customer_id, number = keys.parts_of_due(item["sk"]["S"])
    written_at = from_microseconds(int(item["written_at"]["N"]))
    return Due(customer_id, number, at, written_at)
