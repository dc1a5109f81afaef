"""Hosts in the faults table, one partition for each customer.

The partition also has the claims of their custom identifiers, the number of those not retired, and
the documents stored with them.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from faultbook.domain.errors import HostChanged, HostIdentifierTaken, TooManyHosts
from faultbook.domain.host import Host
from faultbook.dynamodb import keys
from faultbook.dynamodb.client import ConditionFailed, TransactionRefused, call
from faultbook.dynamodb.fault_item import Item
from faultbook.dynamodb.host_item import (
    document_item,
    document_of,
    host_of,
    item_of,
    name_of_document,
    place_of,
)
from faultbook.dynamodb.paging import of_partition
from faultbook.usecases.hosts import MAX_HOSTS, Document, HostTaken
from faultbook.usecases.ports import Clock

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_BEHIND = "\U0010ffff"  # sorts behind every name


class DynamoHostStore:
    """Implements `usecases.hosts.HostStore`."""

    def __init__(self, client: "DynamoDBClient", table: str, clock: Clock) -> None:
        self._client = client
        self._table = table
        self._clock = clock

    def find(self, customer_id: str, host_id: str, *, latest: bool = True) -> Host | None:
        item = self._item(customer_id, keys.host(host_id), latest=latest)
        return self._unless_expired(host_of(item)) if item else None

    def find_by_identifier(self, customer_id: str, custom_identifier: str) -> Host | None:
        claim = self._item(customer_id, keys.host_identifier(custom_identifier))
        host = self.find(customer_id, claim["host_id"]["S"]) if claim else None
        return host if host and host.claimed_identifier == custom_identifier else None

    def all(self, customer_id: str) -> Iterator[Host]:
        between = (keys.HOST_PREFIX, keys.HOST_PREFIX + _BEHIND)
        for item in of_partition(self._client, self._table, keys.hosts(customer_id), between):
            if host := self._unless_expired(host_of(item)):
                yield host

    def create(self, customer_id: str, host: Host) -> None:
        now = int(self._clock().timestamp())
        is_free = {
            "ConditionExpression": "attribute_not_exists(pk) OR #ttl <= :now",
            "ExpressionAttributeNames": {"#ttl": "ttl"},
            "ExpressionAttributeValues": {":now": {"N": str(now)}},
        }
        counted = [] if host.is_retired else [self._count(customer_id, 1)]
        actions = [*self._claims("", host), *counted]
        if not self._write(host, is_free, actions):
            raise HostTaken

    def save(self, customer_id: str, before: Host, after: Host) -> None:
        is_as_seen = {
            "ConditionExpression": "#version = :seen",
            "ExpressionAttributeNames": {"#version": "version"},
            "ExpressionAttributeValues": {":seen": {"N": str(before.version)}},
        }
        retires = after.is_retired and not before.is_retired
        counted = [self._count(customer_id, -1)] if retires else []
        actions = [*self._claims(before.claimed_identifier, after), *counted]
        if not self._write(after, is_as_seen, actions):
            raise HostChanged

    def put_document(self, customer_id: str, host_id: str, document: Document) -> None:
        item = document_item(customer_id, host_id, document)
        call(self._client.put_item, TableName=self._table, Item=item)

    def find_document(self, customer_id: str, host_id: str, name: str) -> Document | None:
        item = self._item(customer_id, keys.host_document(host_id, name))
        return document_of(item) if item else None

    def names_of_documents(self, customer_id: str, host_id: str) -> list[str]:
        first = keys.host_document(host_id)
        items = of_partition(
            self._client,
            self._table,
            keys.hosts(customer_id),
            (first, first + _BEHIND),
            ProjectionExpression="sk",
        )
        return [name_of_document(item) for item in items]

    def delete_document(self, customer_id: str, host_id: str, name: str) -> None:
        place = place_of(customer_id, keys.host_document(host_id, name))
        call(self._client.delete_item, TableName=self._table, Key=place)

    def _item(self, customer_id: str, sk: str, *, latest: bool = True) -> Item | None:
        answer = call(
            self._client.get_item,
            TableName=self._table,
            Key=place_of(customer_id, sk),
            ConsistentRead=latest,
        )
        item: Item | None = answer.get("Item")
        return item

    def _unless_expired(self, host: Host) -> Host | None:
        return None if host.is_expired(self._clock()) else host

    def _write(self, host: Host, condition: dict[str, Any], actions: list[dict[str, Any]]) -> bool:
        """Whether the condition held. Raises HostIdentifierTaken or TooManyHosts.

        A write whose answer was lost finds its own item and has succeeded.
        """
        put = {
            "TableName": self._table,
            "Item": item_of(host),
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            **condition,
        }
        try:
            if actions:
                call(self._client.transact_write_items, TransactItems=[{"Put": put}, *actions])
            else:
                call(self._client.put_item, **put)
        except ConditionFailed as failed:
            return bool(failed.item == put["Item"])
        except TransactionRefused as refused:
            return _has_succeeded(refused, put["Item"], actions)
        return True

    def _claims(self, before: str, after: Host) -> list[dict[str, Any]]:
        """Takes the host's custom identifier and releases its former one."""
        identifier = after.claimed_identifier
        if identifier == before:
            return []
        host = {":host": {"S": after.host_id}}
        taken = place_of(after.customer_id, keys.host_identifier(identifier))
        free = place_of(after.customer_id, keys.host_identifier(before))
        take = {
            "TableName": self._table,
            "Item": taken | {"host_id": host[":host"]},
            "ConditionExpression": "attribute_not_exists(pk) OR host_id = :host",
            "ExpressionAttributeValues": host,
        }
        let_go = {"TableName": self._table, "Key": free}
        return [{"Put": take}] * bool(identifier) + [{"Delete": let_go}] * bool(before)

    def _count(self, customer_id: str, change: int) -> dict[str, Any]:
        update: dict[str, Any] = {
            "TableName": self._table,
            "Key": place_of(customer_id, keys.HOST_COUNT),
            "UpdateExpression": "ADD living :change",
            "ExpressionAttributeValues": {":change": {"N": str(change)}},
        }
        if change > 0:
            update["ConditionExpression"] = "attribute_not_exists(living) OR living < :most"
            update["ExpressionAttributeValues"][":most"] = {"N": str(MAX_HOSTS)}
        return {"Update": update}


def _has_succeeded(refused: TransactionRefused, item: Item, actions: list[dict[str, Any]]) -> bool:
    (host_refused, existing), *others = refused.reasons
    if host_refused != "None":
        return existing == item
    for (code, _), action in zip(others, actions, strict=True):
        if code != "None":
            raise HostIdentifierTaken if "Put" in action else TooManyHosts
    return False
