"""Due notes in the faults table, each kind by itself, sorted by when they are due."""

import heapq
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from faultbook.domain.due import Due, DueKind
from faultbook.domain.times import from_microseconds, microseconds
from faultbook.dynamodb import keys
from faultbook.dynamodb.client import call
from faultbook.dynamodb.fault_item import Item
from faultbook.dynamodb.striping import SingleStripe, Striping
from faultbook.telemetry import logger

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

    def put(self, due: Due) -> None:
        call(self._client.put_item, TableName=self._table, Item=_item_of(due))

    def until(self, at: datetime, kind: DueKind) -> Iterator[Due]:
        stripes = [self._until(at, kind, stripe) for stripe in self._striping.of_anybody()]
        return heapq.merge(*stripes, key=lambda due: due.looked_at)

    def remove(self, due: Due) -> None:
        call(self._client.delete_item, TableName=self._table, Key=_place(due))

    def put_aside(self, due: Due, later: Due) -> None:
        self.put(later)
        self.remove(due)

    def _until(self, at: datetime, kind: DueKind, stripe: int) -> Iterator[Due]:
        start: dict[str, Any] = {}
        while True:
            answer = call(
                self._client.query,
                TableName=self._table,
                ConsistentRead=True,
                KeyConditionExpression="pk = :pk AND sk < :later",
                ExpressionAttributeValues={
                    ":pk": {"S": keys.due(kind, stripe)},
                    ":later": {"S": keys.due_after(at)},
                },
                Limit=_PAGE,
                **({"ExclusiveStartKey": start} if start else {}),
            )
            yield from _readable(answer["Items"], kind, stripe)
            start = answer.get("LastEvaluatedKey", {})
            if not start:
                return


def _readable(items: Iterable[Item], kind: DueKind, stripe: int) -> Iterator[Due]:
    """A note that cannot be read is skipped."""
    for item in items:
        try:
            yield _due_of(item, kind, stripe)
        except (KeyError, ValueError, TypeError) as error:
            logger.warning("note cannot be read", extra={"reason": type(error).__name__})


def _item_of(due: Due) -> Item:
    item = _place(due) | {
        "written_at": {"N": str(microseconds(due.written_at))},
        "ttl": {"N": str(due.expires_at)},
    }
    if due.again_at:
        item |= {"tries": {"N": str(due.tries)}, "due_at": {"N": str(microseconds(due.at))}}
    return item


def _place(due: Due) -> Item:
    sort_key = keys.due_at(due.looked_at, due.customer_id, due.number)
    return {"pk": {"S": keys.due(due.kind, due.stripe)}, "sk": {"S": sort_key}}


def _due_of(item: Item, kind: DueKind, stripe: int) -> Due:
    looked_at, customer_id, number = keys.parts_of_due(item["sk"]["S"])
    was_put_aside = "due_at" in item
    return Due(
        customer_id,
        number,
        at=from_microseconds(int(item["due_at"]["N"])) if was_put_aside else looked_at,
        written_at=from_microseconds(int(item["written_at"]["N"])),
        kind=kind,
        stripe=stripe,
        expires_at=int(item["ttl"]["N"]),
        tries=int(item["tries"]["N"]) if was_put_aside else 0,
        again_at=looked_at if was_put_aside else None,
    )
