"""How many faults a list has: counted by DynamoDB where it can apply all filters itself."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from faultbook.domain.listing import Counted
from faultbook.dynamodb.client import call
from faultbook.dynamodb.fault_item import fault_of
from faultbook.dynamodb.index_ranges import Range
from faultbook.dynamodb.side_by_side import side_by_side
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
    *,
    is_striped: bool,
) -> Counted:
    """The ranges of stripes are read at the same time, all others one after the other."""
    found = read = 0
    for group in groups:
        for together in [group] if is_striped else [[partition] for partition in group]:
            for answer in _answers(client, table, together, filters):
                found += _matching(answer, filters)
                read += answer["ScannedCount"]
                if found > most:
                    return Counted(most + 1, is_all=False)
                if read >= READ_BUDGET:
                    return Counted(found, is_all=False)
    return Counted(found, is_all=True)


def _answers(
    client: "DynamoDBClient", table: str, together: Sequence[Range], filters: StoreFilter
) -> Iterator[dict[str, Any]]:
    """A megabyte each; the next ones are read when the consumer comes to them."""
    how: dict[str, Any] = {"Select": "COUNT"} if filters.is_whole else {}
    queries = [query_of(partition, filters) | how for partition in together]
    while queries:
        calls = [partial(call, client.query, TableName=table, **query) for query in queries]
        answers = [calls[0]()] if len(calls) == 1 else side_by_side(calls)
        yield from answers
        queries = [
            query | {"ExclusiveStartKey": answer["LastEvaluatedKey"]}
            for query, answer in zip(queries, answers, strict=True)
            if answer.get("LastEvaluatedKey")
        ]


def _matching(answer: dict[str, Any], filters: StoreFilter) -> int:
    if filters.is_whole:
        return int(answer["Count"])
    return sum(filters.fault_filter.matches(fault_of(item)) for item in answer["Items"])
