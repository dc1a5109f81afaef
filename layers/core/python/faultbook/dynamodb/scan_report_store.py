"""Scan reports: a small item for each source, and the compressed payload in parts beside it.

  pk <customer>   sk source#<sha256 of the source>                     the newest report's head
                  sk part#<sha256 of the source>#<write id>#<number>   a part of its payload

Parts are written before the head that names their write, and removed after the next head has taken
its place. What a crash leaves behind is named by no head, and expires. The score stands in the
head, because reading a report costs as much as it is long.

An item has at most 400 KB; a payload of 5 MB takes about 0.5 MB compressed and in base 64 where it
is a scanner's JSON, and 6.7 MB where it cannot be compressed at all: 2 and 20 parts.
"""

import base64
import hashlib
import secrets
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from faultbook.domain.errors import NotFound, Unavailable
from faultbook.domain.times import from_microseconds, microseconds
from faultbook.dynamodb.client import ConditionFailed, call
from faultbook.dynamodb.fault_item import Item
from faultbook.dynamodb.paging import of_partition
from faultbook.incidents.cluster_score import ScanReport, SourceScore
from faultbook.usecases.ports import Clock

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_SOURCE = "source#"
_AFTER_SOURCES = "source$"
_PART = 350 * 1024  # characters
_READ_ATTEMPTS = 5  # of a report that is replaced while it is read


class DynamoScanReportStore:
    """Implements `usecases.scan_reports.ScanReportStore`."""

    def __init__(self, client: "DynamoDBClient", table: str, clock: Clock) -> None:
        self._client = client
        self._table = table
        self._clock = clock

    def put(self, customer_id: str, report: ScanReport, score: int | None, expires_at: int) -> None:
        parts = _parts_of(report.payload)
        head = _head_key(customer_id, report.source) | {
            "source": {"S": report.source},
            "created_at": {"N": str(microseconds(report.created_at))},
            "write_id": {"S": secrets.token_hex(8)},
            "parts": {"N": str(len(parts))},
            "ttl": {"N": str(expires_at)},
        }
        for key, part in zip(_part_keys(head), parts, strict=True):
            item = key | {"part": {"S": part}, "ttl": {"N": str(expires_at)}}
            call(self._client.put_item, TableName=self._table, Item=item)
        if score is not None:
            head["score"] = {"N": str(score)}
        try:
            former = self._replace(head)
        except ConditionFailed:
            former = head
        else:
            if former.get("write_id") == head["write_id"]:
                return  # the answer to a first try was lost
        self._remove_parts(former)

    def get(self, customer_id: str, source: str) -> ScanReport:
        for _ in range(_READ_ATTEMPTS):
            head = self._item(_head_key(customer_id, source))
            if not head or self._is_expired(head):
                raise NotFound("There is no scan report of this source.")
            parts = [item for key in _part_keys(head) if (item := self._item(key))]
            if len(parts) == int(head["parts"]["N"]):
                return ScanReport(
                    source=head["source"]["S"],
                    created_at=from_microseconds(int(head["created_at"]["N"])),
                    payload=_payload_of("".join(part["part"]["S"] for part in parts)),
                )
        raise Unavailable

    def scores(self, customer_id: str) -> Iterator[SourceScore]:
        sources = (_SOURCE, _AFTER_SOURCES)
        for head in of_partition(self._client, self._table, customer_id, sources):
            if not self._is_expired(head):
                score = int(head["score"]["N"]) if "score" in head else None
                yield SourceScore(head["source"]["S"], score)

    def _replace(self, head: Item) -> Item:
        """Returns the former head. Raises ConditionFailed where that is of a newer report.

        A report dated in the future counts as made now, so that it does not block others for long.
        """
        now = self._clock()
        made = min(int(head["created_at"]["N"]), microseconds(now))
        answer = call(
            self._client.put_item,
            TableName=self._table,
            Item=head | {"made": {"N": str(made)}},
            ConditionExpression="attribute_not_exists(pk) OR made <= :made OR #ttl <= :now",
            ExpressionAttributeNames={"#ttl": "ttl"},
            ExpressionAttributeValues={
                ":made": {"N": str(made)},
                ":now": {"N": str(int(now.timestamp()))},
            },
            ReturnValues="ALL_OLD",
        )
        former: Item = answer.get("Attributes", {})
        return former

    def _remove_parts(self, head: Item) -> None:
        for key in _part_keys(head):
            call(self._client.delete_item, TableName=self._table, Key=key)

    def _item(self, key: Item) -> Item:
        answer = call(self._client.get_item, TableName=self._table, Key=key, ConsistentRead=True)
        item: Item = answer.get("Item", {})
        return item

    def _is_expired(self, item: Item) -> bool:
        return int(item["ttl"]["N"]) <= self._clock().timestamp()


def _head_key(customer_id: str, source: str) -> Item:
    digest = hashlib.sha256(source.encode()).hexdigest()
    return {"pk": {"S": customer_id}, "sk": {"S": _SOURCE + digest}}


def _part_keys(head: Item) -> list[Item]:
    """None if there is no head."""
    if not head:
        return []
    digest = head["sk"]["S"].removeprefix(_SOURCE)
    prefix = f"part#{digest}#{head['write_id']['S']}#"
    count = int(head["parts"]["N"])
    return [{"pk": head["pk"], "sk": {"S": f"{prefix}{number:02}"}} for number in range(count)]


def _parts_of(payload: str) -> list[str]:
    text = base64.b64encode(zlib.compress(payload.encode())).decode()
    return [text[start : start + _PART] for start in range(0, len(text), _PART)]


def _payload_of(text: str) -> str:
    return zlib.decompress(base64.b64decode(text)).decode()
