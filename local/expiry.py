"""Removes expired items, as DynamoDB's TTL does and local stores do not."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from local.state import State
from local.template import Table

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

log = logging.getLogger("local")

_EVERY_SECONDS = 60.0
_AT_MOST_ONE_PART = 20  # of the time, where a sweep takes long
# DynamoDB is hours or days late, never weeks: what expires a week after something else is removed
# after it, with time for the stream in between. Timelines, which outlive their faults by 8 days
# for the sake of late records, count on that. A laptop that was off for long has to keep to it.
_A_WEEK = 7 * 86_400
_CATCH_UP_SECONDS = 2.0
_FIVE_YEARS = 5 * 365 * 86_400  # DynamoDB takes an older time for a mistake and keeps the item

Clock = Callable[[], datetime]


class Sweep:
    """`clock` is the one that the functions go by, so that a shifted clock expires faults too."""

    def __init__(
        self, client: "DynamoDBClient", tables: Sequence[Table], state: State, clock: Clock
    ) -> None:
        self._client = client
        self._tables = [table for table in tables if table.ttl_attribute]
        self._state = state
        self._clock = clock
        self.is_behind = False

    def follow(self, stop: threading.Event) -> None:
        pause = _EVERY_SECONDS
        while not stop.wait(pause):
            started = time.monotonic()
            shortest = _EVERY_SECONDS
            try:
                self.once()
                shortest = _CATCH_UP_SECONDS if self.is_behind else _EVERY_SECONDS
            except (BotoCoreError, ClientError) as error:
                log.warning("expiry failed: %s", error)
            pause = max(shortest, (time.monotonic() - started) * _AT_MOST_ONE_PART)

    def once(self) -> dict[str, int]:
        """How many items of the oldest week went, by table; `is_behind` tells of newer ones."""
        now = int(self._clock().timestamp())
        expired = {table.name: list(self._expired(table, now)) for table in self._tables}
        times = [
            self._expiry(table, item) for table in self._tables for item in expired[table.name]
        ]
        until = min(times, default=now) + _A_WEEK
        self.is_behind = any(time > until for time in times)
        return {
            table.name: self._remove(
                table,
                [item for item in expired[table.name] if self._expiry(table, item) <= until],
            )
            for table in self._tables
        }

    def _expiry(self, table: Table, item: dict[str, Any]) -> int:
        return int(item[table.ttl_attribute or ""]["N"])

    def _expired(self, table: Table, now: int) -> Iterator[dict[str, Any]]:
        """Keys and time to live."""
        keys = [part["AttributeName"] for part in table.properties["KeySchema"]]
        names = {f"#{place}": name for place, name in enumerate(keys)}
        start: dict[str, Any] = {}
        while True:
            page = self._client.scan(
                TableName=table.name,
                ProjectionExpression=", ".join([*names, "#ttl"]),
                FilterExpression="attribute_type(#ttl, :number) AND #ttl BETWEEN :oldest AND :now",
                ExpressionAttributeNames=names | {"#ttl": table.ttl_attribute or ""},
                ExpressionAttributeValues={
                    ":number": {"S": "N"},
                    ":oldest": {"N": str(now - _FIVE_YEARS)},
                    ":now": {"N": str(now)},
                },
                **start,
            )
            yield from page["Items"]
            if "LastEvaluatedKey" not in page:
                return
            start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}

    def _remove(self, table: Table, items: list[dict[str, Any]]) -> int:
        attribute = table.ttl_attribute or ""
        expired = [
            ({name: item[name] for name in item if name != attribute}, item[attribute]["N"])
            for item in items
        ]
        self._state.will_expire(table.name, expired)
        return sum(self._remove_one(table, key, ttl) for key, ttl in expired)

    def _remove_one(self, table: Table, key: dict[str, Any], ttl: str) -> bool:
        try:
            self._client.delete_item(
                TableName=table.name,
                Key=key,
                ConditionExpression="#ttl = :seen",
                ExpressionAttributeNames={"#ttl": table.ttl_attribute or ""},
                ExpressionAttributeValues={":seen": {"N": ttl}},
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            self._state.did_not_expire(table.name, key, ttl)  # it was renewed meanwhile
            return False
        return True
