"""The item with a customer's watermark."""

from datetime import date
from typing import TYPE_CHECKING

from faultbook.dynamodb import statistics_item, statistics_keys
from faultbook.dynamodb.client import call
from faultbook.dynamodb.fault_item import Item
from faultbook.usecases.statistics_ports import Watermark

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


LISTENERS = "listeners"  # how many endpoints the customer has; not there without one


def key_of(customer_id: str) -> Item:
    pk, sk = statistics_keys.now(customer_id)
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def read_watermark(client: "DynamoDBClient", table: str, customer_id: str) -> Watermark:
    answer = call(client.get_item, TableName=table, Key=key_of(customer_id), ConsistentRead=True)
    return watermark_of(answer.get("Item", {}))


def watermark_of(item: Item) -> Watermark:
    return Watermark(
        now=statistics_item.tally_of(item),
        serial=item["serial"]["S"] if "serial" in item else "",
        closed=date.fromisoformat(item["closed"]["S"]) if "closed" in item else None,
        late=statistics_item.late_days_of(item),
        has_listeners=LISTENERS in item,
    )
