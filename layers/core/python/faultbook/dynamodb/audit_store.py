"""Scans whole tables for reconcile, and writes its corrections."""

import json
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from faultbook.domain.recount import Recount, Repair, Stored
from faultbook.domain.timeline import LAST_VERSION, observation_of
from faultbook.dynamodb import checkpoint, keys, ledger_item, statistics_item, statistics_keys
from faultbook.dynamodb.client import ConditionFailed, call
from faultbook.dynamodb.fault_item import Item, fault_of
from faultbook.dynamodb.paging import items
from faultbook.dynamodb.repair import repair_actions
from faultbook.dynamodb.transactions import transact
from faultbook.dynamodb.watermark import key_of
from faultbook.telemetry import logger
from faultbook.usecases.statistics_ports import Counters, RolledUp, Timeline

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoAuditStore:
    """Implements `usecases.statistics_ports.AuditStore`."""

    def __init__(self, client: "DynamoDBClient", faults_table: str, statistics_table: str) -> None:
        self._client = client
        self._faults_table = faults_table
        self._statistics_table = statistics_table

    def statistics(self) -> Iterator[Counters | RolledUp]:
        for item in self._scan(self._statistics_table):
            if read := _read(item):
                yield read

    def timelines(self, after: str) -> Iterator[Timeline]:
        start = {"ExclusiveStartKey": json.loads(after)} if after else {}
        scanned = self._scan(self._faults_table, **start)
        for pk, together in groupby(scanned, key=lambda item: item["pk"]["S"]):
            of_fault = list(together)
            position = json.dumps({name: of_fault[-1][name] for name in ("pk", "sk")})
            timeline = _timeline(pk, of_fault, position)
            if timeline:
                yield timeline

    def exists(self, customer_id: str, number: int) -> bool:
        answer = call(
            self._client.get_item,
            TableName=self._faults_table,
            Key={"pk": {"S": keys.fault(customer_id, number)}, "sk": {"S": keys.FAULT}},
            ConsistentRead=True,
            ProjectionExpression="pk",
        )
        return "Item" in answer

    def repair(self, customer_id: str, repair: Repair) -> None:
        transact(self._client, repair_actions(self._statistics_table, customer_id, repair))

    def prune(self, customer_id: str) -> None:
        answer = call(
            self._client.get_item,
            TableName=self._statistics_table,
            Key=key_of(customer_id),
            ConsistentRead=True,
        )
        tally = statistics_item.tally_of(answer.get("Item", {}))
        empty = [statistics_item.name_of(measure) for measure, n in tally.items() if not n]
        if not empty:
            return
        places = range(len(empty))
        try:
            call(
                self._client.update_item,
                TableName=self._statistics_table,
                Key=key_of(customer_id),
                UpdateExpression="REMOVE " + ", ".join(f"#{place}" for place in places),
                ConditionExpression=" AND ".join(f"#{place} = :zero" for place in places),
                ExpressionAttributeNames={f"#{place}": empty[place] for place in places},
                ExpressionAttributeValues={":zero": {"N": "0"}},
            )
        except ConditionFailed:
            return  # one of the counters is no longer 0

    def save(self, recount: Recount) -> None:
        checkpoint.save(self._client, self._statistics_table, recount)

    def load(self) -> Recount | None:
        return checkpoint.load(self._client, self._statistics_table)

    def clear(self) -> None:
        checkpoint.clear(self._client, self._statistics_table)

    def _scan(self, table: str, **parameters: Any) -> Iterator[Item]:
        return items(self._client.scan, TableName=table, ConsistentRead=True, **parameters)


def _read(item: Item) -> Counters | RolledUp | None:
    """None for an item that is neither, or that cannot be read."""
    key = item["pk"]["S"], item["sk"]["S"]
    try:
        if group := statistics_keys.customer_and_group(*key):
            return Counters(*group, _stored(item))
        if day := statistics_keys.customer_and_day(*key):
            return RolledUp(*day, statistics_item.totals_of(item))
    except Exception as error:  # noqa: BLE001 - one item that is odd does not hide all others
        logger.warning("counters cannot be read", extra={"reason": type(error).__name__})
    return None


def _stored(item: Item) -> Stored:
    return Stored(
        tally=statistics_item.tally_of(item),
        serial=item["serial"]["S"] if "serial" in item else "",
        repair=item["repaired"]["S"] if "repaired" in item else "",
    )


def _timeline(pk: str, of_fault: list[Item], position: str) -> Timeline | None:
    """None for items of which none is a fault or of its timeline, or one cannot be read."""
    stored = {item["sk"]["S"]: item for item in of_fault}
    events = [sk for sk in stored if sk.startswith(keys.EVENT_PREFIX)]
    fault = stored.get(keys.FAULT)
    if fault is None and not events:
        return None
    customer_id, number = keys.customer_and_number(pk)
    try:
        entries = [ledger_item.entry_of(stored[sk]) for sk in sorted(events)]
        versions = {entry.version for entry in entries}
        is_recorded = fault is None or (
            LAST_VERSION in versions or int(fault["version"]["N"]) in versions
        )
        return Timeline(
            customer_id=customer_id,
            number=number,
            entries=entries,
            is_there=fault is not None,
            unrecorded=None if fault is None or is_recorded else observation_of(fault_of(fault)),
            position=position,
        )
    except (KeyError, ValueError, TypeError, IndexError) as error:
        logger.warning("fault cannot be read", extra={"reason": type(error).__name__})
        return None
