"""Faults in DynamoDB: conditional writes, one strongly read item per get."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from faultbook.domain.due import Due
from faultbook.domain.errors import FaultChanged, FaultNotFound
from faultbook.domain.fault import Fault, Status
from faultbook.domain.idempotency import (
    Claim,
    ClaimTaken,
    NumberTaken,
    deduplication_claim_key,
)
from faultbook.domain.listing import FaultFilter, Page, Position
from faultbook.domain.times import microseconds
from faultbook.dynamodb import claim_item, fault_item, keys, listing
from faultbook.dynamodb.change_marks import ChangeMarks
from faultbook.dynamodb.client import ConditionFailed, TransactionRefused, call
from faultbook.dynamodb.due_store import DynamoDueStore
from faultbook.dynamodb.fault_item import Item
from faultbook.dynamodb.striping import SingleStripe, Striping
from faultbook.usecases.ports import Clock

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoFaultStore:
    """Implements `usecases.ports.FaultStore`."""

    def __init__(
        self, client: "DynamoDBClient", table: str, clock: Clock, striping: Striping | None = None
    ) -> None:
        self._client = client
        self._table = table
        self._clock = clock
        self._striping = striping or SingleStripe()
        self._dues = DynamoDueStore(client, table, self._striping)
        self._marks = ChangeMarks(client, table, clock)

    def get(self, customer_id: str, number: int) -> Fault:
        key = _fault_key(customer_id, number)
        answer = call(self._client.get_item, TableName=self._table, Key=key, ConsistentRead=True)
        return self._living(answer.get("Item"))

    def create(self, customer_id: str, fault: Fault, claims: Sequence[Claim] = ()) -> None:
        stripe = self._striping.to_write(customer_id, fault.number)
        if fault.closes_at:
            at, now, expiry = fault.closes_at, self._clock(), fault.expires_at
            self._dues.put(Due(customer_id, fault.number, at, now, stripe, expiry))
        self._marks.before_create(fault)
        item = fault_item.item_of(fault, stripe) | {"opening": {"S": fault.last_change.write_id}}
        put = {
            "TableName": self._table,
            "Item": item,
            "ConditionExpression": "attribute_not_exists(pk)",
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
        if not claims:
            self._put_once(put, fault)
            return
        actions = [self._claim_put(customer_id, claim) for claim in claims]
        try:
            self._transact({"Put": put}, *actions)
        except TransactionRefused as refused:
            code, standing = refused.reasons[0]
            if code == "ConditionalCheckFailed" and not _is_ours(standing, fault):
                raise NumberTaken from refused
            if code != "ConditionalCheckFailed":
                raise ClaimTaken from refused

    def save(self, customer_id: str, before: Fault, after: Fault) -> None:
        stripe = self._striping.to_write(customer_id, before.number)
        update = _difference(_as_stored(before, after, stripe), fault_item.item_of(after, stripe))
        self._marks.before_save(after)
        try:
            call(
                self._client.update_item,
                TableName=self._table,
                Key=_fault_key(customer_id, before.number),
                ConditionExpression="version = :seen AND #ttl > :now",
                UpdateExpression=update.expression,
                ExpressionAttributeNames=update.names | {"#ttl": "ttl"},
                ExpressionAttributeValues=update.values
                | {":seen": {"N": str(before.version)}, ":now": self._now()},
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except ConditionFailed as failed:
            standing = self._living(failed.item)
            if standing.last_change.write_id != after.last_change.write_id:
                raise FaultChanged from failed

    def repeat(
        self,
        customer_id: str,
        number: int,
        at: datetime,
        write_id: str,
        claims: Sequence[Claim] = (),
    ) -> Fault:
        update = self._repetition(customer_id, number, at, write_id)
        if claims:
            return self._repeat_with_claims(customer_id, number, update, claims)
        try:
            answer = call(self._client.update_item, **update, ReturnValues="ALL_NEW")
        except ConditionFailed as failed:
            return self._already_repeated(failed.item, write_id)
        return fault_item.fault_of(answer["Attributes"])

    def delete(self, customer_id: str, fault: Fault) -> None:
        """The fault goes first: a claim on a fault that is gone stands in nobody's way."""
        self._marks.before_delete(fault)
        try:
            call(
                self._client.delete_item,
                TableName=self._table,
                Key=_fault_key(customer_id, fault.number),
                ConditionExpression="version = :seen AND #ttl > :now",
                ExpressionAttributeNames={"#ttl": "ttl"},
                ExpressionAttributeValues={
                    ":seen": {"N": str(fault.version)},
                    ":now": self._now(),
                },
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except ConditionFailed as failed:
            self._living(failed.item)
            raise FaultChanged from failed
        if fault.deduplication_key:
            self._release(customer_id, fault)

    def page(
        self,
        customer_id: str,
        wanted: FaultFilter,
        limit: int,
        after: Position | None,
        *,
        backwards: bool = False,
    ) -> Page:
        stripes = self._striping.to_read(customer_id)
        reader = listing.Reader(
            self._client, self._table, self._clock(), stripes, backwards=backwards
        )
        return reader.page(customer_id, wanted, limit, after)

    def claim(self, customer_id: str, key: str) -> Claim | None:
        answer = call(
            self._client.get_item,
            TableName=self._table,
            Key=claim_item.key_of(customer_id, key),
            ConsistentRead=True,
        )
        item = answer.get("Item")
        if not item or int(item["ttl"]["N"]) <= self._clock().timestamp():
            return None
        return claim_item.claim_of(key, item)

    def _put_once(self, put: dict[str, Any], fault: Fault) -> None:
        """A put whose answer was lost finds its own write_id and has succeeded."""
        try:
            call(self._client.put_item, **put)
        except ConditionFailed as failed:
            if not _is_ours(failed.item, fault):
                raise NumberTaken from failed

    def _claim_put(self, customer_id: str, claim: Claim) -> dict[str, Any]:
        """A claim may be taken over when it has expired or when it is the one to be replaced."""
        values = {":now": self._now()}
        condition = "attribute_not_exists(pk) OR #ttl <= :now"
        names = {"#ttl": "ttl"}
        if claim.replaces is not None:
            condition += " OR #number = :replaces"
            names["#number"] = "number"
            values[":replaces"] = {"N": str(claim.replaces)}
        return {
            "Put": {
                "TableName": self._table,
                "Item": claim_item.item_of(customer_id, claim),
                "ConditionExpression": condition,
                "ExpressionAttributeNames": names,
                "ExpressionAttributeValues": values,
            }
        }

    def _repetition(
        self, customer_id: str, number: int, at: datetime, write_id: str
    ) -> dict[str, Any]:
        return {
            "TableName": self._table,
            "Key": _fault_key(customer_id, number),
            "UpdateExpression": (
                "ADD occurrences :one SET last_seen_at = :at, repeat_id = :write_id"
            ),
            "ConditionExpression": (
                "#status = :open AND #ttl > :now"
                " AND (attribute_not_exists(repeat_id) OR repeat_id <> :write_id)"
            ),
            "ExpressionAttributeNames": {"#status": "status", "#ttl": "ttl"},
            "ExpressionAttributeValues": {
                ":one": {"N": "1"},
                ":at": {"N": str(microseconds(at))},
                ":write_id": {"S": write_id},
                ":open": {"S": Status.UNRESOLVED},
                ":now": self._now(),
            },
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }

    def _repeat_with_claims(
        self, customer_id: str, number: int, update: dict[str, Any], claims: Sequence[Claim]
    ) -> Fault:
        actions = [self._claim_put(customer_id, claim) for claim in claims]
        try:
            self._transact({"Update": update}, *actions)
        except TransactionRefused as refused:
            code, standing = refused.reasons[0]
            if code == "ConditionalCheckFailed":
                write_id = update["ExpressionAttributeValues"][":write_id"]["S"]
                return self._already_repeated(standing, write_id)
            raise ClaimTaken from refused
        return self.get(customer_id, number)

    def _already_repeated(self, item: Item | None, write_id: str) -> Fault:
        fault = self._living(item)
        if item and item.get("repeat_id", {}).get("S") == write_id:
            return fault
        raise FaultChanged

    def _release(self, customer_id: str, fault: Fault) -> None:
        """Give the deduplication key back, unless a newer fault holds it by now."""
        key = deduplication_claim_key(fault.deduplication_key)
        try:
            call(
                self._client.delete_item,
                TableName=self._table,
                Key=claim_item.key_of(customer_id, key),
                ConditionExpression="#number = :number",
                ExpressionAttributeNames={"#number": "number"},
                ExpressionAttributeValues={":number": {"N": str(fault.number)}},
            )
        except ConditionFailed:
            return

    def _transact(self, *actions: dict[str, Any]) -> None:
        """Raises TransactionRefused; the first action's reason comes first."""
        call(self._client.transact_write_items, TransactItems=list(actions))

    def _living(self, item: Item | None) -> Fault:
        if not item:
            raise FaultNotFound
        fault = fault_item.fault_of(item)
        if fault.is_expired(self._clock()):
            raise FaultNotFound
        return fault

    def _now(self) -> dict[str, str]:
        return {"N": str(int(self._clock().timestamp()))}


class _Update:
    """SET of what is new or other, REMOVE of what is gone, and nothing else."""

    def __init__(self, changed: Item, removed: list[str]) -> None:
        self.names = {f"#{i}": name for i, name in enumerate([*changed, *removed])}
        placeholders = {name: f"#{i}" for i, name in enumerate([*changed, *removed])}
        self.values = {f":{placeholders[name][1:]}": value for name, value in changed.items()}
        assignments = [f"{placeholders[name]} = :{placeholders[name][1:]}" for name in changed]
        parts = ["SET " + ", ".join(assignments)]
        if removed:
            parts.append("REMOVE " + ", ".join(placeholders[name] for name in removed))
        self.expression = " ".join(parts)


def _as_stored(before: Fault, after: Fault, stripe: int) -> Item:
    """`before` as an item; its comments are taken for unknown when they change.

    How many of them an item has room for depends on what else was in it when it was written. It may
    lie in another stripe than is written to now, and stays there in an index whose key it keeps.
    """
    item = fault_item.item_of(before, stripe)
    if before.newest_comments != after.newest_comments:
        item["newest_comments"] = {}
    return item


def _difference(before: Item, after: Item) -> _Update:
    changed = {name: value for name, value in after.items() if before.get(name) != value}
    return _Update(changed, [name for name in before if name not in after])


def _fault_key(customer_id: str, number: int) -> Item:
    return {"pk": {"S": keys.fault(customer_id, number)}, "sk": {"S": keys.FAULT}}


def _is_ours(item: Item | None, fault: Fault) -> bool:
    """What this very create has put, whoever has changed it since."""
    return bool(item) and (item or {}).get("opening") == {"S": fault.last_change.write_id}
