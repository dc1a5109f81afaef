"""Scan reports: an item for each source, and a small one beside it with its score.

  pk <customer>   sk report#<sha256 of the source> | score#<the same>

The score is an item of its own, because reading a report costs as much as it is long.
"""

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from faultbook.domain.cluster_score import ScanReport
from faultbook.domain.errors import NotFound
from faultbook.domain.times import from_microseconds, microseconds
from faultbook.dynamodb.client import call
from faultbook.dynamodb.fault_item import Item
from faultbook.dynamodb.paging import of_partition
from faultbook.usecases.ports import Clock

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_REPORT = "report#"
_SCORE = "score#"
_AFTER_SCORES = "score$"


class DynamoScanReportStore:
    """Implements `usecases.scan_reports.ScanReportStore`."""

    def __init__(self, client: "DynamoDBClient", table: str, clock: Clock) -> None:
        self._client = client
        self._table = table
        self._clock = clock

    def put(self, customer_id: str, report: ScanReport, score: int | None, expires_at: int) -> None:
        common: Item = {"source": {"S": report.source}, "ttl": {"N": str(expires_at)}}
        content: Item = {
            "created_at": {"N": str(microseconds(report.created_at))},
            "payload": {"S": report.payload},
        }
        found: Item = {} if score is None else {"score": {"N": str(score)}}
        self._write(
            _key(customer_id, _REPORT, report.source) | common | content,
            _key(customer_id, _SCORE, report.source) | common | found,
        )

    def get(self, customer_id: str, source: str) -> ScanReport:
        answer = call(
            self._client.get_item,
            TableName=self._table,
            Key=_key(customer_id, _REPORT, source),
            ConsistentRead=True,
        )
        item = answer.get("Item")
        if not item or self._is_expired(item):
            raise NotFound("There is no scan report of this source.")
        return ScanReport(
            source=item["source"]["S"],
            created_at=from_microseconds(int(item["created_at"]["N"])),
            payload=item["payload"]["S"] if "payload" in item else "",
        )

    def scores(self, customer_id: str) -> Iterator[int]:
        for item in of_partition(self._client, self._table, customer_id, (_SCORE, _AFTER_SCORES)):
            if "score" in item and not self._is_expired(item):
                yield int(item["score"]["N"])

    def _write(self, *items: Item) -> None:
        """Both or neither, so that a score is always the one of the report that is there."""
        puts = [{"Put": {"TableName": self._table, "Item": item}} for item in items]
        call(self._client.transact_write_items, TransactItems=puts)

    def _is_expired(self, item: Item) -> bool:
        return int(item["ttl"]["N"]) <= self._clock().timestamp()


def _key(customer_id: str, kind: str, source: str) -> Item:
    digest = hashlib.sha256(source.encode()).hexdigest()
    return {"pk": {"S": customer_id}, "sk": {"S": kind + digest}}
