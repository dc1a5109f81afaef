"""Failures in a row, one item for each key, in the faults table."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from faultbook.domain.errors import Unavailable
from faultbook.domain.times import microseconds
from faultbook.dynamodb import keys
from faultbook.dynamodb.client import ConditionFailed, call
from faultbook.dynamodb.fault_item import Item
from faultbook.usecases.ports import FAILURES_KEPT, Clock

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_ATTEMPTS = 5


class _Row(NamedTuple):
    """`seen_at` is in microseconds, None where there is no item, expired or not."""

    failures: int = 0
    seen_at: int | None = None
    is_fresh: bool = False


class DynamoFailureStore:
    """Implements `usecases.ports.FailureStore`."""

    def __init__(self, client: "DynamoDBClient", table: str, clock: Clock) -> None:
        self._client = client
        self._table = table
        self._clock = clock

    def failed(self, customer_id: str, deduplication_key: str, at: datetime) -> int:
        return self._write(_place(customer_id, deduplication_key), at, 1)

    def succeeded(self, customer_id: str, deduplication_key: str, at: datetime) -> None:
        self._write(_place(customer_id, deduplication_key), at, 0)

    def _write(self, place: Item, at: datetime, more: int) -> int:
        """Writes nothing where the item is as new. Returns the number of failures stored then."""
        for _ in range(_ATTEMPTS):
            row = self._read(place)
            if row.is_fresh and row.seen_at is not None and microseconds(at) <= row.seen_at:
                return row.failures
            failures = row.failures + more if more and row.is_fresh else more
            try:
                self._put(place, failures, at, row.seen_at)
            except ConditionFailed:
                continue
            return failures
        raise Unavailable

    def _read(self, place: Item) -> _Row:
        answer = call(self._client.get_item, TableName=self._table, Key=place, ConsistentRead=True)
        item = answer.get("Item")
        if not item:
            return _Row()
        is_fresh = int(item["ttl"]["N"]) > self._clock().timestamp()
        return _Row(int(item["failures"]["N"]), int(item["seen_at"]["N"]), is_fresh)

    def _put(self, place: Item, failures: int, at: datetime, seen_at: int | None) -> None:
        is_as_read: dict[str, Any] = {"ConditionExpression": "attribute_not_exists(pk)"}
        if seen_at is not None:
            is_as_read = {
                "ConditionExpression": "seen_at = :seen",
                "ExpressionAttributeValues": {":seen": {"N": str(seen_at)}},
            }
        kept_until = int((self._clock() + FAILURES_KEPT).timestamp())
        item = place | {
            "failures": {"N": str(failures)},
            "seen_at": {"N": str(microseconds(at))},
            "ttl": {"N": str(kept_until)},
        }
        call(self._client.put_item, TableName=self._table, Item=item, **is_as_read)


def _place(customer_id: str, deduplication_key: str) -> Item:
    return {
        "pk": {"S": keys.failures(customer_id, deduplication_key)},
        "sk": {"S": keys.FAILURES},
    }
