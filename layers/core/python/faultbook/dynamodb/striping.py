"""Who has more than one stripe: one item of the faults table, read once a minute by each process.

  stripes    stripes    of#<customer>: [most, [since, count], …]

All customers together, because nearly none has an entry: to ask for each by itself would cost every
one of them a read. A time is in Unix microseconds.
"""

import json
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from faultbook.domain.errors import Conflict
from faultbook.domain.stripes import MAX_STRIPED, Stripes, Turn
from faultbook.domain.times import from_microseconds, microseconds
from faultbook.dynamodb import keys
from faultbook.dynamodb.client import ConditionFailed, call
from faultbook.dynamodb.fault_item import Item
from faultbook.usecases.ports import Clock

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

MEMORY = 60.0  # seconds, which `stripes.LEAD` has to exceed
_PREFIX = "of#"
_ONE = Stripes()
_IS_NEW_AND_FITS = (
    "attribute_not_exists(#mine) AND (attribute_not_exists(customers) OR customers < :most)"
)
_PLACE: Item = {"pk": {"S": keys.STRIPES}, "sk": {"S": keys.STRIPES}}


class Striping(Protocol):
    """All raise Unavailable."""

    def to_write(self, customer_id: str, number: int) -> int:
        """The stripe that this fault is written to now."""
        ...

    def to_read(self, customer_id: str) -> range:
        """All stripes that the customer's faults may be in."""
        ...

    def of_anybody(self) -> range:
        """All stripes that any customer's faults may be in."""
        ...


class SingleStripe:
    """Implements Striping for tables in which nobody has more than one."""

    def to_write(self, customer_id: str, number: int) -> int:
        del customer_id, number
        return 0

    def to_read(self, customer_id: str) -> range:
        del customer_id
        return range(1)

    def of_anybody(self) -> range:
        return range(1)


class DynamoStriping:
    """Implements Striping and `usecases.access_ports.StripesStore`.

    `timer` is the machine's clock, so that a frozen service clock cannot keep this from expiring.
    """

    def __init__(
        self,
        client: "DynamoDBClient",
        table: str,
        clock: Clock,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._table = table
        self._clock = clock
        self._timer = timer
        self._read: tuple[float, Mapping[str, Stripes]] | None = None

    def to_write(self, customer_id: str, number: int) -> int:
        stripes = self._remembered().get(customer_id, _ONE)
        return keys.stripe(number, stripes.written_at(self._clock()))

    def to_read(self, customer_id: str) -> range:
        return range(self._remembered().get(customer_id, _ONE).most)

    def of_anybody(self) -> range:
        return range(max((stripes.most for stripes in self._remembered().values()), default=1))

    def get(self, customer_id: str) -> Stripes:
        return _all_in(self._item()).get(customer_id, _ONE)

    def save(self, customer_id: str, before: Stripes, after: Stripes) -> None:
        if after == before:
            return
        update = "SET #mine = :after"
        condition = "#mine = :before"
        values = {":after": _text(after), ":before": _text(before)}
        if before == _ONE:
            update += " ADD customers :one"
            condition = _IS_NEW_AND_FITS
            del values[":before"]
            values |= {":one": {"N": "1"}, ":most": {"N": str(MAX_STRIPED)}}
        self._update(
            customer_id,
            after,
            UpdateExpression=update,
            ConditionExpression=condition,
            ExpressionAttributeValues=values,
        )
        self._read = None

    def _update(self, customer_id: str, after: Stripes, **update: Any) -> None:
        """An update whose answer was lost finds its own values, and has succeeded."""
        name = f"{_PREFIX}{customer_id}"
        try:
            call(
                self._client.update_item,
                TableName=self._table,
                Key=_PLACE,
                ExpressionAttributeNames={"#mine": name},
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
                **update,
            )
        except ConditionFailed as failed:
            existing = failed.item or {}
            if existing.get(name) == _text(after):
                return
            if name in existing:
                raise Conflict("The settings were changed meanwhile; read them again.") from failed
            raise Conflict(f"At most {MAX_STRIPED} customers can have stripes.") from failed

    def _remembered(self) -> Mapping[str, Stripes]:
        now = self._timer()
        if self._read is None or now - self._read[0] > MEMORY:
            self._read = now, _all_in(self._item())
        return self._read[1]

    def _item(self) -> Item:
        answer = call(self._client.get_item, TableName=self._table, Key=_PLACE, ConsistentRead=True)
        item: Item = answer.get("Item", {})
        return item


def _all_in(item: Item) -> dict[str, Stripes]:
    return {
        name.removeprefix(_PREFIX): _stripes(json.loads(value["S"]))
        for name, value in item.items()
        if name.startswith(_PREFIX)
    }


def _stripes(document: list[Any]) -> Stripes:
    most, *turns = document
    return Stripes(most, tuple(Turn(from_microseconds(since), count) for since, count in turns))


def _text(stripes: Stripes) -> dict[str, str]:
    turns = [[microseconds(turn.since), turn.count] for turn in stripes.turns]
    return {"S": json.dumps([stripes.most, *turns], separators=(",", ":"))}
