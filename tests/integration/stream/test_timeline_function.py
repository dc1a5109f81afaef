"""What the stream's function makes of batches, odd records and refusals."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from faultbook.domain.fault import ChangeKind, Fault
from faultbook.domain.statistics import Measure, Subject
from faultbook.domain.timeline import LAST_VERSION, OUTLIVES
from faultbook.dynamodb import keys
from tests.integration.stream.conftest import Recorder
from tests.support.builders import ACTOR, CUSTOMER, NOW, a_change, a_fault
from tests.support.engines import Engine
from tests.support.stream_records import TTL_IDENTITY, a_record

OPEN = Measure(Subject.UNRESOLVED)


def opened(recorder: Recorder, number: int, **parts: Any) -> dict[str, Any]:
    fault = a_fault(number=number)
    return a_record(number, new=fault, table=recorder.tables.faults, **parts)


def open_now(recorder: Recorder) -> int:
    return recorder.statistics.watermark(CUSTOMER).now.get(OPEN, 0)


def resolved(fault: Fault) -> Fault:
    return fault.resolved(a_change(ChangeKind.RESOLVED, at=NOW + timedelta(minutes=1), why="ok"))


def test_a_change_becomes_an_entry_that_says_who_did_what_and_why(recorder: Recorder):
    fault = a_fault(number=1)
    records = [
        a_record(1, new=fault, table=recorder.tables.faults),
        a_record(2, new=resolved(fault), old=fault, table=recorder.tables.faults),
    ]

    assert recorder.invoke(records) == []

    first, second = recorder.ledger.entries(CUSTOMER, 1)
    assert (first.version, first.what, first.at, first.after) == (1, ChangeKind.OPENED, NOW, 0)
    assert (second.version, second.what, second.after) == (2, ChangeKind.RESOLVED, 1)
    assert (second.by, second.api, second.why) == (ACTOR.subject, ACTOR.api, "ok")
    assert (second.status, second.severity) == (resolved(fault).status, fault.severity)


@pytest.mark.parametrize("size", [1, 2, 7, 60, 100])
def test_a_batch_that_comes_twice_counts_once(recorder: Recorder, size: int):
    records = [opened(recorder, number) for number in range(1, size + 1)]

    assert recorder.invoke(records) == []
    assert recorder.invoke(records) == []

    assert open_now(recorder) == size


def test_an_empty_batch_is_answered_as_done(recorder: Recorder):
    assert recorder.invoke([]) == []


def test_a_repetition_without_a_new_version_costs_no_call(recorder: Recorder):
    fault = a_fault(number=1)
    record = a_record(2, new=fault.repeated(NOW), old=fault, table=recorder.tables.faults)

    assert recorder.invoke([record]) == []

    assert recorder.client.calls == []


def test_a_record_that_cannot_be_read_is_named_and_those_behind_it_are_recorded(
    recorder: Recorder,
):
    records = [opened(recorder, number) for number in range(1, 8)]
    del records[2]["dynamodb"]["NewImage"]

    failed = recorder.invoke(records)

    assert failed == [records[2]["dynamodb"]["SequenceNumber"]]
    assert open_now(recorder) == 6
    assert recorder.invoke(records[2:]) == failed
    assert open_now(recorder) == 6


def keys_only(record: dict[str, Any]) -> None:
    del record["dynamodb"]["NewImage"]


def unknown_status(record: dict[str, Any]) -> None:
    record["dynamodb"]["NewImage"]["status"] = {"S": "paused"}


def unknown_event(record: dict[str, Any]) -> None:
    record["eventName"] = "TRUNCATE"


def huge_number(record: dict[str, Any]) -> None:
    record["dynamodb"]["NewImage"]["version"] = {"N": "9" * 39}


def no_number(record: dict[str, Any]) -> None:
    record["dynamodb"]["NewImage"]["ttl"] = {"S": "tomorrow"}


def broken_document(record: dict[str, Any]) -> None:
    record["dynamodb"]["NewImage"]["last_change"] = {"S": "[1, 2"}


def no_image_of_the_removed(record: dict[str, Any]) -> None:
    record["eventName"] = "REMOVE"


def list_for_an_image(record: dict[str, Any]) -> None:
    record["dynamodb"]["NewImage"] = ["a"]


@pytest.mark.parametrize(
    "spoil",
    [
        keys_only,
        unknown_status,
        unknown_event,
        huge_number,
        no_number,
        broken_document,
        no_image_of_the_removed,
        list_for_an_image,
    ],
)
def test_a_spoilt_record_of_a_fault_is_reported_and_the_rest_is_counted(
    recorder: Recorder, spoil: Any
):
    first, second = opened(recorder, 1), opened(recorder, 2)
    spoil(second)

    assert recorder.invoke([first, second]) == [second["dynamodb"]["SequenceNumber"]]
    assert open_now(recorder) == 1


def test_a_record_without_keys_or_sequence_fails_its_batch_and_nothing_else(recorder: Recorder):
    assert recorder.invoke([opened(recorder, 1), {"eventName": "INSERT"}]) == [""]
    assert open_now(recorder) == 1


def test_records_of_other_tables_and_other_items_are_none_of_its_business(recorder: Recorder):
    foreign = a_record(1, new=a_fault(number=1), table="orders")
    entry = opened(recorder, 2)
    entry["dynamodb"]["Keys"]["sk"] = {"S": keys.event(1)}
    comment = opened(recorder, 3)
    comment["dynamodb"]["Keys"]["sk"] = {"S": keys.comment(1)}

    assert recorder.invoke([foreign, entry, comment]) == []
    assert open_now(recorder) == 0


def test_one_poisoned_record_in_a_hundred_is_alone_after_few_invocations(recorder: Recorder):
    """Lambda's mapping: what failed goes again from there, in halves, until one record is left."""
    records = [opened(recorder, number) for number in range(1, 101)]
    keys_only(records[63])
    invocations = 0
    dropped: list[str] = []

    def process(batch: list[dict[str, Any]]) -> None:
        nonlocal invocations
        while batch:
            invocations += 1
            failed = recorder.invoke(batch)
            batch = [r for r in batch if r["dynamodb"]["SequenceNumber"] in failed]
            if len(batch) == 1:
                dropped.extend(failed)
                return
            if batch:
                middle = len(batch) // 2
                process(batch[:middle])
                batch = batch[middle:]

    process(records)

    assert dropped == [records[63]["dynamodb"]["SequenceNumber"]]
    assert invocations <= 16
    assert open_now(recorder) == 99


@pytest.mark.parametrize(
    ("identity", "what", "subject"),
    [(TTL_IDENTITY, ChangeKind.EXPIRED, 1), (None, ChangeKind.DELETED, 0)],
)
def test_a_removal_lowers_what_is_and_outlives_the_fault(
    recorder: Recorder, identity: Any, what: ChangeKind, subject: int
):
    fault = a_fault(number=1)
    removal = a_record(2, old=fault, table=recorder.tables.faults, userIdentity=identity)
    recorder.invoke([opened(recorder, 1)])

    assert recorder.invoke([removal]) == []
    assert recorder.invoke([removal, opened(recorder, 1)]) == []

    assert open_now(recorder) == 0
    last = recorder.ledger.entries(CUSTOMER, 1)[-1]
    assert (last.version, last.what) == (LAST_VERSION, what)
    assert last.kept_until == fault.expires_at + OUTLIVES.total_seconds()
    expired_on = last.at.date()
    slots = recorder.statistics.slots(CUSTOMER, expired_on).values()
    assert sum(tally.get(Measure(Subject.EXPIRED), 0) for tally in slots) == subject
    history = recorder.statistics.slots(CUSTOMER, NOW.date())
    assert history[NOW][Measure(Subject.OPENED)] == 1


def test_a_removal_whose_fault_was_never_seen_counts_its_whole_life(recorder: Recorder):
    fault = replace(resolved(a_fault(number=1)), version=9)

    recorder.invoke([a_record(2, old=fault, table=recorder.tables.faults)])

    slots = recorder.statistics.slots(CUSTOMER, NOW.date())
    assert slots[NOW][Measure(Subject.OPENED)] == 1
    assert slots[NOW][Measure(Subject.RESOLVED)] == 1
    assert not any(recorder.statistics.watermark(CUSTOMER).now.values())


def test_every_expiry_that_is_written_is_whole_seconds_within_five_years(
    recorder: Recorder, dynoxide: Engine
):
    old = a_fault(number=1, opened_at=NOW - timedelta(days=364))
    recorder.invoke([a_record(1, new=old, table=recorder.tables.faults), opened(recorder, 2)])

    tables = recorder.tables.faults, recorder.tables.statistics
    for table in tables:
        for item in dynoxide.client.scan(TableName=table)["Items"]:
            if "ttl" in item:
                left = int(item["ttl"]["N"]) - NOW.timestamp()
                assert 0 < left < 5 * 365 * 86_400
