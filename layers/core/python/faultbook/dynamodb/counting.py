"""How many faults a list has: counted by DynamoDB where it can apply all filters itself."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from faultbook.domain.listing import Counted
from faultbook.dynamodb.client import call
from faultbook.dynamodb.fault_item import fault_of
from faultbook.dynamodb.index_ranges import Range
from faultbook.dynamodb.store_filter import StoreFilter, query_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

READ_BUDGET = 25_000  # faults that one count may read


def count(
    client: "DynamoDBClient",
    table: str,
    groups: Iterable[list[Range]],
    filters: StoreFilter,
    most: int,
) -> Counted:
    found = read = 0
    for partition in (partition for group in groups for partition in group):
        for answer in _answers(client, table, partition, filters):
            found += _matching(answer, filters)
            read += answer["ScannedCount"]
            if found > most:
                return Counted(most + 1, is_all=False)
            if read >= READ_BUDGET:
                return Counted(found, is_all=False)
    return Counted(found, is_all=True)


def _answers(
    client: "DynamoDBClient", table: str, index_range: Range, filters: StoreFilter
) -> Iterator[dict[str, Any]]:
    """A megabyte each; the next is read when the consumer comes to it."""
    how: dict[str, Any] = {"Select": "COUNT"} if filters.is_whole else {}
    while True:
        answer = call(client.query, TableName=table, **query_of(index_range, filters), **how)
        yield answer
        if not answer.get("LastEvaluatedKey"):
            return
        how["ExclusiveStartKey"] = answer["LastEvaluatedKey"]


def _matching(answer: dict[str, Any], filters: StoreFilter) -> int:
    if filters.is_whole:
        return int(answer["Count"])
    return sum(filters.fault_filter.matches(fault_of(item)) for item in answer["Items"])
