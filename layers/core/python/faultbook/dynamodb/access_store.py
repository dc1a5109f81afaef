"""API keys and access tokens in DynamoDB."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from faultbook.domain.access import AccessToken, ApiKey
from faultbook.domain.errors import (
    AccessTokenNotFound,
    ApiKeyNotFound,
    Conflict,
    Unavailable,
)
from faultbook.dynamodb import access_item, access_keys
from faultbook.dynamodb.access_item import Item
from faultbook.dynamodb.client import ConditionFailed, call
from faultbook.usecases.ports import Clock

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoAccessStore:
    """Implements `usecases.access_ports.AccessStore`."""

    def __init__(self, client: "DynamoDBClient", table: str, clock: Clock) -> None:
        self._client = client
        self._table = table
        self._clock = clock

    def put_api_key(self, customer_id: str, key: ApiKey) -> None:
        self._put(access_item.item_of_api_key(replace(key, customer_id=customer_id)))

    def get_api_key(self, customer_id: str, key_id: str) -> ApiKey:
        item = self._item(access_item.api_key_place(key_id))
        if item is None:
            raise ApiKeyNotFound
        key = access_item.api_key_of(item)
        if key.customer_id != customer_id:
            raise ApiKeyNotFound
        return key

    def save_api_key(self, customer_id: str, before: ApiKey, after: ApiKey) -> None:
        item = access_item.item_of_api_key(after)
        kept = [name for name in access_item.CHANGEABLE if name in item]
        gone = [name for name in access_item.CHANGEABLE if name not in item]
        expression = "SET " + ", ".join(f"#{name} = :{name}" for name in kept)
        if gone:
            expression += " REMOVE " + ", ".join(f"#{name}" for name in gone)
        try:
            call(
                self._client.update_item,
                TableName=self._table,
                Key=access_item.api_key_place(before.key_id),
                ConditionExpression="customer_id = :customer AND #version = :seen",
                UpdateExpression=expression,
                ExpressionAttributeNames={f"#{name}": name for name in access_item.CHANGEABLE},
                ExpressionAttributeValues={f":{name}": item[name] for name in kept}
                | {":customer": {"S": customer_id}, ":seen": {"N": str(before.version)}},
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except ConditionFailed as failed:
            _check_it_is_ours(failed, customer_id, after)

    def list_api_keys(self, customer_id: str) -> list[ApiKey]:
        items = self._list(customer_id, access_keys.API_KEY)
        return [access_item.api_key_of(item) for item in items]

    def put_access_token(self, customer_id: str, token: AccessToken) -> None:
        self._put(access_item.item_of_access_token(replace(token, customer_id=customer_id)))

    def get_access_token(self, customer_id: str, token_id: str) -> AccessToken:
        item = self._item(access_item.access_token_place(customer_id, token_id))
        if item is None:
            raise AccessTokenNotFound
        return access_item.access_token_of(item)

    def list_access_tokens(self, customer_id: str) -> list[AccessToken]:
        items = self._list(customer_id, access_keys.ACCESS_TOKEN)
        return [access_item.access_token_of(item) for item in items]

    def delete_access_token(self, customer_id: str, token_id: str) -> None:
        place = access_item.access_token_place(customer_id, token_id)
        call(self._client.delete_item, TableName=self._table, Key=place)

    def _put(self, item: Item) -> None:
        """A put whose answer was lost finds its own item and has succeeded."""
        try:
            call(
                self._client.put_item,
                TableName=self._table,
                Item=item,
                ConditionExpression="attribute_not_exists(pk)",
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except ConditionFailed as failed:
            if failed.item != item:
                raise Unavailable from failed

    def _item(self, place: Item) -> Item | None:
        answer = call(self._client.get_item, TableName=self._table, Key=place, ConsistentRead=True)
        item: Item | None = answer.get("Item")
        return None if not item or access_item.has_ended(item, self._clock()) else item

    def _list(self, customer_id: str, kind: str) -> list[Item]:
        items: list[Item] = []
        start: dict[str, Any] = {}
        while True:
            answer = call(
                self._client.query,
                TableName=self._table,
                IndexName=access_keys.BY_CUSTOMER,
                KeyConditionExpression="customer_id = :customer AND sk = :kind",
                ExpressionAttributeValues={":customer": {"S": customer_id}, ":kind": {"S": kind}},
                **({"ExclusiveStartKey": start} if start else {}),
            )
            items += answer["Items"]
            start = answer.get("LastEvaluatedKey", {})
            if not start:
                now = self._clock()
                return [item for item in items if not access_item.has_ended(item, now)]


class DynamoApiKeyDirectory:
    """Implements `usecases.access_ports.ApiKeyDirectory`."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def find(self, key_id: str) -> ApiKey | None:
        place = access_item.api_key_place(key_id)
        answer = call(self._client.get_item, TableName=self._table, Key=place, ConsistentRead=True)
        item = answer.get("Item")
        return access_item.api_key_of(item) if item else None

    def note_use(self, key: ApiKey, day: str) -> None:
        try:
            call(
                self._client.update_item,
                TableName=self._table,
                Key=access_item.api_key_place(key.key_id),
                ConditionExpression="attribute_exists(pk)",
                UpdateExpression="SET last_used_on = :day",
                ExpressionAttributeValues={":day": {"S": day}},
            )
        except ConditionFailed:
            return  # gone meanwhile, so there is nothing to remember


def _check_it_is_ours(failed: ConditionFailed, customer_id: str, after: ApiKey) -> None:
    """A save whose answer was lost finds what it wrote, and has succeeded."""
    if not failed.item:
        raise ApiKeyNotFound from failed
    existing = access_item.api_key_of(failed.item)
    if existing.customer_id != customer_id:
        raise ApiKeyNotFound from failed
    if replace(existing, last_used_on=after.last_used_on) != after:
        raise Conflict("The API key was changed meanwhile; read it again.") from failed
