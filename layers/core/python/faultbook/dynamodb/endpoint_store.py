"""A customer's endpoints: one item, which is read as a whole, and a mark where counters stand.

The mark lets the stream's function know without a look that there is anybody to tell.
"""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from faultbook.domain.endpoints import Endpoint, EndpointFilter, EndpointKind, Endpoints, Off
from faultbook.domain.errors import Conflict, TooLarge
from faultbook.domain.fault import Kind, Severity
from faultbook.domain.times import from_microseconds, microseconds
from faultbook.dynamodb import event_keys
from faultbook.dynamodb.client import TransactionRefused, call
from faultbook.dynamodb.watermark import LISTENERS, key_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_MOST = 300_000  # bytes; an item holds 400 KB


class DynamoEndpointStore:
    """Implements `usecases.delivery_ports.EndpointStore`."""

    def __init__(self, client: "DynamoDBClient", table: str, statistics_table: str) -> None:
        self._client = client
        self._table = table
        self._statistics_table = statistics_table

    def all(self, customer_id: str) -> Endpoints:
        answer = call(
            self._client.get_item,
            TableName=self._table,
            Key=_place(customer_id),
            ConsistentRead=True,
        )
        item = answer.get("Item")
        if not item:
            return Endpoints()
        rows = json.loads(item["endpoints"]["S"])
        return Endpoints([_endpoint_of(row) for row in rows], int(item["version"]["N"]))

    def save(self, customer_id: str, seen: Endpoints, endpoints: Sequence[Endpoint]) -> None:
        rows = [_row_of(endpoint) for endpoint in endpoints]
        document = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
        if len(document.encode()) > _MOST:
            raise TooLarge(_MOST, "list of endpoints")
        put: dict[str, Any] = {
            "TableName": self._table,
            "Item": _place(customer_id)
            | {"endpoints": {"S": document}, "version": {"N": str(seen.version + 1)}},
            "ConditionExpression": "attribute_not_exists(pk)",
        }
        if seen.version:
            put["ConditionExpression"] = "version = :seen"
            put["ExpressionAttributeValues"] = {":seen": {"N": str(seen.version)}}
        try:
            call(
                self._client.transact_write_items,
                TransactItems=[{"Put": put}, {"Update": self._mark(customer_id, len(rows))}],
            )
        except TransactionRefused as refused:
            raise Conflict("The endpoints were changed meanwhile; read them again.") from refused

    def _mark(self, customer_id: str, count: int) -> dict[str, Any]:
        update: dict[str, Any] = {
            "TableName": self._statistics_table,
            "Key": key_of(customer_id),
            "UpdateExpression": f"REMOVE {LISTENERS}",
        }
        if count:
            update["UpdateExpression"] = f"SET {LISTENERS} = :count"
            update["ExpressionAttributeValues"] = {":count": {"N": str(count)}}
        return update


def _place(customer_id: str) -> dict[str, Any]:
    return {
        "pk": {"S": event_keys.endpoints(customer_id)},
        "sk": {"S": event_keys.ENDPOINTS},
    }


def _row_of(endpoint: Endpoint) -> dict[str, Any]:
    row = {
        "id": endpoint.endpoint_id,
        "name": endpoint.name,
        "kind": endpoint.kind,
        "url": endpoint.url,
        "secret": endpoint.secret,
        "at": microseconds(endpoint.created_at),
        "by": endpoint.created_by,
        "header": endpoint.authorization,
        "filters": [_filter_row(endpoint_filter) for endpoint_filter in endpoint.filters],
        "off": endpoint.off,
        "before": endpoint.previous_secret,
        "until": microseconds(endpoint.previous_until) if endpoint.previous_until else None,
    }
    return {name: value for name, value in row.items() if value}


def _endpoint_of(row: dict[str, Any]) -> Endpoint:
    return Endpoint(
        endpoint_id=row["id"],
        name=row["name"],
        kind=EndpointKind(row["kind"]),
        url=row["url"],
        secret=row["secret"],
        created_at=from_microseconds(row["at"]),
        created_by=row["by"],
        authorization=row.get("header", ""),
        filters=tuple(_filter_of(filter_row) for filter_row in row.get("filters", [])),
        off=Off(row["off"]) if "off" in row else None,
        previous_secret=row.get("before", ""),
        previous_until=from_microseconds(row["until"]) if "until" in row else None,
    )


def _filter_row(endpoint_filter: EndpointFilter) -> dict[str, Any]:
    return {
        "types": sorted(endpoint_filter.types),
        "severities": sorted(endpoint_filter.severities),
        "kinds": sorted(endpoint_filter.kinds),
        "path": endpoint_filter.path,
    }


def _filter_of(row: dict[str, Any]) -> EndpointFilter:
    return EndpointFilter(
        types=frozenset(row["types"]),
        severities=frozenset(Severity(severity) for severity in row["severities"]),
        kinds=frozenset(Kind(kind) for kind in row["kinds"]),
        path=row["path"],
    )
