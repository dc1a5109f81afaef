"""Scans whole tables for reconcile, and writes its corrections."""

import json
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from faultbook.domain.recount import MAX_AGE, Recount, Repair
from faultbook.dynamodb import keys, recount_document, statistics_item, statistics_keys
from faultbook.dynamodb.checkpoint import Checkpoint
from faultbook.dynamodb.client import ConditionFailed, call
from faultbook.dynamodb.fault_item import Item
from faultbook.dynamodb.paging import items
from faultbook.dynamodb.repair import repair_actions, stored_of
from faultbook.dynamodb.timeline_item import timeline_of
from faultbook.dynamodb.transactions import transact
from faultbook.dynamodb.watermark import key_of
from faultbook.telemetry import logger
from faultbook.usecases.statistics_ports import Counters, RolledUp, Timeline

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_TOGETHER = 50  # names in an expression, which has at most 300 operators


class DynamoAuditStore:
    """Implements `usecases.statistics_ports.AuditStore`."""

    def __init__(self, client: "DynamoDBClient", faults_table: str, statistics_table: str) -> None:
        self._client = client
        self._faults_table = faults_table
        self._statistics_table = statistics_table
        self._checkpoint = Checkpoint(client, statistics_table, statistics_keys.RECONCILE, MAX_AGE)

    def statistics(self) -> Iterator[Counters | RolledUp]:
        for item in self._scan(self._statistics_table, ConsistentRead=True):
            if read := _read(item):
                yield read

    def timelines(self, after: str) -> Iterator[Timeline]:
        start = {"ExclusiveStartKey": json.loads(after)} if after else {}
        scanned = self._scan(self._faults_table, **start)
        for pk, together in groupby(scanned, key=lambda item: item["pk"]["S"]):
            of_fault = list(together)
            position = json.dumps({name: of_fault[-1][name] for name in ("pk", "sk")})
            if any(_is_of_timeline(item["sk"]["S"]) for item in of_fault):
                yield timeline_of(*keys.customer_and_number(pk), of_fault, position)

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
        for start in range(0, len(empty), _TOGETHER):
            self._remove(customer_id, empty[start : start + _TOGETHER])

    def _remove(self, customer_id: str, empty: list[str]) -> None:
        """Counters of the faults that are, as long as they are zero."""
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
        self._checkpoint.save(recount.run, recount_document.document_of(recount))

    def load(self) -> Recount | None:
        document = self._checkpoint.load()
        return recount_document.recount_of(document) if document else None

    def clear(self) -> None:
        self._checkpoint.clear()

    def _scan(self, table: str, **parameters: Any) -> Iterator[Item]:
        return items(self._client.scan, TableName=table, **parameters)


def _is_of_timeline(sk: str) -> bool:
    return sk == keys.FAULT or sk.startswith(keys.EVENT_PREFIX)


def _read(item: Item) -> Counters | RolledUp | None:
    """None for an item that is neither, or that cannot be read."""
    key = item["pk"]["S"], item["sk"]["S"]
    try:
        if group := statistics_keys.customer_and_group(*key):
            return Counters(*group, stored_of(item))
        if day := statistics_keys.customer_and_day(*key):
            return RolledUp(*day, statistics_item.totals_of(item))
    except Exception as error:  # noqa: BLE001 - one item that is odd does not hide all others
        logger.warning("counters cannot be read", extra={"reason": type(error).__name__})
    return None
