"""Follows a table's stream for one event source mapping of the template."""

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from local.batches import (
    Counts,
    Delivery,
    GivenUp,
    Record,
    Settings,
    Stopped,
    failures_in,
    sequence_of,
)
from local.failures import FailureQueue, arrival, failure_message
from local.functions import Context, Invocable
from local.state import Position, State
from local.stream_reader import Shard, StreamReader, resumed
from local.template import StreamMapping

log = logging.getLogger("local")

_IDLE_SECONDS = 0.25
_FIRST_RETRY_SECONDS = 0.25
_LONGEST_RETRY_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Redelivery:
    """`refused` are the records that the function names as failed, or all where it names none."""

    is_done: bool
    refused: Sequence[Record]


class StreamFollower:
    """Delivers at least once, in order per shard; how far it got is written down per batch.

    The batching window is not waited for: a batch is what one read of the stream brings.
    """

    def __init__(
        self,
        mapping: StreamMapping,
        function: Invocable,
        reader: StreamReader,
        *,
        state: State,
        queue: FailureQueue | None = None,
    ) -> None:
        """Without a queue, what is given up is lost, as in Lambda."""
        self.name = mapping.name
        self._settings = Settings.of(mapping.properties)
        self._starts_at = mapping.properties.get("StartingPosition", "TRIM_HORIZON")
        self._function = function
        self._reader = reader
        self._state = state
        self._queue = queue
        self._places: dict[str, Position] = {}
        self._started = time.time()
        self._turn = threading.Lock()

    def follow(self, stop: threading.Event, caught_up: Callable[[], None]) -> None:
        """Until `stop`; `caught_up` is called when everything of before was read."""

        def wait(attempts: int) -> bool:
            pause = min(_FIRST_RETRY_SECONDS * 2.0**attempts, _LONGEST_RETRY_SECONDS)
            return not stop.wait(pause)

        has_told = False
        while not stop.is_set():
            try:
                has_read = self.read_once(Counts(), wait)
            except (Stopped, sqlite3.ProgrammingError):
                return  # the stack ends, and the state may be closed before we are done
            except (BotoCoreError, ClientError) as error:
                log.warning("the stream cannot be read: %s", error)
                stop.wait(_LONGEST_RETRY_SECONDS / 2)
                continue
            if not has_read:
                if not has_told:
                    caught_up()
                    has_told = True
                stop.wait(_IDLE_SECONDS)

    def drain(self) -> Counts:
        """Until nothing is left to read, retrying without pauses."""
        counts = Counts()
        self._reader.look_for_shards()
        while self.read_once(counts, _at_once):
            pass
        return counts

    def redeliver(self, message: Mapping[str, Any]) -> Redelivery:
        """Give the records of a failure message to the function once more.

        Raises ClientError when the stream no longer has them.
        """
        where = message["DDBStreamBatchInfo"]
        first, last = where["startSequenceNumber"], where["endSequenceNumber"]
        records = list(self._reader.between(where["shardId"], first, last))
        accepted = [record for record in records if self._settings.accepts(record)]
        failed: list[GivenUp] = []
        named: set[str] = set()

        def invoke(event: Mapping[str, Any]) -> Any:
            answer = self._function.invoke(event)
            named.difference_update(sequence_of(record) for record in event["Records"])
            named.update(failures_in(answer))
            return answer

        for batch in self._batches(accepted):
            self._delivery(invoke, lambda _: None, failed.append, _at_once).deliver(batch)
        refused = [record for lost in failed for record in lost.records]
        return Redelivery(
            is_done=bool(accepted) and not failed,
            refused=[record for record in refused if sequence_of(record) in named] or refused,
        )

    def read_once(self, counts: Counts, wait: Callable[[int], bool]) -> bool:
        """One page of each open shard; whether there was anything. Raises Stopped."""
        with self._turn:
            shards = self._reader.shards()
            listed = {shard.shard_id for shard in shards}
            read = [
                self._read(shard, counts, wait) for shard in shards if self._is_open(shard, listed)
            ]
        return any(read)

    def _is_open(self, shard: Shard, listed: set[str]) -> bool:
        """A child waits for its parent, unless that is too old to be listed."""
        if self._place(shard).is_finished:
            return False
        parent = shard.parent
        if parent is None or parent not in listed:
            return True
        return self._state.position(self.name, self._reader.arn, parent).is_finished

    def _read(self, shard: Shard, counts: Counts, wait: Callable[[int], bool]) -> bool:
        place = self._place(shard)
        records, has_ended = self._reader.page(shard, place.sequence, self._starts_at)

        def is_done(sequence: str) -> None:
            self._put_place(shard, Position(sequence, is_finished=False))

        def give_up(lost: GivenUp) -> None:
            if self._queue:
                self._queue.put(self._message(lost, shard))

        delivery = self._delivery(self._function.invoke, is_done, give_up, wait)
        try:
            for batch in self._batches(
                [record for record in records if self._settings.accepts(record)]
            ):
                delivery.deliver(batch)
        except BaseException:
            self._reader.forget_place(shard)
            raise
        finally:
            _add(counts, delivery.counts)
        if records or has_ended:
            last = sequence_of(records[-1]) if records else place.sequence
            self._put_place(shard, Position(last, has_ended))
        if has_ended:
            self._reader.look_for_shards()
        return bool(records) or has_ended

    def _batches(self, records: list[Record]) -> list[list[Record]]:
        size = self._settings.batch_size
        return [records[start : start + size] for start in range(0, len(records), size)]

    def _delivery(
        self,
        invoke: Callable[[Mapping[str, Any]], Any],
        is_done: Callable[[str], None],
        give_up: Callable[[GivenUp], None],
        wait: Callable[[int], bool],
    ) -> Delivery:
        return Delivery(
            self._settings,
            invoke,
            is_done=is_done,
            give_up=give_up,
            wait=wait,
            age=self._age,
        )

    def _age(self, record: Record) -> float:
        """A laptop may have slept for days: only time that somebody tried in counts."""
        return time.time() - max(arrival(record), self._started)

    def _place(self, shard: Shard) -> Position:
        if shard.shard_id not in self._places:
            saved = self._state.position(self.name, self._reader.arn, shard.shard_id)
            self._places[shard.shard_id] = resumed(saved, shard)
        return self._places[shard.shard_id]

    def _put_place(self, shard: Shard, position: Position) -> None:
        self._state.put_position(self.name, self._reader.arn, shard.shard_id, position)
        self._places[shard.shard_id] = position

    def _message(self, lost: GivenUp, shard: Shard) -> Mapping[str, Any]:
        declared = self._function.declared
        context = Context(declared.name, declared.memory, declared.timeout)
        return failure_message(
            lost,
            function_arn=context.invoked_function_arn,
            stream=self._reader.arn,
            shard=shard.shard_id,
        )


def _at_once(_: int) -> bool:
    return True


def _add(to: Counts, more: Counts) -> None:
    to.records += more.records
    to.invocations += more.invocations
    to.given_up += more.given_up
