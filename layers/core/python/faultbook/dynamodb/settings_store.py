"""A customer's settings in the access table: one item, absent until something is set.

`servers` is a string set, never empty. An operator may write the item with any DynamoDB tool.
"""

from typing import TYPE_CHECKING, Any

from faultbook.domain.customer_settings import CustomerSettings
from faultbook.dynamodb import access_keys
from faultbook.dynamodb.client import call

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoSettingsStore:
    """Implements `usecases.access_ports.SettingsStore`."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def get(self, customer_id: str, *, latest: bool = False) -> CustomerSettings:
        answer = call(
            self._client.get_item,
            TableName=self._table,
            Key=_place(customer_id),
            ConsistentRead=latest,
        )
        item = answer.get("Item") or {}
        return CustomerSettings(frozenset(item["servers"]["SS"]) if "servers" in item else None)

    def save_servers(self, customer_id: str, servers: frozenset[str] | None) -> None:
        update: dict[str, Any] = {"UpdateExpression": "REMOVE servers"}
        if servers is not None:
            update = {
                "UpdateExpression": "SET servers = :servers",
                "ExpressionAttributeValues": {":servers": {"SS": sorted(servers)}},
            }
        call(
            self._client.update_item,
            TableName=self._table,
            Key=_place(customer_id),
            **update,
        )


def _place(customer_id: str) -> dict[str, dict[str, str]]:
    return {
        "pk": {"S": access_keys.settings(customer_id)},
        "sk": {"S": access_keys.SETTINGS},
    }
