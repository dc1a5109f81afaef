"""Transactions of the statistics: a condition fails only when another writer was faster."""

from typing import TYPE_CHECKING, Any

from faultbook.dynamodb.client import TransactionRefused, call
from faultbook.usecases.statistics_ports import Overtaken

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def transact(client: "DynamoDBClient", actions: list[dict[str, Any]]) -> None:
    """Raises Overtaken, Unavailable or UnexpectedFailure."""
    try:
        call(client.transact_write_items, TransactItems=actions)
    except TransactionRefused as refused:
        raise Overtaken from refused
