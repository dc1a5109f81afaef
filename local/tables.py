"""Creates the tables of template.yaml at an endpoint, where they are missing."""

import contextlib
import time
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from local.template import Table, read_template

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import WaiterConfigTypeDef

_PATIENCE: "WaiterConfigTypeDef" = {"Delay": 1, "MaxAttempts": 120}
_AS_THEY_ARE = ("KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes", "BillingMode")


def create_tables(
    client: "DynamoDBClient",
    names: Mapping[str, str] | None = None,
    tables: Iterable[Table] | None = None,
    *,
    expire: bool = True,
) -> list[str]:
    """Return the names of the tables that were missing; without `tables`, all of template.yaml.

    `names` calls the tables otherwise, by the short form of their logical ids:
    {"faults": "x"} for FaultsTable. Protection, backups and encryption of the template mean
    nothing to a local store and are left out. `expire` says whether the store may remove by itself
    what its time to live has passed.
    """
    given = names or {}
    return [
        name
        for table in (tables or _tables())
        if _create(client, table, name := given.get(_short_form(table), table.name), expire=expire)
    ]


@cache
def _tables() -> tuple[Table, ...]:
    """Reading the template takes longer than making its tables, and tests make them often."""
    return read_template().tables


def _short_form(table: Table) -> str:
    return table.logical_id.removesuffix("Table").lower()


def _create(client: "DynamoDBClient", table: Table, name: str, *, expire: bool) -> bool:
    definition: dict[str, Any] = {
        key: table.properties[key] for key in _AS_THEY_ARE if key in table.properties
    }
    if stream := table.properties.get("StreamSpecification"):
        definition["StreamSpecification"] = {"StreamEnabled": True, **stream}
    made: Mapping[str, Any] = {}
    with contextlib.suppress(client.exceptions.ResourceInUseException):
        made = client.create_table(TableName=name, **definition)["TableDescription"]
    if made.get("TableStatus") != "ACTIVE":
        client.get_waiter("table_exists").wait(TableName=name, WaiterConfig=_PATIENCE)
    if not made:
        _add_indexes(client, table, name)
    if table.ttl_attribute and expire:
        _expire_by(client, name, table.ttl_attribute)
    return bool(made)


def _add_indexes(client: "DynamoDBClient", table: Table, name: str) -> None:
    """What newer versions of the template ask for; one at a time, as DynamoDB wants it."""
    described = client.describe_table(TableName=name)["Table"]
    known = {index["IndexName"] for index in described.get("GlobalSecondaryIndexes", [])}
    defined = {part["AttributeName"] for part in described["AttributeDefinitions"]}
    for index in table.properties.get("GlobalSecondaryIndexes", []):
        if index["IndexName"] in known:
            continue
        defined |= {part["AttributeName"] for part in index["KeySchema"]}
        definitions = [
            attribute
            for attribute in table.properties["AttributeDefinitions"]
            if attribute["AttributeName"] in defined
        ]
        client.update_table(
            TableName=name,
            AttributeDefinitions=definitions,
            GlobalSecondaryIndexUpdates=[{"Create": index}],
        )
        _wait_for_index(client, name, index["IndexName"])


def _wait_for_index(client: "DynamoDBClient", name: str, index: str) -> None:
    while True:
        described = client.describe_table(TableName=name)["Table"]["GlobalSecondaryIndexes"]
        if any(
            found["IndexName"] == index and found["IndexStatus"] == "ACTIVE" for found in described
        ):
            return
        time.sleep(_PATIENCE["Delay"])


def _expire_by(client: "DynamoDBClient", name: str, attribute: str) -> None:
    """A second start after a crash between the two calls finds the table without it."""
    state = client.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    if state.get("TimeToLiveStatus") not in ("ENABLED", "ENABLING"):
        client.update_time_to_live(
            TableName=name,
            TimeToLiveSpecification={"Enabled": True, "AttributeName": attribute},
        )
