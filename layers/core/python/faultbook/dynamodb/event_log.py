"""The event log: a partition for each customer and day, in the order of writing."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from faultbook.domain.events import FaultEvent
from faultbook.domain.listing import Position
from faultbook.domain.times import from_microseconds
from faultbook.dynamodb import event_item, event_keys
from faultbook.dynamodb.client import call
from faultbook.dynamodb.paging import of_partition
from faultbook.dynamodb.watermark import key_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_DAY = timedelta(days=1)


class DynamoEventLog:
    """Implements `usecases.event_ports.EventLog`."""

    def __init__(self, client: "DynamoDBClient", table: str, statistics_table: str) -> None:
        self._client = client
        self._table = table
        self._statistics_table = statistics_table

    def head(self, customer_id: str) -> Position | None:
        """Half a read unit: the serial that every transaction of the customer moves."""
        answer = call(
            self._client.get_item,
            TableName=self._statistics_table,
            Key=key_of(customer_id),
            ProjectionExpression="serial",
        )
        item = answer.get("Item") or {}
        if "serial" not in item:
            return None
        return Position(from_microseconds(int(item["serial"]["S"])), event_keys.LAST_PLACE)

    def between(
        self, customer_id: str, after: Position, until: datetime, together: int
    ) -> Iterator[tuple[Position, FaultEvent]]:
        last = event_keys.event(Position(until, event_keys.LAST_PLACE))
        between = event_keys.event(Position(after.at, after.number + 1)), last
        day = after.at
        while between[0] <= last and day.date() <= until.date():
            pk = event_keys.events(customer_id, day)
            for item in of_partition(self._client, self._table, pk, between, Limit=together):
                yield event_keys.position_of(item["sk"]["S"]), event_item.event_of(item)
            day += _DAY
