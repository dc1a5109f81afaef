"""Reads a table's stream through the DynamoDB Streams API, into the records Lambda passes on."""

import base64
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from local.batches import Record, sequence_of
from local.state import Position, State
from local.template import Table

if TYPE_CHECKING:
    from mypy_boto3_dynamodbstreams import DynamoDBStreamsClient
    from mypy_boto3_dynamodbstreams.literals import ShardIteratorTypeType

_SHARDS_SECONDS = 60.0  # how often new shards are looked for; local stores have one for ever
_PAGE = 1000  # the most that GetRecords takes
# The saved place is gone: trimmed after a day, or counted otherwise by another Dynoxide.
_LOST_PLACE = {"TrimmedDataAccessException", "ValidationException"}
_TTL_IDENTITY = {"type": "Service", "principalId": "dynamodb.amazonaws.com"}


@dataclass(frozen=True, slots=True)
class Shard:
    """`last` is its newest sequence number, where the store says it."""

    shard_id: str
    parent: str | None
    last: str | None


class StreamReader:
    def __init__(
        self, streams: "DynamoDBStreamsClient", arn: str, table: Table, state: State
    ) -> None:
        self.arn = arn
        self._streams = streams
        self._table = table
        self._state = state
        self._iterators: dict[str, str] = {}
        self._shards: list[Shard] = []
        self._shards_read_at = float("-inf")

    def shards(self) -> list[Shard]:
        """Parents before their children."""
        if time.monotonic() - self._shards_read_at > _SHARDS_SECONDS:
            self._shards = list(self._described())
            self._shards_read_at = time.monotonic()
        return self._shards

    def look_for_shards(self) -> None:
        self._shards_read_at = float("-inf")

    def page(
        self, shard: Shard, after: str | None, otherwise: "ShardIteratorTypeType"
    ) -> tuple[list[Record], bool]:
        """What comes next, and whether the shard has ended with it.

        `otherwise` is the kind of iterator where there is no `after`.
        """
        known = self._iterators.pop(shard.shard_id, None)
        iterator = known or self._iterator(shard.shard_id, after, otherwise)
        try:
            answer = self._streams.get_records(ShardIterator=iterator, Limit=_PAGE)
        except self._streams.exceptions.ExpiredIteratorException:
            return [], False  # the next page asks for a new one
        following = answer.get("NextShardIterator")
        if following:
            self._iterators[shard.shard_id] = following
        return [self._record(record) for record in answer["Records"]], not following

    def forget_place(self, shard: Shard) -> None:
        """The next page begins after its `after` again."""
        self._iterators.pop(shard.shard_id, None)

    def between(self, shard_id: str, first: str, last: str) -> Iterator[Record]:
        """Raises ClientError when the stream no longer has them."""
        iterator: str | None = self._streams.get_shard_iterator(
            StreamArn=self.arn,
            ShardId=shard_id,
            ShardIteratorType="AT_SEQUENCE_NUMBER",
            SequenceNumber=first,
        )["ShardIterator"]
        while iterator:
            answer = self._streams.get_records(ShardIterator=iterator, Limit=_PAGE)
            iterator = answer.get("NextShardIterator")
            for record in map(self._record, answer["Records"]):
                if int(sequence_of(record)) > int(last):
                    return
                yield record
                if sequence_of(record) == last:
                    return
            if not answer["Records"]:
                return

    def _described(self) -> Iterator[Shard]:
        start: dict[str, Any] = {}
        while True:
            stream = self._streams.describe_stream(StreamArn=self.arn, **start)["StreamDescription"]
            for shard in stream["Shards"]:
                last = shard.get("SequenceNumberRange", {}).get("EndingSequenceNumber")
                yield Shard(shard["ShardId"], shard.get("ParentShardId"), last)
            if "LastEvaluatedShardId" not in stream:
                return
            start = {"ExclusiveStartShardId": stream["LastEvaluatedShardId"]}

    def _iterator(
        self, shard_id: str, after: str | None, otherwise: "ShardIteratorTypeType"
    ) -> str:
        request: dict[str, Any] = {"StreamArn": self.arn, "ShardId": shard_id}
        if after is not None:
            try:
                return self._streams.get_shard_iterator(
                    **request, ShardIteratorType="AFTER_SEQUENCE_NUMBER", SequenceNumber=after
                )["ShardIterator"]
            except ClientError as error:
                if error.response["Error"]["Code"] not in _LOST_PLACE:
                    raise
                otherwise = "TRIM_HORIZON"
        return self._streams.get_shard_iterator(**request, ShardIteratorType=otherwise)[
            "ShardIterator"
        ]

    def _record(self, record: Mapping[str, Any]) -> Record:
        change = dict(record["dynamodb"])
        change["ApproximateCreationDateTime"] = change["ApproximateCreationDateTime"].timestamp()
        identity = record.get("userIdentity")
        made: dict[str, Any] = {
            "eventID": record["eventID"],
            "eventName": record["eventName"],
            "eventVersion": record.get("eventVersion", "1.1"),
            "eventSource": "aws:dynamodb",
            "awsRegion": record.get("awsRegion", ""),
            "dynamodb": _json_ready(change),
            "eventSourceARN": self.arn,
        }
        if identity:
            made["userIdentity"] = {
                "type": identity["Type"],
                "principalId": identity["PrincipalId"],
            }
        elif made["eventName"] == "REMOVE" and self._was_swept(made["dynamodb"]):
            made["userIdentity"] = _TTL_IDENTITY
        return made

    def _was_swept(self, change: Mapping[str, Any]) -> bool:
        """By the local stack's own sweep, which the store takes for an ordinary delete."""
        ttl = change.get("OldImage", {}).get(self._table.ttl_attribute, {}).get("N")
        return ttl is not None and self._state.has_expired(self._table.name, change["Keys"], ttl)


def _json_ready(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _json_ready(member) for name, member in value.items()}
    if isinstance(value, list | set):
        return [_json_ready(element) for element in value]
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def resumed(saved: Position, shard: Shard) -> Position:
    """Where to go on.

    After a power cut the store may have lost its newest records and give their numbers to new
    ones; a place beyond its last record would skip those.
    """
    if saved.sequence and shard.last and int(saved.sequence) > int(shard.last):
        return Position(shard.last, saved.is_finished)
    return saved
