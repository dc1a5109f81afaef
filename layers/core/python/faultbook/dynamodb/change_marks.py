"""Marks of changes that no index shows, and the faults that expire on a day, in the faults table.

  <customer>#changed    <day>#<number>             a fault that changed on that day
  <customer>#expiring   <day>#list#<part>          numbers of faults that expire on that day, packed
  <customer>#expiring   <day>#<number>             one that does, though not by its age

A mark is written before the change: one without it harms nobody, and a change without one is lost
to the daily reconcile.
"""

import base64
import zlib
from array import array
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from faultbook.domain.change_marks import ChangeMark, Expiring, expires_by_its_age, stands_far_back
from faultbook.domain.fault import Fault
from faultbook.domain.times import from_microseconds, microseconds
from faultbook.dynamodb import keys
from faultbook.dynamodb.client import call
from faultbook.dynamodb.fault_item import Item
from faultbook.dynamodb.paging import of_partition
from faultbook.usecases.ports import Clock

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_KEPT = timedelta(days=8)  # a mark after its day, and a day's list after it: as long as entries
_NUMBERS = 30_000  # of a part of a list, which has at most 320 KB
_DAY = timedelta(days=1)


class ChangeMarks:
    """Of all customers; each call raises Unavailable."""

    def __init__(self, client: "DynamoDBClient", table: str, clock: Clock) -> None:
        self._client = client
        self._table = table
        self._clock = clock

    def before_create(self, fault: Fault) -> None:
        self.before_save(fault)
        if not expires_by_its_age(fault):
            day = datetime.fromtimestamp(fault.expires_at, tz=UTC).date()
            sort_key = keys.on_day(day, fault.number)
            self._put(keys.expiring(fault.customer_id), sort_key, day, _packed([fault.number]))

    def before_save(self, after: Fault) -> None:
        if stands_far_back(after, self._clock()):
            self._mark(after)

    def before_delete(self, fault: Fault) -> None:
        self._mark(fault)

    def since(self, customer_id: str, day: date) -> Iterator[ChangeMark]:
        between = keys.on_day(day, 0), keys.AFTER_DAYS
        for item in of_partition(self._client, self._table, keys.changed(customer_id), between):
            number = keys.number_on_day(item["sk"]["S"])
            yield ChangeMark(number, from_microseconds(int(item["at"]["N"])))

    def expiring(self, customer_id: str, first: date, last: date) -> dict[date, Expiring]:
        numbers: dict[date, set[int]] = {}
        listed: set[date] = set()
        for item in self._lists(customer_id, first, last):
            day = keys.day_of(item["sk"]["S"])
            numbers.setdefault(day, set()).update(_numbers_of(item))
            if "listed" in item:
                listed.add(day)
        return {day: Expiring(sorted(found), day in listed) for day, found in numbers.items()}

    def keep_expiring(
        self, customer_id: str, day: date, numbers: Sequence[int], *, is_listed: bool
    ) -> None:
        pk = keys.expiring(customer_id)
        listed: Item = {"listed": {"BOOL": True}} if is_listed else {}
        kept = []
        for part, start in enumerate(range(0, max(len(numbers), 1), _NUMBERS)):
            kept.append(keys.list_of_day(day, part))
            self._put(pk, kept[-1], day, _packed(numbers[start : start + _NUMBERS]) | listed)
        for item in list(self._lists(customer_id, day, day)):
            if item["sk"]["S"] not in kept:
                key = {name: item[name] for name in ("pk", "sk")}
                call(self._client.delete_item, TableName=self._table, Key=key)

    def _mark(self, fault: Fault) -> None:
        now = self._clock()
        at = {"at": {"N": str(microseconds(now))}}
        sort_key = keys.on_day(now.date(), fault.number)
        self._put(keys.changed(fault.customer_id), sort_key, now.date(), at)

    def _lists(self, customer_id: str, first: date, last: date) -> Iterator[Item]:
        between = keys.on_day(first, 0), keys.list_of_day(last, _NUMBERS)
        return of_partition(self._client, self._table, keys.expiring(customer_id), between)

    def _put(self, pk: str, sk: str, day: date, content: Item) -> None:
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
        expires_at = int((midnight + _DAY + _KEPT).timestamp())
        item = {"pk": {"S": pk}, "sk": {"S": sk}, "ttl": {"N": str(expires_at)}} | content
        call(self._client.put_item, TableName=self._table, Item=item)


def _packed(numbers: Sequence[int]) -> Item:
    content = zlib.compress(array("Q", numbers).tobytes())
    return {"numbers": {"S": base64.b64encode(content).decode()}}


def _numbers_of(item: Item) -> list[int]:
    numbers = array("Q")
    numbers.frombytes(zlib.decompress(base64.b64decode(item["numbers"]["S"])))
    return numbers.tolist()
