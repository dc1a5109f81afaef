"""The detail beside a fault: one item, in no index and unseen by the stream."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from faultbook.domain.detail import mark_of
from faultbook.domain.fault import Fault
from faultbook.dynamodb import keys
from faultbook.dynamodb.fault_item import Item


def key_of(customer_id: str, number: int) -> Item:
    return {"pk": {"S": keys.fault(customer_id, number)}, "sk": {"S": keys.DETAIL}}


def puts(table: str, fault: Fault, detail: Mapping[str, Any]) -> list[dict[str, Any]]:
    """It expires with its fault. A JSON text brings any depth and any number back as it was."""
    if not detail:
        return []
    text = json.dumps(dict(detail), ensure_ascii=False, separators=(",", ":"))
    place, expiry = key_of(fault.customer_id, fault.number), {"N": str(fault.expires_at)}
    return [{"Put": {"TableName": table, "Item": place | {"said": {"S": text}, "ttl": expiry}}}]


def naming(
    table: str, customer_id: str, number: int, detail: Mapping[str, Any], now: dict[str, str]
) -> dict[str, Any]:
    """The update of the fault that goes with another detail."""
    update = {
        "TableName": table,
        "Key": {"pk": {"S": keys.fault(customer_id, number)}, "sk": {"S": keys.FAULT}},
        "ConditionExpression": "#ttl > :now",
        "UpdateExpression": "SET detail = :mark",
        "ExpressionAttributeNames": {"#ttl": "ttl"},
        "ExpressionAttributeValues": {":mark": {"S": mark_of(detail)}, ":now": now},
    }
    return {"Update": update}


def by_number(items: Iterable[Item]) -> dict[int, dict[str, Any]]:
    return {
        keys.customer_and_number(item["pk"]["S"])[1]: json.loads(item["said"]["S"])
        for item in items
    }
