"""Timelines in the faults table, beside their faults."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from faultbook.domain.timeline import LAST_VERSION, TimelineEntry
from faultbook.dynamodb import keys, ledger_item
from faultbook.dynamodb.paging import of_partition

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoTimelineStore:
    """Implements `usecases.statistics_ports.TimelineStore`."""

    def __init__(self, client: "DynamoDBClient", faults_table: str) -> None:
        self._client = client
        self._faults_table = faults_table

    def entries(self, customer_id: str, number: int) -> list[TimelineEntry]:
        return list(self._read(customer_id, number, (keys.event(0), keys.event(LAST_VERSION))))

    def _read(
        self, customer_id: str, number: int, bounds: tuple[str, str], **how: Any
    ) -> Iterator[TimelineEntry]:
        pk = keys.fault(customer_id, number)
        read = of_partition(self._client, self._faults_table, pk, bounds, **how)
        return (ledger_item.entry_of(item) for item in read)
