"""The stream's function behind the stored faults: batches, conflicts on a customer's serial, lag.

Each shard is read by as many workers as the mapping has in parallel, a fault always by the same.
A worker takes a batch, records it customer by customer, and takes the next. Two workers that
record for one customer at once conflict: the customer's serial has moved since the slower one read
it, which waits at random, reads again and tries again, as `faultbook.dynamodb.backoff` does.
"""

import heapq
import random
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from tests.benchmarks.cost.units import MOST_TOGETHER, Changes, Place, recording
from tests.benchmarks.simulation.limits import POLLS_PER_SECOND
from tests.benchmarks.simulation.reporting import Stored

_FIRST_PAUSE, _LONGEST_PAUSE = 0.02, 2.0
_RESOURCES = 1_000  # of a customer

Serial = tuple[str, int]  # customer, and its part where statistics are striped


@dataclass(frozen=True, slots=True)
class Mapping:
    """Of the stream to its function; `seconds` for one posting: two reads and a transaction.

    `stripes` of the statistics: parts of a customer with a serial each.
    """

    batch: int = 100
    window: float = 1
    parallel: int = 1
    seconds: float = 0.03
    stripes: int = 1


@dataclass(slots=True)
class Recorded:
    """`lag` is the longest time from a fault's storing to its recording."""

    postings: int = 0
    conflicts: int = 0
    changes: int = 0
    lag: float = 0
    units: float = 0  # of counters
    ended: float = 0

    @property
    def units_of_a_change(self) -> float:
        return self.units / self.changes if self.changes else 0


@dataclass(slots=True)
class _Worker:
    waiting: deque[tuple[float, Serial]] = field(default_factory=deque)
    postings: deque[tuple[Serial, list[float]]] = field(default_factory=deque)
    attempt: int = 0
    seen: int | None = None  # the serial, while a posting is on its way


def record_all(stored: Sequence[Stored], mapping: Mapping, seed: int = 1) -> Recorded:
    return _Run(stored, mapping, seed).until_done()


class _Run:
    def __init__(self, stored: Sequence[Stored], mapping: Mapping, seed: int) -> None:
        self._mapping = mapping
        self._draw = random.Random(seed)  # noqa: S311 - a simulation
        self._workers = self._distributed(stored)
        self._serials: Counter[Serial] = Counter()
        self._ties = count()
        self._recorded = Recorded(changes=len(stored))

    def until_done(self) -> Recorded:
        due: list[tuple[float, int, _Worker]] = []
        for worker in self._workers:
            self._plan(due, self._next_batch(worker, 0), worker)
        while due:
            now, _, worker = heapq.heappop(due)
            self._plan(due, self._step(worker, now), worker)
        return self._recorded

    def _plan(self, due: list[tuple[float, int, _Worker]], at: float | None, to: _Worker) -> None:
        if at is not None:
            heapq.heappush(due, (at, next(self._ties), to))

    def _distributed(self, stored: Sequence[Stored]) -> list[_Worker]:
        """Faults of a second come evenly over it."""
        workers: dict[tuple[int, int], _Worker] = {}
        in_second = Counter(one.second for one in stored)
        passed: Counter[int] = Counter()
        for one in stored:
            at = one.second + passed[one.second] / in_second[one.second]
            passed[one.second] += 1
            place = one.shard, self._draw.randrange(self._mapping.parallel)
            part = self._draw.randrange(self._mapping.stripes)
            worker = workers.setdefault(place, _Worker())
            worker.waiting.append((at, (one.customer, part)))
        return list(workers.values())

    def _next_batch(self, worker: _Worker, now: float) -> float | None:
        """When it is full, or its first record has waited for the window; then by the next poll."""
        if not worker.waiting:
            return None
        most = self._mapping.batch
        oldest = worker.waiting[0][0]
        ready = oldest + self._mapping.window
        if len(worker.waiting) >= most:
            ready = min(ready, worker.waiting[most - 1][0])
        return max(now, ready + 0.5 / POLLS_PER_SECOND)

    def _step(self, worker: _Worker, now: float) -> float | None:
        """Begin a posting, or end it; and when to do the next."""
        if not worker.postings:
            worker.postings.extend(self._take(worker, now))
        serial, times = worker.postings[0]
        if worker.seen is None:
            worker.seen = self._serials[serial]
            return now + self._mapping.seconds
        seen, worker.seen = worker.seen, None
        if self._serials[serial] != seen:
            self._recorded.conflicts += 1
            worker.attempt += 1
            return now + self._draw.uniform(0, _pause(worker.attempt))
        self._post(serial, times, now)
        worker.postings.popleft()
        worker.attempt = 0
        return now if worker.postings else self._next_batch(worker, now)

    def _take(self, worker: _Worker, now: float) -> Iterator[tuple[Serial, list[float]]]:
        of_serial: dict[Serial, list[float]] = {}
        for _ in range(self._mapping.batch):
            if not worker.waiting or worker.waiting[0][0] > now:
                break
            at, serial = worker.waiting.popleft()
            of_serial.setdefault(serial, []).append(at)
        for serial, times in of_serial.items():
            for start in range(0, len(times), MOST_TOGETHER):
                yield serial, times[start : start + MOST_TOGETHER]

    def _post(self, serial: Serial, times: list[float], now: float) -> None:
        recorded = self._recorded
        self._serials[serial] += 1
        recorded.postings += 1
        recorded.lag = max(recorded.lag, now - times[0])
        recorded.ended = max(recorded.ended, now)
        resources = _RESOURCES * (1 - (1 - 1 / _RESOURCES) ** len(times))
        together = Changes(openings=len(times), resources=resources)
        recorded.units += recording(together).written[Place.STATISTICS]


def _pause(attempt: int) -> float:
    return min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0 ** (attempt - 1))
