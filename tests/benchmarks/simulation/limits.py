"""Limits of an AWS account, as its documents had them in November 2026, and buckets that hold them.

DynamoDB: developer guide, bp-partition-key-design, burst-adaptive-capacity, gsi-throttling,
HowItWorks.ReadWriteCapacityMode and ServiceQuotas. Lambda: scaling-behavior and
invocation-eventsourcemapping. API Gateway: limits.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from local.intrinsics import Resolver
from local.template import read_document, read_template

PARTITION_WRITES = 1_000  # units a second, of a table's or an index's partition
PARTITION_READS = 3_000
FIRST_PARTITIONS = 4  # of a new on-demand table: 4,000 write units a second at once
TABLE_WRITES = 40_000  # units a second, its indexes included
ENVIRONMENTS = 1_000  # of functions, at once
ENVIRONMENTS_PER_SECOND = 100  # 1,000 in ten seconds, for each function
GATEWAY_RATE = 10_000  # calls a second
GATEWAY_BURST = 5_000
POLLS_PER_SECOND = 4  # of a stream's shard


class Limit(StrEnum):
    """What refuses a report; tables and indexes by one of their partitions."""

    STAGE = "stage"
    GATEWAY = "gateway"
    LAMBDA = "functions"
    TABLE = "table quota"
    FAULTS = "faults"
    BY_STATUS = "by_status"
    BY_PATH = "by_path"
    BY_TIME = "by_time"


class Bucket:
    """So many a second, and of what was not used as much more as may be kept."""

    def __init__(self, rate: float, *, spare: float = 0) -> None:
        self.rate, self._spare = rate, spare
        self.left = rate + spare

    def has(self, amount: float) -> bool:
        return self.left >= amount

    def take(self, amount: float) -> None:
        self.left -= amount

    def pass_second(self) -> None:
        self.left = min(self.left, self._spare) + self.rate


@dataclass(frozen=True, slots=True)
class Deployed:
    """What the template says: calls a second, and how the stream comes to its function."""

    stage_rate: int
    stage_burst: int
    batch: int
    window: float
    parallel: int


def deployed() -> Deployed:
    document = read_document()
    resolver = Resolver(document, {})
    stage: Any = resolver.resolve(
        document["Resources"]["HttpApi"]["Properties"]["DefaultRouteSettings"]
    )
    [mapping] = [m for function in read_template().functions for m in function.streams]
    return Deployed(
        stage_rate=int(stage["ThrottlingRateLimit"]),
        stage_burst=int(stage["ThrottlingBurstLimit"]),
        batch=mapping.properties["BatchSize"],
        window=mapping.properties["MaximumBatchingWindowInSeconds"],
        parallel=mapping.properties["ParallelizationFactor"],
    )
