"""A customer's settings in the access table: one item, absent until something is set.

`servers` is a string set, never empty, `severity_words` a map, `links_revoked_at` in microseconds,
`alert_path_labels` a list of lists.
An operator may write the item with any DynamoDB tool.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from faultbook.domain.customer_settings import CustomerSettings, PathLabels, SettingsEdits
from faultbook.domain.fault import Severity
from faultbook.domain.times import from_microseconds, microseconds
from faultbook.dynamodb import access_keys
from faultbook.dynamodb.client import call
from faultbook.dynamodb.fault_item import Item
from faultbook.dynamodb.update import Update

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
        return _settings_of(answer.get("Item") or {})

    def save(self, customer_id: str, edits: SettingsEdits) -> None:
        stored = _stored(edits)
        update = Update(
            {name: value for name, value in stored.items() if value},
            [name for name, value in stored.items() if not value],
        )
        values = {"ExpressionAttributeValues": update.values} if update.values else {}
        call(
            self._client.update_item,
            TableName=self._table,
            Key=_place(customer_id),
            UpdateExpression=update.expression,
            ExpressionAttributeNames=update.names,
            **values,
        )


def _settings_of(item: Item) -> CustomerSettings:
    words = item["severity_words"]["M"] if "severity_words" in item else {}
    revoked_at = int(item["links_revoked_at"]["N"]) if "links_revoked_at" in item else None
    return CustomerSettings(
        servers=frozenset(item["servers"]["SS"]) if "servers" in item else None,
        severity_words={word: Severity(value["S"]) for word, value in words.items()},
        links_revoked_at=from_microseconds(revoked_at) if revoked_at is not None else None,
        alert_path_labels=_path_labels_of(item),
    )


def _stored(edits: SettingsEdits) -> dict[str, dict[str, Any]]:
    """By attribute; an empty value removes it."""
    stored: dict[str, dict[str, Any]] = {}
    if "servers" in edits:
        servers = edits["servers"]
        stored["servers"] = {} if servers is None else {"SS": sorted(servers)}
    if "severity_words" in edits:
        words = {word: {"S": severity.value} for word, severity in edits["severity_words"].items()}
        stored["severity_words"] = {"M": words} if words else {}
    if "links_revoked_at" in edits:
        stored["links_revoked_at"] = {"N": str(microseconds(edits["links_revoked_at"]))}
    if "alert_path_labels" in edits:
        levels = edits["alert_path_labels"]
        stored["alert_path_labels"] = (
            {} if levels is None else {"L": [_level(one) for one in levels]}
        )
    return stored


def _level(labels: Sequence[str]) -> dict[str, Any]:
    return {"L": [{"S": label} for label in labels]}


def _path_labels_of(item: Item) -> PathLabels | None:
    if "alert_path_labels" not in item:
        return None
    levels = item["alert_path_labels"]["L"]
    return tuple(tuple(label["S"] for label in level["L"]) for level in levels)


def _place(customer_id: str) -> dict[str, dict[str, str]]:
    return {
        "pk": {"S": access_keys.settings(customer_id)},
        "sk": {"S": access_keys.SETTINGS},
    }
