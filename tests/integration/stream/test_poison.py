"""Poison in a batch: what is left over is answered as failed, all else is recorded."""

import json
from typing import Any

import pytest

from faultbook.domain.fault import ChangeKind, Fault
from faultbook.dynamodb import keys
from tests.integration.stream.conftest import Recorder
from tests.integration.stream.test_histories import recorded, stored_counts
from tests.support.builders import CUSTOMER, a_change, a_fault
from tests.support.fault_histories import Life, flat, random_life, random_source, recount
from tests.support.interruptions import all_goes_well, refuse
from tests.support.log_lines import log_lines
from tests.support.stream_records import a_record, records_of

WORDS = "the words of a fault"


def sequences(records: list[dict[str, Any]]) -> list[str]:
    return [record["dynamodb"]["SequenceNumber"] for record in records]


def of_fault(action: dict[str, Any], fault: Fault) -> bool:
    item = action.get("Put", {}).get("Item", {})
    return bool(item.get("pk") == {"S": keys.fault(fault.customer_id, fault.number)})


def poisoned_by(fault: Fault, instead: Any) -> Any:
    """A plan in which no transaction with an entry of this fault succeeds."""

    def plan(number: int, name: str) -> Any:
        del number
        if name != "transact_write_items":
            return None

        def called(operation: Any, **parameters: Any) -> Any:
            if any(of_fault(action, fault) for action in parameters["TransactItems"]):
                return instead(operation, **parameters)
            return operation(**parameters)

        return called

    return plan


def crash(operation: Any, **parameters: Any) -> Any:
    del operation, parameters
    raise KeyError(WORDS)


@pytest.mark.parametrize("instead", [refuse("ValidationException"), crash])
def test_a_fault_that_the_store_will_not_have_is_the_only_one_that_fails(
    recorder: Recorder, instead: Any, capsys: pytest.CaptureFixture[str]
):
    poison = a_fault(number=3, message=WORDS)
    faults = [a_fault(number=1), a_fault(number=2), poison, a_fault(number=4)]
    faults += [a_fault("cus_quiet", number=5)]
    records = [a_record(f.number, new=f, table=recorder.tables.faults) for f in faults]
    acknowledged = poison.acknowledged(a_change(ChangeKind.ACKNOWLEDGED))
    records += [a_record(6, new=acknowledged, old=poison, table=recorder.tables.faults)]
    recorder.client.plan = poisoned_by(poison, instead)

    with log_lines() as lines:
        failed = recorder.invoke(records)

    assert failed == sequences([records[2], records[5]])
    lives = [Life([fault]) for fault in faults if fault.customer_id == CUSTOMER]
    counted = flat(stored_counts(recorder, CUSTOMER, lives))
    assert counted == recount([recorded(recorder, life) for life in lives])
    assert recorder.ledger.entries("cus_quiet", 5)
    named = [line for line in lines if line["message"] == "left over"]
    assert [(line["customer_id"], line["number"]) for line in named] == [(CUSTOMER, 3)] * 2
    printed = capsys.readouterr().out
    assert '"LeftOver":[2' in printed
    assert WORDS not in json.dumps(lines) + printed


@pytest.mark.parametrize("instead", [refuse("ValidationException"), crash])
def test_counts_equal_a_recount_once_what_failed_was_sent_again(recorder: Recorder, instead: Any):
    for seed in range(20):
        draw = random_source(seed)
        customer_id = f"cus_{seed}"
        lives = [random_life(draw, customer_id, number, steps=3) for number in range(1, 6)]
        records: list[dict[str, Any]] = []
        for place, life in enumerate(lives):
            records += records_of(life, 100 * (place + 1), recorder.tables.faults)
        poison = draw.choice(lives).versions[0]
        recorder.client.plan = poisoned_by(poison, instead)
        failed = recorder.invoke(records)
        assert failed
        recorder.client.plan = all_goes_well

        again = records[sequences(records).index(failed[0]) :]
        assert recorder.invoke(again) == []

        counted = flat(stored_counts(recorder, customer_id, lives))
        assert counted == recount([recorded(recorder, life) for life in lives])


def test_everything_that_the_time_was_too_short_for_comes_back_as_failed(recorder: Recorder):
    records = [
        a_record(n, new=a_fault(f"cus_{n}", number=n), table=recorder.tables.faults)
        for n in range(1, 5)
    ]

    assert recorder.invoke(records, seconds=4) == sequences(records)
    assert recorder.client.calls == []


def test_a_customer_whose_counters_cannot_be_written_does_not_keep_others_waiting(
    recorder: Recorder,
):
    """The batch is as old as Lambda gives it to us: one customer's throttled, the other's not."""
    throttled = refuse("ProvisionedThroughputExceededException")
    hot, quiet = a_fault("cus_hot", number=1), a_fault("cus_quiet", number=2)
    records = [a_record(f.number, new=f, table=recorder.tables.faults) for f in (hot, quiet)]
    recorder.client.plan = poisoned_by(hot, throttled)

    assert recorder.invoke(records, seconds=5.2) == sequences(records[:1])
    assert recorder.ledger.entries("cus_quiet", 2)


def test_an_entry_that_cannot_be_read_fails_its_fault_alone(recorder: Recorder):
    first, second = a_fault(number=1), a_fault(number=2)
    table = recorder.tables.faults
    recorder.invoke([a_record(f.number, new=f, table=table) for f in (first, second)])
    recorder.client.update_item(
        TableName=table,
        Key={"pk": {"S": keys.fault(CUSTOMER, 1)}, "sk": {"S": keys.event(1)}},
        UpdateExpression="SET #state = :torn",
        ExpressionAttributeNames={"#state": "state"},
        ExpressionAttributeValues={":torn": {"S": "[1, 2"}},
    )
    changes = [
        a_record(
            10 + fault.number,
            new=fault.acknowledged(a_change(ChangeKind.ACKNOWLEDGED)),
            old=fault,
            table=table,
        )
        for fault in (first, second)
    ]

    assert recorder.invoke(changes) == sequences(changes[:1])
    assert [entry.version for entry in recorder.ledger.entries(CUSTOMER, 2)] == [1, 2]
