"""Leases as items beside their faults, in no index and unseen by the stream."""

from datetime import timedelta
from typing import TYPE_CHECKING

from faultbook.domain.lease import Lease
from faultbook.domain.times import from_microseconds, microseconds
from faultbook.dynamodb import keys
from faultbook.dynamodb.client import call
from faultbook.dynamodb.fault_item import Item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_KEPT = timedelta(days=7)  # after its end; a fault that stands has one that goes on


class DynamoLeaseStore:
    """Implements `usecases.lease_ports.LeaseStore`."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def get(self, customer_id: str, number: int) -> Lease | None:
        place = _place(customer_id, number)
        answer = call(self._client.get_item, TableName=self._table, Key=place, ConsistentRead=True)
        item = answer.get("Item")
        if not item:
            return None
        ends_at, seen_at = (int(item[name]["N"]) for name in ("ends_at", "seen_at"))
        return Lease(from_microseconds(ends_at), from_microseconds(seen_at))

    def put(self, customer_id: str, number: int, lease: Lease) -> None:
        item = _place(customer_id, number) | {
            "ends_at": {"N": str(microseconds(lease.ends_at))},
            "seen_at": {"N": str(microseconds(lease.seen_at))},
            "ttl": {"N": str(int((lease.until + _KEPT).timestamp()))},
        }
        call(self._client.put_item, TableName=self._table, Item=item)


def _place(customer_id: str, number: int) -> Item:
    return {"pk": {"S": keys.fault(customer_id, number)}, "sk": {"S": keys.LEASE}}
