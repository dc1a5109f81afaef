"""Reports on their way into the faults table: which limit refuses them, and when they are in."""

import random
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from math import ceil
from typing import NamedTuple

from faultbook.domain.fault import Status
from faultbook.dynamodb import keys
from tests.benchmarks.cost.units import INDEXES, OPERATIONS, Operation, Place
from tests.benchmarks.simulation import limits
from tests.benchmarks.simulation.limits import Bucket, Limit
from tests.benchmarks.simulation.partitions import Partitions, Spot, spot_of
from tests.benchmarks.simulation.traces import Report, Trace

_WRITTEN = OPERATIONS[Operation.CREATE].written
_UNITS = OPERATIONS[Operation.CREATE].writes
_MONTH = "2026-11"
_LIMIT_OF = {
    Place.FAULTS: Limit.FAULTS,
    Place.BY_STATUS: Limit.BY_STATUS,
    Place.BY_PATH: Limit.BY_PATH,
    Place.BY_TIME: Limit.BY_TIME,
}
_WHOLE_LANE = {Limit.BY_STATUS, Limit.BY_TIME}  # keys that all of a lane's faults have
_ROUNDS = 20  # of a second, so that lanes come to a common limit in proportion
_ROUNDING = 1e-9
_GIVEN_UP = 3600  # seconds

Lane = tuple[str, int]  # customer, stripe


@dataclass(frozen=True, slots=True)
class Settings:
    """Of the stage the own limit, calls a second; `each_call`: faults that one call reports.

    `table_writes` is the quota, which AWS raises on demand; `partitions` are there from the start
    where the table and its indexes were warmed for it.
    """

    stripes: int
    stage_rate: float
    stage_burst: float = 0
    milliseconds: float = 20  # of a call
    each_call: int = 1
    table_writes: float = limits.TABLE_WRITES
    partitions: int = limits.FIRST_PARTITIONS


class Stored(NamedTuple):
    """A fault that is in: since when, in which shard of the stream, whose."""

    second: int
    shard: int
    customer: str


@dataclass(slots=True)
class Outcome:
    """What is refused is tried again a second later, and counted again if it is refused again."""

    stored: list[Stored] = field(default_factory=list)
    refusals: Counter[Limit] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)  # by customer
    first: Limit | None = None
    first_rate: int = 0  # reports that had been taken in the second of the first refusal

    @property
    def highest_rate(self) -> int:
        return max(Counter(stored.second for stored in self.stored).values(), default=0)

    @property
    def last_second(self) -> int:
        return max((stored.second for stored in self.stored), default=0)

    def refuse(self, limit: Limit, waiting: Mapping[str, int], taken: int) -> None:
        """So many of each customer."""
        if self.first is None:
            self.first, self.first_rate = limit, taken
        self.refusals[limit] += sum(waiting.values())
        self.refused.update(waiting)


class Account:
    """A fault is stored where each limit has room for it, and takes nothing where one has not."""

    def __init__(self, settings: Settings) -> None:
        call = 1 / settings.each_call
        self._second = 0
        self._milliseconds = settings.milliseconds
        self._environments = Bucket(self._calls_of_environments())
        self._common = {
            Limit.STAGE: (Bucket(settings.stage_rate, spare=settings.stage_burst), call),
            Limit.GATEWAY: (Bucket(limits.GATEWAY_RATE, spare=limits.GATEWAY_BURST), call),
            Limit.LAMBDA: (self._environments, call),
            Limit.TABLE: (Bucket(settings.table_writes), _UNITS),
        }
        self._partitions = {
            place: Partitions(count=settings.partitions) for place in (Place.FAULTS, *INDEXES)
        }

    def room(self) -> tuple[int, Limit]:
        """For how many reports of anybody there is room, and by which limit no more."""
        return min(
            (int(bucket.left / amount + _ROUNDING), limit)
            for limit, (bucket, amount) in self._common.items()
        )

    def store(self, report: Report, stripe: int) -> Limit | int:
        """The limit that refuses it, or its shard. Each partition of the table has a shard."""
        taken: list[tuple[Partitions, int, Spot, float]] = []
        shard = 0
        for place, spot in _spots(report, stripe):
            partitions, units = self._partitions[place], _WRITTEN[place]
            number = partitions.with_room(spot, units)
            if number is None:
                return _LIMIT_OF[place]
            taken.append((partitions, number, spot, units))
            shard = number
        for partitions, number, spot, units in taken:
            partitions.take(number, spot, units)
        return shard

    def take(self, reports: int) -> None:
        """From the limits that are common to all."""
        for bucket, amount in self._common.values():
            bucket.take(reports * amount)

    def pass_second(self) -> None:
        self._second += 1
        self._environments.rate = self._calls_of_environments()
        for bucket, _ in self._common.values():
            bucket.pass_second()
        for partitions in self._partitions.values():
            partitions.pass_second()

    def _calls_of_environments(self) -> float:
        grown = limits.ENVIRONMENTS_PER_SECOND * (self._second + 1)
        return min(limits.ENVIRONMENTS, grown) * 1000 / self._milliseconds


def keys_of_indexes(customer: str, site: str, stripe: int) -> dict[Place, str]:
    """By the project's own builders."""
    opened = Status.UNRESOLVED
    return {
        Place.BY_STATUS: keys.by_status(customer, opened, stripe),
        Place.BY_TIME: keys.by_time(customer, _MONTH, stripe),
        Place.BY_PATH: keys.by_path(customer, site, opened, stripe),
    }


@cache
def _spots_in_indexes(customer: str, site: str, stripe: int) -> list[tuple[Place, Spot]]:
    in_indexes = keys_of_indexes(customer, site, stripe)
    return [(place, spot_of(key)) for place, key in in_indexes.items()]


def _spots(report: Report, stripe: int) -> list[tuple[Place, Spot]]:
    """The table's last: its partition is the fault's shard."""
    key = keys.fault(report.customer, report.number)
    in_indexes = _spots_in_indexes(report.customer, report.site, stripe)
    return [*in_indexes, (Place.FAULTS, spot_of(key))]


def report_all(trace: Trace, settings: Settings, seed: int = 1) -> Outcome:
    """Until the last is in, or an hour is over."""
    draw = random.Random(seed)  # noqa: S311 - a simulation
    run = _Run(Account(settings), Outcome())
    for second in range(_GIVEN_UP):
        for report in trace.reports(second, draw):
            stripe = keys.stripe(report.number, settings.stripes)
            run.lanes.setdefault((report.customer, stripe), deque()).append(report)
        run.try_all(second)
        if second >= trace.seconds and not run.lanes:
            break
    return run.outcome


@dataclass(slots=True)
class _Run:
    account: Account
    outcome: Outcome
    lanes: dict[Lane, deque[Report]] = field(default_factory=dict)

    def try_all(self, second: int) -> None:
        """What waits, once; from what is common to all each lane takes in proportion."""
        untried = {lane: len(waiting) for lane, waiting in self.lanes.items()}
        shares = {lane: ceil(count / _ROUNDS) for lane, count in untried.items()}
        before = len(self.outcome.stored)
        for lane in [lane for _ in range(_ROUNDS) for lane in self.lanes]:
            wanted = min(shares[lane], untried[lane])
            room, limit = self.account.room()
            tried, refused = self._try(second, lane, min(wanted, room))
            untried[lane] -= tried
            taken = len(self.outcome.stored) - before
            for by, number in refused.items():
                others = untried[lane] if by in _WHOLE_LANE else 0
                untried[lane] -= others
                self.outcome.refuse(by, {lane[0]: number + others}, taken)
            if room < wanted and not refused:
                self.outcome.refuse(limit, _by_customer(untried), taken)
                break
        self.account.pass_second()
        self.lanes = {lane: waiting for lane, waiting in self.lanes.items() if waiting}

    def _try(self, second: int, lane: Lane, most: int) -> tuple[int, Counter[Limit]]:
        """How many were tried, and what refused how many, until one refused the whole lane."""
        customer, stripe = lane
        waiting = self.lanes[lane]
        refused: Counter[Limit] = Counter()
        tried = 0
        while tried < most and not _WHOLE_LANE & refused.keys():
            tried += 1
            report = waiting.popleft()
            answer = self.account.store(report, stripe)
            if isinstance(answer, int):
                self.outcome.stored.append(Stored(second, answer, customer))
            else:
                waiting.append(report)
                refused[answer] += 1
        self.account.take(tried - refused.total())
        return tried, refused


def _by_customer(lanes: Mapping[Lane, int]) -> Counter[str]:
    customers: Counter[str] = Counter()
    for (customer, _), number in lanes.items():
        customers[customer] += number
    return customers
