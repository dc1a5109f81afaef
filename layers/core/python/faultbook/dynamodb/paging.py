"""Reads of more than one page."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from faultbook.dynamodb.client import call
from faultbook.dynamodb.fault_item import Item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_BATCH = 100  # BatchGetItem takes no more


def items(
    operation: Callable[..., Any], first: dict[str, Any] | None = None, **parameters: Any
) -> Iterator[Item]:
    """All items of a query or scan; the next page is read when the consumer comes to it.

    `first` is the answer with the first page, where somebody has it.
    """
    answer = first or call(operation, **parameters)
    while True:
        yield from answer["Items"]
        if not answer.get("LastEvaluatedKey"):
            return
        answer = call(operation, **parameters, ExclusiveStartKey=answer["LastEvaluatedKey"])


def of_partition(
    client: "DynamoDBClient",
    table: str,
    pk: str,
    between: tuple[str, str] | None = None,
    **parameters: Any,
) -> Iterator[Item]:
    """One partition's items by sort key, both ends inclusive. Read strongly."""
    condition = "pk = :pk"
    values = {":pk": {"S": pk}}
    if between:
        condition += " AND sk BETWEEN :first AND :last"
        values |= {":first": {"S": between[0]}, ":last": {"S": between[1]}}
    return items(
        client.query,
        TableName=table,
        ConsistentRead=True,
        KeyConditionExpression=condition,
        ExpressionAttributeValues=values,
        **parameters,
    )


def by_keys(client: "DynamoDBClient", table: str, item_keys: list[Item]) -> Iterator[Item]:
    """The items that exist; unprocessed keys are requested again."""
    left = item_keys
    while left:
        request = {table: {"Keys": left[:_BATCH], "ConsistentRead": True}}
        answer = call(client.batch_get_item, RequestItems=request)
        yield from answer["Responses"].get(table, [])
        over = answer.get("UnprocessedKeys", {}).get(table, {}).get("Keys", [])
        left = over + left[_BATCH:]
