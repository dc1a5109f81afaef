"""Counters and rolled-up days in the statistics table."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from faultbook.domain.ranked_hours import RankedHours
from faultbook.domain.rollup import DayTotals
from faultbook.domain.spans import Span
from faultbook.domain.statistics import Ranked, Ranking, Slot, Tally
from faultbook.dynamodb import statistics_item, statistics_keys
from faultbook.dynamodb.client import ConditionFailed, call
from faultbook.dynamodb.fault_item import Item
from faultbook.dynamodb.paging import of_partition
from faultbook.dynamodb.transactions import transact
from faultbook.dynamodb.watermark import key_of, read_watermark
from faultbook.usecases.statistics_ports import Overtaken, Watermark

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoStatisticsStore:
    """Implements `usecases.statistics_ports.StatisticsStore`."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def customers(self) -> Iterator[str]:
        for item in of_partition(self._client, self._table, statistics_keys.CUSTOMERS):
            yield item["sk"]["S"]

    def watermark(self, customer_id: str) -> Watermark:
        return read_watermark(self._client, self._table, customer_id)

    def slots(
        self, customer_id: str, day: date, within: Span | None = None
    ) -> dict[datetime, Tally]:
        slots: dict[datetime, Tally] = {}
        pk = statistics_keys.slots(customer_id, day)
        between = statistics_keys.slots_between(*within.slots_of(day)) if within else None
        for item in of_partition(self._client, self._table, pk, between):
            found = statistics_keys.customer_and_group(pk, item["sk"]["S"])
            if found and isinstance(found[1], Slot):
                slots[found[1].start] = statistics_item.tally_of(item)
        return slots

    def rankings(
        self, customer_id: str, day: date, only: Ranking | None = None, since_hour: int = 0
    ) -> dict[Ranked, dict[int, int]]:
        rankings: dict[Ranked, dict[int, int]] = {}
        pk = statistics_keys.rankings(customer_id, day)
        between = statistics_keys.names_between(only, since_hour) if only else None
        for item in of_partition(self._client, self._table, pk, between):
            found = statistics_keys.customer_and_group(pk, item["sk"]["S"])
            if found and isinstance(found[1], Ranked):
                rankings[found[1]] = statistics_item.by_slot_of(item)
        return rankings

    def ranked_hours(self, customer_id: str, day: date) -> RankedHours | None:
        answer = call(
            self._client.get_item,
            TableName=self._table,
            Key=_key(*statistics_keys.ranked_hours(customer_id, day)),
            ConsistentRead=True,
        )
        return statistics_item.ranked_of(answer["Item"]) if "Item" in answer else None

    def put_ranked_hours(
        self, customer_id: str, day: date, ranked: RankedHours, seen: Watermark
    ) -> None:
        condition, names, values = _unless_written_to(day, seen)
        update: dict[str, Any] = {
            "TableName": self._table,
            "Key": key_of(customer_id),
            "UpdateExpression": "REMOVE #late",
            "ConditionExpression": condition,
            "ExpressionAttributeNames": names,
        }
        if values:
            update["ExpressionAttributeValues"] = values
        actions = [self._write_ranked(customer_id, day, ranked), {"Update": update}]
        transact(self._client, actions)

    def days(self, customer_id: str, first: date, last: date) -> dict[date, DayTotals]:
        days: dict[date, DayTotals] = {}
        for year in range(first.year, last.year + 1):
            pk = statistics_keys.days(customer_id, year)
            start = max(first, date(year, 1, 1))
            end = min(last, date(year, 12, 31))
            between = f"{start:%m-%d}", f"{end:%m-%d}"
            for item in of_partition(self._client, self._table, pk, between):
                day = date.fromisoformat(f"{year:04d}-{item['sk']['S']}")
                days[day] = statistics_item.totals_of(item)
        return days

    def close(
        self, customer_id: str, day: date, totals: DayTotals, ranked: RankedHours, seen: Watermark
    ) -> None:
        actions = [
            self._write(customer_id, day, totals),
            self._write_ranked(customer_id, day, ranked),
            self._move_on(customer_id, day, seen),
        ]
        transact(self._client, actions)

    def put_off(self, customer_id: str, day: date, seen: Watermark) -> None:
        update = {
            "TableName": self._table,
            "Key": key_of(customer_id),
            "UpdateExpression": "SET #closed = :day, #late = :serial",
            "ConditionExpression": "#closed = :closed",
            "ExpressionAttributeNames": {
                "#closed": "closed",
                "#late": statistics_item.late_name(day),
            },
            "ExpressionAttributeValues": {
                ":day": {"S": f"{day:%Y-%m-%d}"},
                ":closed": {"S": f"{seen.closed:%Y-%m-%d}"},
                ":serial": {"S": seen.serial},
            },
        }
        try:
            call(self._client.update_item, **update)
        except ConditionFailed as failed:
            raise Overtaken from failed

    def _write(self, customer_id: str, day: date, totals: DayTotals) -> dict[str, Any]:
        if totals.is_empty:
            return self._delete(statistics_keys.day(customer_id, day))
        item = statistics_item.day_item(customer_id, day, totals)
        return {"Put": {"TableName": self._table, "Item": item}}

    def _write_ranked(self, customer_id: str, day: date, ranked: RankedHours) -> dict[str, Any]:
        """What is too large for an item is read by name, as if nobody had gathered it."""
        item = statistics_item.ranked_item(customer_id, day, ranked) if ranked.counts else None
        if item is None:
            return self._delete(statistics_keys.ranked_hours(customer_id, day))
        return {"Put": {"TableName": self._table, "Item": item}}

    def _delete(self, key: statistics_keys.Key) -> dict[str, Any]:
        return {"Delete": {"TableName": self._table, "Key": _key(*key)}}

    def _move_on(self, customer_id: str, day: date, seen: Watermark) -> dict[str, Any]:
        condition, names, values = _unless_written_to(day, seen)
        names["#closed"] = "closed"
        if seen.closed:
            condition += " AND #closed = :closed"
            values[":closed"] = {"S": f"{seen.closed:%Y-%m-%d}"}
        expression = "REMOVE #late"
        if seen.closed is None or day > seen.closed:
            expression += " SET #closed = :day"
            values[":day"] = {"S": f"{day:%Y-%m-%d}"}
        update: dict[str, Any] = {
            "TableName": self._table,
            "Key": key_of(customer_id),
            "UpdateExpression": expression,
            "ConditionExpression": condition,
            "ExpressionAttributeNames": names,
        }
        if values:
            update["ExpressionAttributeValues"] = values
        return {"Update": update}


def _unless_written_to(day: date, seen: Watermark) -> tuple[str, dict[str, str], dict[str, Any]]:
    """A condition, its names and values.

    Every write to what is over leaves a late mark, so no mark means no write.
    """
    names = {"#late": statistics_item.late_name(day)}
    if day in seen.late:
        return "#late = :late", names, {":late": {"S": seen.late[day]}}
    return "attribute_not_exists(#late)", names, {}


def _key(pk: str, sk: str) -> Item:
    return {"pk": {"S": pk}, "sk": {"S": sk}}
