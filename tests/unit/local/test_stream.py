"""Following a stream: shards, positions, what comes again after a restart."""

import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.batches import sequence_of
from local.failures import FailureQueue
from local.functions import LocalFunction
from local.state import Position, State
from local.stream import StreamFollower
from local.stream_reader import StreamReader
from local.template import Function, StreamMapping, Table

ARN = "arn:aws:dynamodb:us-east-1:000000000000:table/faults/stream/1"
TTL = {"AttributeName": "ttl", "Enabled": True}
TABLE = Table("FaultsTable", "faults", {"TimeToLiveSpecification": TTL})


class ExpiredIterator(Exception):
    pass


class FakeStreams:
    """Shards with their records; an iterator is (shard, how many records come before it)."""

    class exceptions:  # noqa: N801 - as botocore's clients have it
        ExpiredIteratorException = ExpiredIterator

    def __init__(self) -> None:
        self.records: dict[str, list[dict[str, Any]]] = {"shard-1": []}
        self.parents: dict[str, str] = {}
        self.closed: set[str] = set()
        self.page = 1000
        self.iterators: dict[str, tuple[str, int]] = {}
        self.expires_next = False
        self.forgotten: set[str] = set()
        self.failing = 0

    def add(self, sequence: str, shard: str = "shard-1", sk: str = "fault", **parts: Any) -> None:
        keys = {"pk": {"S": "cus_1#1"}, "sk": {"S": sk}}
        change = {
            "Keys": keys,
            "SequenceNumber": sequence,
            "ApproximateCreationDateTime": datetime(2026, 1, 15, tzinfo=UTC),
        }
        record = {"eventID": f"id-{sequence}", "eventName": "MODIFY", "dynamodb": change}
        self.records[shard].append(record | parts)

    def describe_stream(self, *, StreamArn: str, **_: Any) -> Mapping[str, Any]:  # noqa: N803
        assert StreamArn == ARN
        shards = [self._described(name) for name in self.records]
        return {"StreamDescription": {"Shards": shards}}

    def get_shard_iterator(self, **asked: str) -> Mapping[str, Any]:
        shard, sequence = asked["ShardId"], asked.get("SequenceNumber", "")
        sequences = [int(record["dynamodb"]["SequenceNumber"]) for record in self.records[shard]]
        if sequence in self.forgotten:
            raise refusal("TrimmedDataAccessException")
        place = {
            "TRIM_HORIZON": 0,
            "LATEST": len(sequences),
            "AT_SEQUENCE_NUMBER": sum(one < int(sequence or 0) for one in sequences),
            "AFTER_SEQUENCE_NUMBER": sum(one <= int(sequence or 0) for one in sequences),
        }[asked["ShardIteratorType"]]
        return {"ShardIterator": self._iterator(shard, place)}

    def get_records(self, *, ShardIterator: str, Limit: int) -> Mapping[str, Any]:  # noqa: N803
        if self.failing:
            self.failing -= 1
            raise refusal("InternalServerError")
        if self.expires_next:
            self.expires_next = False
            raise ExpiredIterator
        shard, place = self.iterators[ShardIterator]
        found = self.records[shard][place : place + min(self.page, Limit)]
        place += len(found)
        if shard in self.closed and place == len(self.records[shard]):
            return {"Records": found}
        return {"Records": found, "NextShardIterator": self._iterator(shard, place)}

    def _iterator(self, shard: str, place: int) -> str:
        name = f"iterator-{len(self.iterators)}"
        self.iterators[name] = (shard, place)
        return name

    def _described(self, name: str) -> dict[str, Any]:
        records = self.records[name]
        last = {"EndingSequenceNumber": records[-1]["dynamodb"]["SequenceNumber"]}
        described = {"ShardId": name, "SequenceNumberRange": last if records else {}}
        return described | ({"ParentShardId": self.parents[name]} if name in self.parents else {})


def refusal(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "refused"}}, "Operation")


class Rig:
    def __init__(self, folder: Path) -> None:
        self.streams = FakeStreams()
        self.state = State(None)
        self.queue = FailureQueue(folder, "queue")
        self.batches: list[list[str]] = []
        self.records: list[dict[str, Any]] = []
        self.poison = ""
        self.follower = self.restarted()

    def restarted(self) -> StreamFollower:
        properties = {
            "BatchSize": 2,
            "FunctionResponseTypes": ["ReportBatchItemFailures"],
            "MaximumRetryAttempts": 1,
            "FilterCriteria": {
                "Filters": [{"Pattern": '{"dynamodb": {"Keys": {"sk": {"S": ["fault"]}}}}'}]
            },
        }
        mapping = StreamMapping("mapping", "FaultsTable", properties)
        declared = Function(
            logical_id="TimelineFunction",
            name="timeline",
            handler="functions.streams.timeline.lambda_handler",
            timeout=1,
            memory=128,
            environment={},
            routes=(),
            streams=(mapping,),
            schedules=(),
        )
        reader = StreamReader(self.streams, ARN, TABLE, self.state)  # type: ignore[arg-type]
        function = LocalFunction(declared, self._handler)
        return StreamFollower(mapping, function, reader, state=self.state, queue=self.queue)

    def _handler(self, event: dict[str, Any], _: Any) -> Any:
        sequences = [record["dynamodb"]["SequenceNumber"] for record in event["Records"]]
        if self.poison in sequences:
            return {"batchItemFailures": [{"itemIdentifier": self.poison}]}
        self.batches.append(sequences)
        self.records += event["Records"]
        return None

    @property
    def delivered(self) -> list[str]:
        return [sequence for batch in self.batches for sequence in batch]


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


def test_records_are_delivered_in_order_in_batches_of_the_mapping(rig: Rig):
    for sequence in "12345":
        rig.streams.add(sequence)

    rig.follower.drain()

    assert rig.batches == [["1", "2"], ["3", "4"], ["5"]]


def test_a_restart_goes_on_where_the_last_run_was(rig: Rig):
    rig.streams.add("1")
    rig.follower.drain()
    rig.streams.add("2")

    rig.restarted().drain()

    assert rig.delivered == ["1", "2"]


def test_records_that_the_filter_refuses_are_not_read_again(rig: Rig):
    rig.streams.add("1", sk="event#1")
    rig.follower.drain()

    position = rig.state.position("mapping", ARN, "shard-1")

    assert position == Position("1", is_finished=False)
    assert rig.delivered == []


def test_a_child_shard_waits_for_its_parent(rig: Rig):
    rig.streams.records = {"shard-2": [], "shard-1": []}
    rig.streams.parents = {"shard-2": "shard-1"}
    rig.streams.add("3", shard="shard-2")
    rig.streams.add("1", shard="shard-1")
    rig.streams.add("2", shard="shard-1")
    rig.streams.page = 1

    rig.follower.drain()
    before = list(rig.delivered)
    rig.streams.closed.add("shard-1")
    rig.follower.drain()

    assert before == ["1", "2"]
    assert rig.delivered == ["1", "2", "3"]


def test_a_child_whose_parent_is_too_old_to_be_listed_is_read(rig: Rig):
    rig.streams.parents = {"shard-1": "shard-0"}
    rig.streams.add("1")

    rig.follower.drain()

    assert rig.delivered == ["1"]


def test_a_finished_shard_is_not_read_again_after_a_restart(rig: Rig):
    rig.streams.add("1")
    rig.streams.closed.add("shard-1")
    rig.follower.drain()

    rig.restarted().drain()

    assert rig.delivered == ["1"]


def test_an_iterator_that_expired_is_asked_for_again(rig: Rig):
    rig.streams.add("1")
    rig.follower.drain()
    rig.streams.add("2")
    rig.streams.expires_next = True

    rig.follower.drain()
    rig.follower.drain()

    assert rig.delivered == ["1", "2"]


def test_a_place_that_the_stream_has_forgotten_becomes_its_beginning(rig: Rig):
    rig.state.put_position("mapping", ARN, "shard-1", Position("1", is_finished=False))
    rig.streams.forgotten = {"1"}
    rig.streams.add("2")
    rig.streams.add("3")

    rig.restarted().drain()

    assert rig.delivered == ["2", "3"]


def test_numbers_that_a_power_cut_took_back_are_not_skipped(rig: Rig):
    """The store lost the records 2 and 3 that were already read, and counts on from 1."""
    rig.state.put_position("mapping", ARN, "shard-1", Position("3", is_finished=False))
    rig.streams.add("1")
    follower = rig.restarted()
    follower.drain()
    rig.streams.add("2")

    follower.drain()

    assert rig.delivered == ["2"]


def test_what_is_given_up_waits_in_the_queue_and_can_be_redelivered(rig: Rig):
    for sequence in "123":
        rig.streams.add(sequence)
    rig.poison = "2"
    counts = rig.follower.drain()
    (message,) = rig.queue.messages()

    refused = rig.follower.redeliver(message)
    rig.poison = ""
    taken = rig.follower.redeliver(message)

    assert counts.given_up == 1
    assert (refused.is_done, taken.is_done) == (False, True)
    assert [sequence_of(record) for record in refused.refused] == ["2"]
    assert taken.refused == []
    assert rig.delivered == ["3", "2"]
    assert message["requestContext"]["functionArn"].endswith(":function:timeline")


def test_a_message_about_records_that_are_gone_is_not_taken_for_done(rig: Rig):
    rig.streams.add("1")
    rig.poison = "1"
    rig.follower.drain()
    (message,) = rig.queue.messages()
    rig.streams.records["shard-1"] = []

    assert not rig.follower.redeliver(message).is_done


def test_a_store_that_does_not_answer_is_asked_again(rig: Rig, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("local.stream._LONGEST_RETRY_SECONDS", 0.001)
    rig.streams.add("1")
    rig.streams.failing = 3
    stop = threading.Event()

    rig.follower.follow(stop, stop.set)

    assert rig.delivered == ["1"]


def test_a_swept_item_is_marked_as_the_services_removal(rig: Rig):
    removed = {"eventName": "REMOVE"}
    for sequence, ttl in (("1", "100"), ("2", "200")):
        rig.streams.add(sequence, **removed)
        rig.streams.records["shard-1"][-1]["dynamodb"]["OldImage"] = {"ttl": {"N": ttl}}
    rig.state.will_expire("faults", [({"pk": {"S": "cus_1#1"}, "sk": {"S": "fault"}}, "100")])

    rig.follower.drain()

    assert [record.get("userIdentity") for record in rig.records] == [
        {"type": "Service", "principalId": "dynamodb.amazonaws.com"},
        None,
    ]


def test_the_stores_own_mark_is_passed_on_as_lambda_spells_it(rig: Rig):
    identity = {"Type": "Service", "PrincipalId": "dynamodb.amazonaws.com"}
    rig.streams.add("1", eventName="REMOVE", userIdentity=identity)

    rig.follower.drain()

    (record,) = rig.records
    assert record["userIdentity"] == {"type": "Service", "principalId": "dynamodb.amazonaws.com"}


def test_a_record_looks_as_lambda_passes_it_on(rig: Rig):
    rig.streams.add("1", awsRegion="us-east-1")
    image = {"raw": {"B": b"\x00\xff"}, "all": {"BS": [b"a"]}, "list": {"L": [{"N": "1"}]}}
    rig.streams.records["shard-1"][0]["dynamodb"]["NewImage"] = image

    rig.follower.drain()

    assert rig.records == [
        {
            "eventID": "id-1",
            "eventName": "MODIFY",
            "eventVersion": "1.1",
            "eventSource": "aws:dynamodb",
            "awsRegion": "us-east-1",
            "eventSourceARN": ARN,
            "dynamodb": {
                "Keys": {"pk": {"S": "cus_1#1"}, "sk": {"S": "fault"}},
                "NewImage": {
                    "raw": {"B": "AP8="},
                    "all": {"BS": ["YQ=="]},
                    "list": {"L": [{"N": "1"}]},
                },
                "SequenceNumber": "1",
                "ApproximateCreationDateTime": 1768435200.0,
            },
        }
    ]
