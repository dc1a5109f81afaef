"""Heartbeats in the faults table: one partition for a customer, two items for each.

What is expected stands in a document, apart from what each ping writes: that stays one write unit
however long the texts are. Both are in no index and unseen by the stream.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from faultbook.domain.errors import (
    HeartbeatChanged,
    HeartbeatExists,
    TooLarge,
    TooManyHeartbeats,
)
from faultbook.domain.fault import Severity
from faultbook.domain.heartbeat import MAX_HEARTBEATS, Beat, Heartbeat, IntervalUnit
from faultbook.domain.times import from_microseconds, microseconds
from faultbook.dynamodb import keys
from faultbook.dynamodb.client import ConditionFailed, TransactionRefused, call
from faultbook.dynamodb.fault_item import Item
from faultbook.dynamodb.paging import of_partition

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_KEPT_BY_NOTES = {"watched_at", "missed", "told"}
_OF_A_BEAT = _KEPT_BY_NOTES | {"pinged_at"}
_MOST = 4000  # bytes of a document: all of a customer's go into one answer


class DynamoHeartbeatStore:
    """Implements `usecases.heartbeat_ports.HeartbeatStore`."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def find(self, customer_id: str, number: int) -> Heartbeat | None:
        between = (keys.heartbeat(number), keys.beat(number))
        return next(iter(self._read(customer_id, between)), None)

    def all(self, customer_id: str) -> Sequence[Heartbeat]:
        return self._read(customer_id, (keys.FIRST_HEARTBEAT, keys.BEHIND_HEARTBEATS))

    def create(self, heartbeat: Heartbeat) -> None:
        is_new = {"ConditionExpression": "attribute_not_exists(pk)"}
        definition = {"TableName": self._table, "Item": _item_of(heartbeat), **is_new}
        beat = {
            "TableName": self._table,
            "Item": _place_of_beat(heartbeat) | _beat_attributes(heartbeat.beat),
        }
        actions = [{"Put": definition}, {"Put": beat}, self._count(heartbeat.customer_id, 1)]
        try:
            call(self._client.transact_write_items, TransactItems=actions)
        except TransactionRefused as refused:
            is_there = refused.reasons[0][0] != "None"
            raise (HeartbeatExists if is_there else TooManyHeartbeats) from refused

    def save(self, before: Heartbeat, after: Heartbeat) -> None:
        definition = {
            "TableName": self._table,
            "Item": _item_of(after),
            "ConditionExpression": "version = :seen",
            "ExpressionAttributeValues": {":seen": {"N": str(before.version)}},
        }
        attributes = _beat_attributes(after.beat)
        attributes.pop("pinged_at", None)
        beat = {
            "TableName": self._table,
            "Key": _place_of_beat(after),
            **_setting(attributes, _KEPT_BY_NOTES),
        }
        try:
            call(
                self._client.transact_write_items,
                TransactItems=[{"Put": definition}, {"Update": beat}],
            )
        except TransactionRefused as refused:
            raise HeartbeatChanged from refused

    def change_beat(self, heartbeat: Heartbeat, after: Beat) -> bool:
        seen = _beat_attributes(heartbeat.beat)
        conditions = ["attribute_exists(pk)"]
        values: Item = {}
        for name in ("pinged_at", "watched_at"):
            if name in seen:
                conditions.append(f"{name} = :seen_{name}")
                values[f":seen_{name}"] = seen[name]
            else:
                conditions.append(f"attribute_not_exists({name})")
        update = _setting(_beat_attributes(after), _OF_A_BEAT, values)
        try:
            call(
                self._client.update_item,
                TableName=self._table,
                Key=_place_of_beat(heartbeat),
                ConditionExpression=" AND ".join(conditions),
                **update,
            )
        except ConditionFailed:
            return False
        return True

    def ping(self, customer_id: str, number: int, at: datetime) -> Beat | None:
        try:
            answer = call(
                self._client.update_item,
                TableName=self._table,
                Key=_place(customer_id, keys.beat(number)),
                UpdateExpression="SET pinged_at = :at",
                ConditionExpression="attribute_exists(watched_at)",
                ExpressionAttributeValues={":at": {"N": str(microseconds(at))}},
                ReturnValues="ALL_NEW",
            )
        except ConditionFailed:
            return None
        return _beat_of(answer["Attributes"])

    def delete(self, heartbeat: Heartbeat) -> None:
        definition = {
            "TableName": self._table,
            "Key": _place(heartbeat.customer_id, keys.heartbeat(heartbeat.number)),
            "ConditionExpression": "attribute_exists(pk)",
        }
        beat = {"TableName": self._table, "Key": _place_of_beat(heartbeat)}
        actions = [{"Delete": definition}, {"Delete": beat}, self._count(heartbeat.customer_id, -1)]
        try:
            call(self._client.transact_write_items, TransactItems=actions)
        except TransactionRefused:
            return

    def _read(self, customer_id: str, between: tuple[str, str]) -> list[Heartbeat]:
        pk = keys.heartbeats(customer_id)
        items = of_partition(self._client, self._table, pk, between)
        return list(_heartbeats_of(customer_id, items))

    def _count(self, customer_id: str, change: int) -> dict[str, Any]:
        update: dict[str, Any] = {
            "TableName": self._table,
            "Key": _place(customer_id, keys.HEARTBEAT_COUNT),
            "UpdateExpression": "ADD living :change",
            "ExpressionAttributeValues": {":change": {"N": str(change)}},
        }
        if change > 0:
            update["ConditionExpression"] = "attribute_not_exists(living) OR living < :most"
            update["ExpressionAttributeValues"][":most"] = {"N": str(MAX_HEARTBEATS)}
        return {"Update": update}


def _place(customer_id: str, sk: str) -> Item:
    return {"pk": {"S": keys.heartbeats(customer_id)}, "sk": {"S": sk}}


def _place_of_beat(heartbeat: Heartbeat) -> Item:
    return _place(heartbeat.customer_id, keys.beat(heartbeat.number))


def _setting(attributes: Item, names: set[str], conditions: Item | None = None) -> dict[str, Any]:
    """The parameters of an update after which only those of the names are there."""
    sets = ", ".join(f"{name} = :{name}" for name in attributes)
    gone = ", ".join(sorted(names - attributes.keys()))
    parts = [f"SET {sets}"] * bool(sets) + [f"REMOVE {gone}"] * bool(gone)
    values = {f":{name}": value for name, value in attributes.items()} | (conditions or {})
    update: dict[str, Any] = {"UpdateExpression": " ".join(parts)}
    return update | ({"ExpressionAttributeValues": values} if values else {})


def _item_of(heartbeat: Heartbeat) -> Item:
    row = {
        "name": heartbeat.name,
        "interval": int(heartbeat.interval.total_seconds()),
        "grace": int(heartbeat.grace.total_seconds()),
        "at": microseconds(heartbeat.created_at),
        "by": heartbeat.created_by,
        "paused": not heartbeat.enabled,
        "description": heartbeat.description,
        "path": heartbeat.path,
        "severity": heartbeat.severity,
        "message": heartbeat.message,
        "tags": heartbeat.tags,
        "unit": heartbeat.unit,
        "team": dict(heartbeat.owner_team),
    }
    kept = {name: value for name, value in row.items() if value or name == "grace"}
    document = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    if len(document.encode()) > _MOST:
        raise TooLarge(_MOST, "heartbeat")
    return _place(heartbeat.customer_id, keys.heartbeat(heartbeat.number)) | {
        "heartbeat": {"S": document},
        "version": {"N": str(heartbeat.version)},
    }


def _heartbeats_of(customer_id: str, items: Iterable[Item]) -> Iterator[Heartbeat]:
    """Each heartbeat comes right before its beat."""
    definition: Item | None = None
    for item in items:
        if "heartbeat" in item:
            definition = item
        elif definition and item["sk"]["S"].startswith(definition["sk"]["S"]):
            yield _heartbeat_of(customer_id, definition, item)


def _heartbeat_of(customer_id: str, item: Item, beat: Item) -> Heartbeat:
    row = json.loads(item["heartbeat"]["S"])
    return Heartbeat(
        customer_id=customer_id,
        name=row["name"],
        interval=timedelta(seconds=row["interval"]),
        grace=timedelta(seconds=row["grace"]),
        created_at=from_microseconds(row["at"]),
        created_by=row["by"],
        enabled=not row.get("paused", False),
        description=row.get("description", ""),
        path=row.get("path", ""),
        severity=Severity(row["severity"]),
        message=row.get("message", ""),
        tags=tuple(row.get("tags", ())),
        unit=IntervalUnit(row["unit"]),
        owner_team=tuple(row.get("team", {}).items()),
        version=int(item["version"]["N"]),
        beat=_beat_of(beat),
    )


def _beat_attributes(beat: Beat) -> Item:
    times = {"pinged_at": beat.pinged_at, "watched_at": beat.watched_at, "missed": beat.missed}
    item: Item = {name: {"N": str(microseconds(at))} for name, at in times.items() if at}
    return item | {"told": {"BOOL": True}} if beat.is_told else item


def _beat_of(item: Item) -> Beat:
    def time(name: str) -> datetime | None:
        return from_microseconds(int(item[name]["N"])) if name in item else None

    return Beat(time("pinged_at"), time("watched_at"), time("missed"), "told" in item)
