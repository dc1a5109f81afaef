"""Faults in DynamoDB: conditional writes, one strongly read item per get."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

from faultbook.domain.due import Due, DueKind
from faultbook.domain.edits import Edits
from faultbook.domain.errors import FaultChanged, FaultNotFound
from faultbook.domain.fault import Fault
from faultbook.domain.idempotency import (
    Claim,
    ClaimTaken,
    NumberTaken,
    deduplication_claim_key,
)
from faultbook.domain.listing import Counted, FaultFilter, Page, Position
from faultbook.dynamodb import (
    claim_item,
    counting,
    detail_item,
    fault_item,
    item_bound,
    keys,
    listing,
    repetition,
)
from faultbook.dynamodb.change_marks import ChangeMarks
from faultbook.dynamodb.client import ConditionFailed, TransactionRefused, call
from faultbook.dynamodb.due_store import DynamoDueStore
from faultbook.dynamodb.fault_item import Item
from faultbook.dynamodb.index_ranges import ranges
from faultbook.dynamodb.paging import by_keys
from faultbook.dynamodb.store_filter import StoreFilter
from faultbook.dynamodb.striping import SingleStripe, Striping
from faultbook.dynamodb.update import Update
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

    def details(self, customer_id: str, numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
        item_keys = [detail_item.key_of(customer_id, number) for number in numbers]
        return detail_item.by_number(by_keys(self._client, self._table, item_keys))

    def create(
        self,
        customer_id: str,
        fault: Fault,
        claims: Sequence[Claim] = (),
        *,
        detail: Mapping[str, Any] | None = None,
    ) -> None:
        stripe = self._striping.to_write(customer_id, fault.number)
        item = fault_item.item_of(fault, stripe)
        item_bound.check(item)
        self._marks.before_create(fault)
        if fault.closes_at:
            at, now, expiry = fault.closes_at, self._clock(), fault.expires_at
            self._dues.put(Due(customer_id, fault.number, at, now, DueKind.CLOSE, stripe, expiry))
        put = {
            "TableName": self._table,
            "Item": item | {"opening": {"S": fault.last_change.write_id}},
            "ConditionExpression": "attribute_not_exists(pk)",
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
        beside = self._claim_puts(customer_id, claims)
        beside += detail_item.puts(self._table, fault, detail or {})
        if not beside:
            self._put_once(put, fault)
            return
        try:
            self._transact({"Put": put}, *beside)
        except TransactionRefused as refused:
            code, existing = refused.reasons[0]
            if code == "ConditionalCheckFailed" and not _is_ours(existing, fault):
                raise NumberTaken from refused
            if code != "ConditionalCheckFailed":
                raise ClaimTaken from refused

    def save(
        self, customer_id: str, before: Fault, after: Fault, claims: Sequence[Claim] = ()
    ) -> None:
        stripe = self._striping.to_write(customer_id, before.number)
        existing, item = _as_stored(before, after, stripe), fault_item.item_of(after, stripe)
        item_bound.check(item, existing)
        self._marks.before_save(after)
        difference = Update.between(existing, item)
        update = {
            "TableName": self._table,
            "Key": _fault_key(customer_id, before.number),
            "ConditionExpression": "version = :seen AND #ttl > :now",
            "UpdateExpression": difference.expression,
            "ExpressionAttributeNames": difference.names | {"#ttl": "ttl"},
            "ExpressionAttributeValues": difference.values
            | {":seen": {"N": str(before.version)}, ":now": self._now()},
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
        try:
            self._update(customer_id, update, claims)
        except ConditionFailed as failed:
            found = self._living(failed.item)
            if found.last_change.write_id != after.last_change.write_id:
                raise FaultChanged from failed

    def repeat(
        self,
        customer_id: str,
        number: int,
        at: datetime,
        write_id: str,
        claims: Sequence[Claim] = (),
        *,
        news: Edits | None = None,
    ) -> Fault:
        key, now = _fault_key(customer_id, number), self._now()
        table = {"TableName": self._table, "Key": key}
        returned = {} if claims else {"ReturnValues": "ALL_NEW"}
        in_order = repetition.update(write_id, now, at, fault_item.news_of(news or {}))
        late = repetition.update(write_id, now)
        try:
            answer = self._update(customer_id, table | in_order | returned, claims)
        except ConditionFailed as failed:
            if not self._is_later(failed.item, at, write_id):
                return self._already_repeated(failed.item, write_id)
            answer = self._update(customer_id, table | late | returned, claims)
        return (
            self.get(customer_id, number) if claims else fault_item.fault_of(answer["Attributes"])
        )

    def describe(self, customer_id: str, fault: Fault, detail: Mapping[str, Any]) -> None:
        named = detail_item.naming(self._table, customer_id, fault.number, detail, self._now())
        try:
            self._transact(named, *detail_item.puts(self._table, fault, detail))
        except TransactionRefused as refused:
            raise FaultNotFound from refused

    def delete(self, customer_id: str, fault: Fault) -> None:
        """The fault is deleted first: a claim on a deleted fault is ignored."""
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
        if fault.detail_mark:
            place = detail_item.key_of(customer_id, fault.number)
            call(self._client.delete_item, TableName=self._table, Key=place)
        if fault.deduplication_key:
            self._release(customer_id, fault)

    def page(
        self,
        customer_id: str,
        fault_filter: FaultFilter,
        limit: int,
        after: Position | None,
        *,
        backwards: bool = False,
    ) -> Page:
        stripes = self._striping.to_read(customer_id)
        reader = listing.Reader(
            self._client, self._table, self._clock(), stripes, backwards=backwards
        )
        return reader.page(customer_id, fault_filter, limit, after)

    def count(
        self,
        customer_id: str,
        fault_filter: FaultFilter,
        most: int,
        after: Position | None,
        *,
        backwards: bool = False,
    ) -> Counted:
        stripes, now = self._striping.to_read(customer_id), self._clock()
        groups = ranges(customer_id, fault_filter, after, now, stripes, backwards=backwards)
        return counting.count(
            self._client,
            self._table,
            groups,
            StoreFilter(fault_filter, now),
            most,
            is_striped=len(stripes) > 1,
        )

    def claim(self, customer_id: str, key: str) -> Claim | None:
        place = claim_item.key_of(customer_id, key)
        answer = call(self._client.get_item, TableName=self._table, Key=place, ConsistentRead=True)
        item = answer.get("Item")
        if not item or int(item["ttl"]["N"]) <= self._clock().timestamp():
            return None
        return claim_item.claim_of(key, item)

    def _update(
        self, customer_id: str, update: dict[str, Any], claims: Sequence[Claim]
    ) -> dict[str, Any]:
        """The answer of an update without claims. Raises ConditionFailed or ClaimTaken."""
        if not claims:
            return call(self._client.update_item, **update)
        try:
            self._transact({"Update": update}, *self._claim_puts(customer_id, claims))
        except TransactionRefused as refused:
            code, existing = refused.reasons[0]
            if code == "ConditionalCheckFailed":
                raise ConditionFailed(existing) from refused
            raise ClaimTaken from refused
        return {}

    def _claim_puts(self, customer_id: str, claims: Sequence[Claim]) -> list[dict[str, Any]]:
        return [claim_item.put(self._table, customer_id, claim, self._now()) for claim in claims]

    def _put_once(self, put: dict[str, Any], fault: Fault) -> None:
        """A put whose answer was lost finds its own write_id and has succeeded."""
        try:
            call(self._client.put_item, **put)
        except ConditionFailed as failed:
            if not _is_ours(failed.item, fault):
                raise NumberTaken from failed

    def _is_later(self, item: Item | None, at: datetime, write_id: str) -> bool:
        """Whether a repetition was refused only because the fault was seen later."""
        fault = self._living(item)
        is_new = (item or {}).get("repeat_id") != {"S": write_id}
        return is_new and fault.is_open and fault.seen_at > at

    def _already_repeated(self, item: Item | None, write_id: str) -> Fault:
        fault = self._living(item)
        if item and item.get("repeat_id", {}).get("S") == write_id:
            return fault
        raise FaultChanged

    def _release(self, customer_id: str, fault: Fault) -> None:
        """Release the deduplication key, unless a newer fault holds it by now."""
        key = deduplication_claim_key(fault.deduplication_key)
        release = claim_item.release(self._table, customer_id, key, fault.number)
        with suppress(ConditionFailed):
            call(self._client.delete_item, **release)

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


def _as_stored(before: Fault, after: Fault, stripe: int) -> Item:
    """`before` as an item; its comments are taken as unknown when they change.

    How many of them an item has room for depended on its other attributes when it was written. It
    may be in another stripe than new writes, and stays there in an index whose key it keeps.
    """
    item = fault_item.item_of(before, stripe)
    if before.newest_comments != after.newest_comments:
        item["newest_comments"] = {}
    return item


def _fault_key(customer_id: str, number: int) -> Item:
    return {"pk": {"S": keys.fault(customer_id, number)}, "sk": {"S": keys.FAULT}}


def _is_ours(item: Item | None, fault: Fault) -> bool:
    """The fault that this create wrote, even if it was changed since."""
    return bool(item) and (item or {}).get("opening") == {"S": fault.last_change.write_id}
