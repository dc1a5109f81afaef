"""The mapping of a stream to a function: what is delivered, again, and never."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from local.batches import Delivery, GivenUp, Record, Settings, Stopped, sequence_of

PARTIAL: dict[str, Any] = {"FunctionResponseTypes": ["ReportBatchItemFailures"]}
BISECTING: dict[str, Any] = {"BisectBatchOnFunctionError": True}


def records(*sequences: int) -> list[Record]:
    return [{"dynamodb": {"SequenceNumber": str(sequence)}} for sequence in sequences]


class Rig:
    """A mapping around a function of the test, and what it told the outside."""

    def __init__(self, function: Any, age: float = 0.0, **properties: Any) -> None:
        self.batches: list[list[int]] = []
        self.done: list[int] = []
        self.given_up: list[GivenUp] = []
        self.waits: list[int] = []
        self.patience = 1000
        self._function = function
        self._age = age
        self.delivery = Delivery(
            Settings.of(properties),
            self._invoke,
            is_done=lambda sequence: self.done.append(int(sequence)),
            give_up=self.given_up.append,
            wait=self._wait,
            age=lambda _: self._age,
        )

    def deliver(self, *sequences: int) -> "Rig":
        self.delivery.deliver(records(*sequences))
        return self

    def _invoke(self, event: Mapping[str, Any]) -> Any:
        batch = numbers(event["Records"])
        self.batches.append(batch)
        return self._function(batch)

    def _wait(self, attempts: int) -> bool:
        self.waits.append(attempts)
        return len(self.waits) < self.patience


def numbers(batch: Sequence[Record]) -> list[int]:
    return [int(sequence_of(record)) for record in batch]


def lost(rig: Rig) -> list[list[int]]:
    return [numbers(one.records) for one in rig.given_up]


def failures(*sequences: int) -> dict[str, Any]:
    return {"batchItemFailures": [{"itemIdentifier": str(sequence)} for sequence in sequences]}


def crash(_: list[int]) -> None:
    raise RuntimeError("crashed")


def failing_at(poison: int):
    """Stops at the poisoned record and reports it, as a careful function does."""
    return lambda batch: failures(poison) if poison in batch else None


def crashing_at(poison: int):
    return lambda batch: crash(batch) if poison in batch else None


@pytest.mark.parametrize(
    "answer", [None, {}, {"batchItemFailures": []}, {"batchItemFailures": None}]
)
def test_an_answer_without_failures_is_success(answer: Any):
    rig = Rig(lambda _: answer, **PARTIAL).deliver(1, 2, 3)

    assert rig.batches == [[1, 2, 3]]
    assert rig.done == [3]


def test_after_a_partial_failure_only_the_rest_comes_again_from_the_lowest_number():
    answers = iter([failures(5, 3), None])
    rig = Rig(lambda _: next(answers), **PARTIAL).deliver(1, 2, 3, 4, 5)

    assert rig.batches == [[1, 2, 3, 4, 5], [3, 4, 5]]
    assert rig.done == [2, 5]


@pytest.mark.parametrize(
    "answer",
    [
        failures(99),
        {"batchItemFailures": [{"itemIdentifier": ""}]},
        {"batchItemFailures": [{"itemIdentifier": None}]},
        {"batchItemFailures": [{"wrong": "1"}]},
        {"batchItemFailures": "1"},
        {"failures": []},
        "done",
        [],
    ],
)
def test_a_malformed_answer_fails_the_whole_batch(answer: Any):
    answers = iter([answer, None])
    rig = Rig(lambda _: next(answers), **PARTIAL).deliver(1, 2)

    assert rig.batches == [[1, 2], [1, 2]]


def test_the_answer_is_ignored_where_the_mapping_does_not_ask_for_it():
    rig = Rig(lambda _: failures(1)).deliver(1, 2)

    assert rig.batches == [[1, 2]]
    assert rig.done == [2]


def test_a_crash_without_bisecting_brings_the_whole_batch_again():
    rig = Rig(crash, MaximumRetryAttempts=2).deliver(1, 2)

    assert rig.batches == [[1, 2]] * 3
    assert lost(rig) == [[1, 2]]
    assert rig.given_up[0].condition == "RetryAttemptsExhausted"
    assert rig.given_up[0].invocations == 3
    assert rig.done == [2]


def test_bisecting_finds_one_crashing_record_in_a_hundred():
    rig = Rig(crashing_at(37), MaximumRetryAttempts=0, **BISECTING).deliver(*range(1, 101))

    assert lost(rig) == [[37]]
    assert len(rig.batches) <= 16
    delivered = [one for batch in rig.batches if 37 not in batch for one in batch]
    assert delivered == [number for number in range(1, 101) if number != 37]
    assert rig.done == sorted(rig.done)


def test_halves_are_no_retries():
    rig = Rig(crashing_at(1), MaximumRetryAttempts=2, **BISECTING).deliver(1, 2, 3, 4)

    assert rig.batches == [[1, 2, 3, 4], [1, 2], [1], [1], [1], [2], [3, 4]]
    assert lost(rig) == [[1]]


def test_a_reported_record_that_never_works_takes_the_rest_of_its_batch_along():
    rig = Rig(failing_at(3), MaximumRetryAttempts=2, **PARTIAL, **BISECTING).deliver(1, 2, 3, 4)

    assert rig.batches == [[1, 2, 3, 4]] + [[3, 4]] * 3
    assert lost(rig) == [[3, 4]]
    assert rig.done == [2, 4]


def test_progress_is_no_retry_while_bisecting():
    def first_of(batch: list[int]) -> Any:
        return failures(batch[1]) if len(batch) > 1 else None

    rig = Rig(first_of, MaximumRetryAttempts=0, **PARTIAL, **BISECTING).deliver(1, 2, 3, 4)

    assert rig.given_up == []
    assert rig.done == [1, 2, 3, 4]


def test_old_records_are_given_up_when_they_fail_and_not_before():
    rig = Rig(failing_at(1), age=100, MaximumRecordAgeInSeconds=60, **PARTIAL)

    rig.deliver(2)
    rig.deliver(1)

    assert rig.done == [2, 1]
    assert [one.condition for one in rig.given_up] == ["MaximumRecordAgeExceeded"]


def test_without_a_limit_it_is_tried_until_the_stack_stops():
    rig = Rig(failing_at(2), **PARTIAL)
    rig.patience = 50

    with pytest.raises(Stopped):
        rig.deliver(1, 2)

    assert rig.given_up == []
    assert rig.done == [1]
    assert len(rig.batches) == 50


def test_pauses_grow_with_the_attempts():
    rig = Rig(crash, MaximumRetryAttempts=3).deliver(1)

    assert rig.waits == [1, 2, 3]


def test_what_happened_is_counted():
    rig = Rig(crashing_at(2), MaximumRetryAttempts=0, **BISECTING).deliver(1, 2)

    assert rig.delivery.counts.records == 2
    assert rig.delivery.counts.invocations == 3
    assert rig.delivery.counts.given_up == 1


def test_a_mapping_without_settings_has_lambdas_defaults():
    settings = Settings.of({})

    assert settings == Settings(
        batch_size=100,
        accepts=settings.accepts,
        reports_failures=False,
        bisects=False,
        retries=-1,
        record_age=-1,
        failure_queue=None,
    )
