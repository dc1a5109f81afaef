from pathlib import Path
from typing import Any

from local.batches import GivenUp, Record
from local.failures import FailureQueue, failure_message


def a_record(sequence: str, at: float) -> Record:
    return {"dynamodb": {"SequenceNumber": sequence, "ApproximateCreationDateTime": at}}


def test_a_message_says_where_the_records_are_as_lambda_says_it():
    lost = GivenUp([a_record("7", 1.5), a_record("9", 60)], "RetryAttemptsExhausted", 6)

    message: dict[str, Any] = dict(
        failure_message(lost, function_arn="arn:f", stream="arn:s", shard="shard-1")
    )

    assert message["DDBStreamBatchInfo"] == {
        "shardId": "shard-1",
        "startSequenceNumber": "7",
        "endSequenceNumber": "9",
        "approximateArrivalOfFirstRecord": "1970-01-01T00:00:01.500Z",
        "approximateArrivalOfLastRecord": "1970-01-01T00:01:00.000Z",
        "batchSize": 2,
        "streamArn": "arn:s",
    }
    assert message["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert message["requestContext"]["functionArn"] == "arn:f"
    assert message["requestContext"]["approximateInvokeCount"] == 6
    assert message["version"] == "1.0"


def test_messages_stay_in_order_until_they_are_removed(tmp_path: Path):
    FailureQueue(tmp_path, "queue").put({"n": 1})
    FailureQueue(tmp_path, "queue").put({"n": 2})
    FailureQueue(tmp_path, "queue").put({"n": 3})

    queue = FailureQueue(tmp_path, "queue")
    queue.remove({"n": 2})

    assert queue.messages() == [{"n": 1}, {"n": 3}]


def test_queues_are_apart(tmp_path: Path):
    FailureQueue(tmp_path, "one").put({"n": 1})

    assert FailureQueue(tmp_path, "two").messages() == []
