"""How an event source mapping treats a batch: partial answers, bisecting, retries, giving up.

https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
"""

import logging
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from local.filters import Filter, record_filter

log = logging.getLogger("local")

Record = Mapping[str, Any]  # as Lambda passes it on
_FOR_EVER = -1


@dataclass(frozen=True, slots=True)
class Settings:
    """Of a mapping; -1 retries for ever, or takes records of any age."""

    batch_size: int
    accepts: Filter
    reports_failures: bool
    bisects: bool
    retries: int
    record_age: int
    failure_queue: str | None

    @classmethod
    def of(cls, properties: Mapping[str, Any]) -> "Settings":
        """The template's, with Lambda's defaults. Raises TemplateError."""
        destination = properties.get("DestinationConfig", {}).get("OnFailure", {})
        queue = destination.get("Destination")
        return cls(
            batch_size=int(properties.get("BatchSize", 100)),
            accepts=record_filter(properties.get("FilterCriteria", {})),
            reports_failures="ReportBatchItemFailures"
            in properties.get("FunctionResponseTypes", []),
            bisects=bool(properties.get("BisectBatchOnFunctionError", False)),
            retries=int(properties.get("MaximumRetryAttempts", _FOR_EVER)),
            record_age=int(properties.get("MaximumRecordAgeInSeconds", _FOR_EVER)),
            failure_queue=queue.partition(".")[0] if queue else None,
        )


@dataclass(frozen=True, slots=True)
class GivenUp:
    """`condition` is Lambda's word for why; `invocations` counts those that held the batch."""

    records: Sequence[Record]
    condition: str
    invocations: int


@dataclass(slots=True)
class Counts:
    """What happened while batches were delivered."""

    records: int = 0
    invocations: int = 0
    given_up: int = 0


class Stopped(Exception):
    """The stack ends before the batch does; what is not done comes again with the next start."""


class Delivery:
    """Delivers batches in order.

    `is_done` hears the sequence number up to which nothing is left to do; `give_up` keeps what
    the retries did not help. `wait` pauses before a retry and says whether to go on. `age` is a
    record's in seconds.
    """

    def __init__(
        self,
        settings: Settings,
        invoke: Callable[[Mapping[str, Any]], Any],
        *,
        is_done: Callable[[str], None],
        give_up: Callable[[GivenUp], None],
        wait: Callable[[int], bool],
        age: Callable[[Record], float],
    ) -> None:
        self.counts = Counts()
        self._settings = settings
        self._invoke = invoke
        self._is_done = is_done
        self._give_up = give_up
        self._wait = wait
        self._age = age

    def deliver(self, records: Sequence[Record]) -> None:
        """Raises Stopped."""
        self.counts.records += len(records)
        waiting = deque([(records, 0)])
        while waiting:
            batch, attempts = waiting.popleft()
            done, has_crashed = self._attempt(batch)
            if done:
                self._is_done(sequence_of(batch[done - 1]))
            rest = batch[done:]
            if not rest:
                continue
            if has_crashed and self._settings.bisects and len(rest) > 1:
                middle = len(rest) // 2  # halves do not count as retries
                waiting.extendleft([(rest[middle:], attempts), (rest[:middle], attempts)])
                continue
            # Bisecting at the reported record is no retry either, unless it is the first.
            attempts += not (done and self._settings.bisects)
            if condition := self._reason_to_give_up(rest, attempts):
                self._discard(GivenUp(rest, condition, attempts))
            elif self._wait(attempts):
                waiting.appendleft((rest, attempts))
            else:
                raise Stopped

    def _attempt(self, batch: Sequence[Record]) -> tuple[int, bool]:
        """How many records are done, and whether the function crashed."""
        self.counts.invocations += 1
        try:
            answer = self._invoke({"Records": list(batch)})
        except Exception:
            log.exception("a stream function crashed on %d records", len(batch))
            return 0, True
        return (self._done(batch, answer) if self._settings.reports_failures else len(batch)), False

    def _done(self, batch: Sequence[Record], answer: Any) -> int:
        """An empty answer is success; one that names an unknown record fails the whole batch."""
        if answer is None or answer == {}:
            return len(batch)
        places = {sequence_of(record): place for place, record in enumerate(batch)}
        try:
            return min(
                (places[identifier] for identifier in failures_in(answer)), default=len(batch)
            )
        except (KeyError, TypeError):
            log.exception("a stream function's answer is not a partial batch response")
            return 0

    def _reason_to_give_up(self, records: Sequence[Record], attempts: int) -> str | None:
        if _FOR_EVER != self._settings.retries < attempts:
            return "RetryAttemptsExhausted"
        if _FOR_EVER != self._settings.record_age < self._age(records[0]):
            return "MaximumRecordAgeExceeded"
        return None

    def _discard(self, lost: GivenUp) -> None:
        self.counts.given_up += len(lost.records)
        self._give_up(lost)
        self._is_done(sequence_of(lost.records[-1]))


def failures_in(answer: Any) -> list[str]:
    """The sequence numbers that an answer names. Raises KeyError or TypeError for what is none."""
    if answer is None or answer == {}:
        return []
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"] or []]


def sequence_of(record: Record) -> str:
    return str(record["dynamodb"]["SequenceNumber"])
