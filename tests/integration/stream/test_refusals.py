"""Refusals of the store, and other writers: what is not recorded is answered as failed."""

from typing import Any

import pytest

from faultbook.domain.statistics import Measure, Subject
from tests.integration.stream.conftest import Recorder
from tests.support.builders import CUSTOMER, a_fault
from tests.support.interruptions import all_goes_well, refuse
from tests.support.stream_records import a_record

OPEN = Measure(Subject.UNRESOLVED)


def opened(recorder: Recorder, number: int, **parts: Any) -> dict[str, Any]:
    fault = a_fault(number=number)
    return a_record(number, new=fault, table=recorder.tables.faults, **parts)


def open_now(recorder: Recorder) -> int:
    return recorder.statistics.watermark(CUSTOMER).now.get(OPEN, 0)


def test_a_conflict_is_waited_out(recorder: Recorder):
    reasons = ["None", "TransactionConflict", "None"]
    busy = refuse("TransactionCanceledException", *reasons)
    attempts: list[str] = []

    def plan(number: int, name: str) -> Any:
        del number
        attempts.append(name)
        return busy if name == "transact_write_items" and attempts.count(name) < 4 else None

    recorder.client.plan = plan

    assert recorder.invoke([opened(recorder, 1)]) == []
    assert open_now(recorder) == 1


@pytest.mark.parametrize(
    "code",
    [
        "ProvisionedThroughputExceededException",
        "ThrottlingException",
        "InternalServerError",
        "ValidationException",
        "AccessDeniedException",
        "ResourceNotFoundException",
    ],
)
def test_a_store_that_keeps_refusing_makes_the_batch_come_again(recorder: Recorder, code: str):
    recorder.client.plan = lambda number, name: refuse(code)  # noqa: ARG005
    records = [opened(recorder, number) for number in (1, 2)]

    failed = recorder.invoke(records, seconds=5.1)

    assert failed == [record["dynamodb"]["SequenceNumber"] for record in records]


def test_what_one_customer_lost_to_a_refusal_does_not_hide_what_came_before(recorder: Recorder):
    """The lowest of what is left is where Lambda starts again."""
    others = a_fault("cus_other", number=9)
    records = [
        opened(recorder, 1),
        a_record(2, new=others, table=recorder.tables.faults),
        opened(recorder, 3),
    ]
    transactions = 0

    def plan(number: int, name: str) -> Any:
        del number
        nonlocal transactions
        transactions += name == "transact_write_items"
        return refuse("InternalServerError") if transactions > 1 else None

    recorder.client.plan = plan

    failed = recorder.invoke(records, seconds=5.1)

    assert failed == [records[1]["dynamodb"]["SequenceNumber"]]
    assert open_now(recorder) == 2


def test_two_invocations_at_once_count_together(recorder: Recorder):
    """Another writer is through with the same customer right before our transaction."""
    fired: list[str] = []

    def plan(number: int, name: str) -> Any:
        del number
        if name != "transact_write_items" or fired:
            return None
        fired.append(name)
        return after_another

    def after_another(operation: Any, **parameters: Any) -> Any:
        recorder.client.plan = all_goes_well
        recorder.invoke([opened(recorder, 2)])
        return operation(**parameters)

    recorder.client.plan = plan

    assert recorder.invoke([opened(recorder, 1)]) == []
    assert open_now(recorder) == 2
