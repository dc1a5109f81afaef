"""The rate at which each limit is reached by itself, lowest first: units against limits."""

from typing import NamedTuple

from tests.benchmarks.cost.units import (
    MOST_TOGETHER,
    OPERATIONS,
    TRANSACTED,
    Changes,
    Operation,
    Place,
    recording,
)
from tests.benchmarks.simulation import limits
from tests.benchmarks.simulation.limits import Deployed
from tests.benchmarks.simulation.recording import Mapping

_CREATE, _RESOLVE = OPERATIONS[Operation.CREATE], OPERATIONS[Operation.RESOLVE]
_PAGE = OPERATIONS[Operation.PAGE]


class Rung(NamedTuple):
    """`rate` is a second's; `of` says whose."""

    limit: str
    of: str
    rate: float


def ladder(deployed: Deployed, stripes: int, mapping: Mapping, milliseconds: float) -> list[Rung]:
    partition = limits.PARTITION_WRITES
    shards = limits.FIRST_PARTITIONS * mapping.parallel
    standing = TRANSACTED  # units of the `now` item for each posting
    statistics = recording(Changes(openings=MOST_TOGETHER)).written[Place.STATISTICS]
    rungs = [
        Rung("the stage's rate", "calls of everybody", deployed.stage_rate),
        Rung("the account's calls", "calls of everybody", limits.GATEWAY_RATE),
        Rung(
            "a function's first environments",
            "calls of everybody",
            limits.ENVIRONMENTS_PER_SECOND * 1000 / milliseconds,
        ),
        Rung(
            "a customer's open faults in by_status",
            "creates of a customer",
            stripes * partition / _CREATE.written[Place.BY_STATUS],
        ),
        Rung(
            "a customer's month in by_time",
            "creates of a customer",
            stripes * partition / _CREATE.written[Place.BY_TIME],
        ),
        Rung(
            "a site's open faults in by_path",
            "creates of a site",
            stripes * partition / _CREATE.written[Place.BY_PATH],
        ),
        Rung(
            "a new table's or index's partitions",
            "creates of everybody",
            limits.FIRST_PARTITIONS * partition / _CREATE.written[Place.FAULTS],
        ),
        Rung("the table's quota", "creates of everybody", limits.TABLE_WRITES / _CREATE.writes),
        Rung("the table's quota", "resolves of everybody", limits.TABLE_WRITES / _RESOLVE.writes),
        Rung(
            "a customer's serial",
            "changes of a customer",
            mapping.stripes * MOST_TOGETHER / mapping.seconds,
        ),
        Rung(
            "a customer's `now` item",
            "changes of a customer",
            mapping.stripes * MOST_TOGETHER * partition / standing,
        ),
        Rung(
            "the stream's workers on four shards",
            "changes of different customers",
            shards / mapping.seconds,
        ),
        Rung(
            "a customer's open faults in by_status",
            "pages of a customer",
            limits.PARTITION_READS / _PAGE.reads,
        ),
        Rung(
            "the statistics table's quota",
            "changes of everybody, 47 together",
            limits.TABLE_WRITES * MOST_TOGETHER / statistics,
        ),
    ]
    return sorted(rungs, key=lambda rung: rung.rate)
