"""Deliveries, and the lanes that say which endpoints have some to be made."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from faultbook.domain.deliveries import (
    Delivery,
    DeliveryFilter,
    DeliveryPage,
    DeliveryState,
    Lane,
)
from faultbook.domain.endpoints import is_opening
from faultbook.domain.events import FaultEvent
from faultbook.domain.storms import Storm
from faultbook.domain.times import microseconds
from faultbook.dynamodb import delivery_item, event_keys
from faultbook.dynamodb.client import ConditionFailed, call
from faultbook.dynamodb.fault_item import Item
from faultbook.dynamodb.paging import items, of_partition

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_PAGE = 25
_MOST_READ = 1000  # items for one page of an answer
_FREE = {"N": "0"}


class DynamoDeliveryStore:
    """Implements `usecases.delivery_ports.DeliveryStore`."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def put(self, customer_id: str, endpoint_id: str, event: FaultEvent, at: datetime) -> bool:
        try:
            call(
                self._client.put_item,
                TableName=self._table,
                Item=delivery_item.new_item(customer_id, endpoint_id, event, at),
                ConditionExpression="attribute_not_exists(pk)",
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except ConditionFailed as failed:
            there = failed.item or {}
            return "state" in there and there["state"]["S"] == DeliveryState.PENDING
        return True

    def put_storm(self, endpoint_id: str, storm: Storm, at: datetime) -> bool:
        try:
            call(
                self._client.put_item,
                TableName=self._table,
                Item=delivery_item.storm_item(endpoint_id, storm, at),
                ConditionExpression="attribute_not_exists(pk)",
            )
        except ConditionFailed:
            return False
        return True

    def count(self, customer_id: str, endpoint_id: str, first: str, before: str) -> int:
        if first >= before:
            return 0
        values = {
            ":pk": {"S": event_keys.endpoint(customer_id, endpoint_id)},
            ":first": {"S": event_keys.delivery(first)},
            ":last": {"S": event_keys.right_before(before)},
        }
        answer = call(
            self._client.query,
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND sk BETWEEN :first AND :last",
            ExpressionAttributeValues=values,
            Select="COUNT",
        )
        count: int = answer["Count"]
        return count

    def tell(self, customer_id: str, endpoint_id: str, event: FaultEvent) -> None:
        if is_opening(event):
            item = delivery_item.told_item(customer_id, endpoint_id, event)
            call(self._client.put_item, TableName=self._table, Item=item)
            return
        call(
            self._client.update_item,
            TableName=self._table,
            Key=delivery_item.told_place(customer_id, endpoint_id, event.fault.number),
            **delivery_item.told_change(event),
        )

    def is_told(self, customer_id: str, endpoint_id: str, number: int) -> bool:
        return self._told(customer_id, endpoint_id, number) is not None

    def opening_of(self, customer_id: str, endpoint_id: str, number: int) -> str | None:
        told = self._told(customer_id, endpoint_id, number)
        if told is None or "more" in told or "opening" not in told:
            return None
        opening: str = told["opening"]["S"]
        return opening

    def enter(
        self,
        customer_id: str,
        endpoint_id: str,
        events: Sequence[FaultEvent | Storm],
        at: datetime,
    ) -> Lane:
        """One update; another where an event is older than those that wait."""
        first = min(event.event_id for event in events)
        item = self._update(
            customer_id,
            endpoint_id,
            "ADD puts :count SET oldest = if_not_exists(oldest, :first), "
            "since = if_not_exists(since, :first), lease = if_not_exists(lease, :free), "
            "next_at = if_not_exists(next_at, :at)",
            {
                ":count": {"N": str(len(events))},
                ":first": {"S": first},
                ":free": _FREE,
                ":at": _number(at),
            },
        )
        for name in ("oldest", "since"):
            if item[name]["S"] > first:
                self._lower(customer_id, endpoint_id, name, first)
        return delivery_item.lane_of(item)

    def claim(
        self, customer_id: str, endpoint_id: str, at: datetime, until: datetime
    ) -> Lane | None:
        try:
            item = self._update(
                customer_id,
                endpoint_id,
                "SET lease = :until REMOVE since",
                {":until": _number(until), ":at": _number(at)},
                condition="next_at <= :at AND lease <= :at",
            )
        except ConditionFailed:
            return None
        return delivery_item.lane_of(item)

    def leave(self, lane: Lane) -> Lane | None:
        values = {":puts": {"N": str(lane.puts)}, ":lease": _number(lane.lease_until)}
        try:
            call(
                self._client.delete_item,
                TableName=self._table,
                Key=_lane_key(lane.customer_id, lane.endpoint_id),
                ConditionExpression="puts = :puts AND lease = :lease",
                ExpressionAttributeValues=values,
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except ConditionFailed as failed:
            return self._with_more(lane, failed.item)
        return None

    def release(self, lane: Lane) -> None:
        """Where more was put meanwhile, that may be older: then the beginning stays as it is."""
        sets = "SET lease = :free, next_at = :next"
        removed = []
        values = {":free": _FREE, ":next": _number(lane.next_at)}
        values[":lease"] = _number(lane.lease_until)
        if lane.failing_since:
            values[":since"] = _number(lane.failing_since)
            sets += ", failing_since = :since"
        else:
            removed.append("failing_since")
        if lane.fault:
            values[":fault"] = {"N": str(lane.fault)}
            sets += ", fault = :fault"
        else:
            removed.append("fault")
        if lane.rate:
            values[":rate"] = {"N": str(lane.rate)}
            sets += ", rate = :rate"
        else:
            removed.append("rate")
        remove = f" REMOVE {', '.join(removed)}" if removed else ""
        unchanged = {":puts": {"N": str(lane.puts)}, ":oldest": {"S": lane.oldest}}
        for further, more, condition in (
            (", oldest = :oldest", unchanged, "lease = :lease AND puts = :puts"),
            ("", {}, "lease = :lease"),
        ):
            try:
                self._update(
                    lane.customer_id,
                    lane.endpoint_id,
                    sets + further + remove,
                    values | more,
                    condition=condition,
                )
            except ConditionFailed:
                continue
            return

    def due(self, at: datetime) -> Iterator[Lane]:
        found = items(
            self._client.query,
            TableName=self._table,
            KeyConditionExpression="pk = :pk",
            FilterExpression="next_at <= :at AND lease <= :at",
            ExpressionAttributeValues={":pk": {"S": event_keys.LANES}, ":at": _number(at)},
        )
        for item in found:
            yield delivery_item.lane_of(item)

    def pending(self, customer_id: str, endpoint_id: str, oldest: str) -> Iterator[Delivery]:
        """With those among them that are pending no more: the reader sees what they are."""
        pk = event_keys.endpoint(customer_id, endpoint_id)
        between = event_keys.delivery(oldest), event_keys.after_deliveries()
        for item in of_partition(self._client, self._table, pk, between, Limit=_PAGE):
            yield delivery_item.delivery_of(item)

    def save(self, customer_id: str, delivery: Delivery) -> bool:
        key = delivery_item.place(customer_id, delivery.endpoint_id, delivery.event.event_id)
        try:
            call(
                self._client.update_item,
                TableName=self._table,
                Key=key,
                ConditionExpression="attribute_exists(pk)",
                **delivery_item.changes_of(delivery),
            )
        except ConditionFailed:
            return False
        return True

    def get(self, customer_id: str, endpoint_id: str, event_id: str) -> Delivery | None:
        key = delivery_item.place(customer_id, endpoint_id, event_id)
        answer = call(self._client.get_item, TableName=self._table, Key=key, ConsistentRead=True)
        return delivery_item.delivery_of(answer["Item"]) if "Item" in answer else None

    def page(
        self,
        customer_id: str,
        endpoint_id: str,
        wanted: DeliveryFilter,
        limit: int,
        after: str | None = None,
        *,
        oldest_first: bool = False,
    ) -> DeliveryPage:
        """Reads at most `_MOST_READ` items."""
        pk = event_keys.endpoint(customer_id, endpoint_id)
        between = event_keys.deliveries(wanted, after, oldest_first=oldest_first)
        if between[0] > between[1]:
            return DeliveryPage([], None)
        read = of_partition(
            self._client, self._table, pk, between, Limit=_PAGE, ScanIndexForward=oldest_first
        )
        found: list[Delivery] = []
        last = None
        for count, item in enumerate(read):
            if len(found) == limit or count == _MOST_READ:
                return DeliveryPage(found, last)
            last = item["sk"]["S"].removeprefix(event_keys.DELIVERY_PREFIX)
            delivery = delivery_item.delivery_of(item)
            if wanted.matches(delivery):
                found.append(delivery)
        return DeliveryPage(found, None)

    def _told(self, customer_id: str, endpoint_id: str, number: int) -> Item | None:
        key = delivery_item.told_place(customer_id, endpoint_id, number)
        answer = call(self._client.get_item, TableName=self._table, Key=key, ConsistentRead=True)
        return answer.get("Item")

    def _with_more(self, lane: Lane, item: Item | None) -> Lane | None:
        """None where somebody else has the lease, or the lane has gone."""
        if not item or item["lease"] != _number(lane.lease_until):
            return None
        try:
            now = self._update(
                lane.customer_id,
                lane.endpoint_id,
                "SET oldest = since REMOVE since",
                {":puts": item["puts"], ":lease": item["lease"]},
                condition="puts = :puts AND lease = :lease",
            )
        except ConditionFailed:
            return self.leave(lane)
        more = delivery_item.lane_of(now)
        return replace(more, failing_since=lane.failing_since, fault=lane.fault, rate=lane.rate)

    def _lower(self, customer_id: str, endpoint_id: str, name: str, first: str) -> None:
        try:
            self._update(
                customer_id,
                endpoint_id,
                f"SET {name} = :first",
                {":first": {"S": first}},
                condition=f"{name} > :first",
            )
        except ConditionFailed:
            return  # somebody else lowered it further, or the lane has gone with all in it

    def _update(
        self,
        customer_id: str,
        endpoint_id: str,
        expression: str,
        values: dict[str, Any],
        *,
        condition: str = "",
    ) -> Item:
        """Raises ConditionFailed."""
        answer = call(
            self._client.update_item,
            TableName=self._table,
            Key=_lane_key(customer_id, endpoint_id),
            UpdateExpression=expression,
            ExpressionAttributeValues=values,
            ReturnValues="ALL_NEW",
            **({"ConditionExpression": condition} if condition else {}),
        )
        item: Item = answer["Attributes"]
        return item


def _lane_key(customer_id: str, endpoint_id: str) -> Item:
    return {
        "pk": {"S": event_keys.LANES},
        "sk": {"S": event_keys.lane(customer_id, endpoint_id)},
    }


def _number(at: datetime) -> dict[str, str]:
    return {"N": str(microseconds(at))}
