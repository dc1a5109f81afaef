"""The queue of batches that a stream function could not take, as lines of JSON.

A message is what Lambda sends to SQS: where in the stream the records are, not the records.
https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
"""

import fcntl
import json
import os
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Protocol

from local.batches import GivenUp, Record, sequence_of

Message = Mapping[str, Any]


class Failures(Protocol):
    """A queue that the re-drive reads."""

    def messages(self) -> Iterable[Message]: ...

    def remove(self, message: Message) -> None: ...


class FailureQueue:
    """Durable, and safe to share between processes."""

    def __init__(self, folder: Path, name: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / f"{name}.jsonl"

    def put(self, message: Message) -> None:
        with self._locked() as file:
            file.seek(0, os.SEEK_END)
            file.write(json.dumps(message) + "\n")
            _sync(file)

    def messages(self) -> list[Message]:
        with self._locked() as file:
            return [json.loads(line) for line in file]

    def remove(self, message: Message) -> None:
        """Messages that arrived in the meantime stay."""
        with self._locked() as file:
            kept = [line for line in file if json.loads(line) != message]
            file.seek(0)
            file.truncate()
            file.writelines(kept)
            _sync(file)

    @contextmanager
    def _locked(self) -> Iterator[IO[str]]:
        with self._file.open("a+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            yield file


def failure_message(lost: GivenUp, *, function_arn: str, stream: str, shard: str) -> Message:
    return {
        "requestContext": {
            "requestId": str(uuid.uuid4()),
            "functionArn": function_arn,
            "condition": lost.condition,
            "approximateInvokeCount": lost.invocations,
        },
        "responseContext": {"statusCode": 200, "executedVersion": "$LATEST"},
        "version": "1.0",
        "timestamp": _iso(datetime.now(UTC).timestamp()),
        "DDBStreamBatchInfo": {
            "shardId": shard,
            "startSequenceNumber": sequence_of(lost.records[0]),
            "endSequenceNumber": sequence_of(lost.records[-1]),
            "approximateArrivalOfFirstRecord": _iso(arrival(lost.records[0])),
            "approximateArrivalOfLastRecord": _iso(arrival(lost.records[-1])),
            "batchSize": len(lost.records),
            "streamArn": stream,
        },
    }


def arrival(record: Record) -> float:
    return float(record["dynamodb"]["ApproximateCreationDateTime"])


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def _sync(file: IO[str]) -> None:
    file.flush()
    os.fsync(file.fileno())
