"""What the re-drive says about batches that stay where they are."""

from collections.abc import Iterator
from typing import Any

from local.stream import Redelivery
from tools.redrive import redrive


class Queue:
    def __init__(self) -> None:
        self.kept: list[Any] = [
            {"DDBStreamBatchInfo": {"batchSize": 3, "startSequenceNumber": "17"}}
        ]

    def messages(self) -> Iterator[Any]:
        yield from list(self.kept)

    def remove(self, message: Any) -> None:
        self.kept.remove(message)


class Follower:
    def __init__(self, redelivery: Redelivery) -> None:
        self._redelivery = redelivery

    def redeliver(self, message: Any) -> Redelivery:
        del message
        return self._redelivery


def record(pk: str) -> dict[str, Any]:
    return {"dynamodb": {"Keys": {"pk": {"S": pk}, "sk": {"S": "fault"}}, "SequenceNumber": "1"}}


def redriven(redelivery: Redelivery) -> tuple[Queue, list[str]]:
    queue, said = Queue(), list[str]()
    followers: Any = {"Failures": Follower(redelivery)}
    queues: Any = {"Failures": queue}
    assert redrive(queues, followers, said.append) == len(queue.kept)
    return queue, said


def test_a_batch_that_was_taken_goes():
    queue, said = redriven(Redelivery(is_done=True, refused=[]))

    assert queue.kept == []
    assert said == ["Failures: 3 records from 17: delivered"]


def test_each_fault_that_keeps_a_batch_back_is_named_once():
    refused = [
        record("cus_A#0000270160156777"),
        record("cus_A#0000270160156777"),
        record("cus_B#7"),
    ]

    queue, said = redriven(Redelivery(is_done=False, refused=refused))

    assert len(queue.kept) == 1
    assert said == [
        "Failures: 3 records from 17: still there",
        "Failures: 3 records from 17: customer cus_A, fault 270160156777",
        "Failures: 3 records from 17: customer cus_B, fault 7",
    ]
