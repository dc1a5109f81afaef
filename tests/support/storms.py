"""Outages as the stream's function sees them: many faults of one customer within a minute."""

import threading
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from faultbook.domain.fault import ChangeKind, Fault, Severity
from tests.support.builders import NOW, a_change, a_fault
from tests.support.client_between import ClientBetween
from tests.support.stream_records import a_record

BATCH = 100  # records: BatchSize of the template's mapping, which a storm fills
MINUTE = timedelta(minutes=1)

Record = dict[str, Any]


class StormClient(ClientBetween):
    """A client that adds up what transactions cost and whom they met. Safe for threads."""

    def __init__(self, client: ClientBetween) -> None:
        self._client = client
        self._lock = threading.Lock()
        self.calls: Counter[str] = Counter()
        self.units: defaultdict[str, float] = defaultdict(float)  # by table
        self.writes: Counter[str] = Counter()  # by item of counters, or family of them
        self.refused = 0

    def __getattr__(self, name: str) -> Any:
        operation = getattr(self._client, name)
        if not callable(operation) or name.startswith("get_paginator"):
            return operation

        def counted(**parameters: Any) -> Any:
            with self._lock:
                self.calls[name] += 1
            if name != "transact_write_items":
                return operation(**parameters)
            return self._transact(operation, parameters)

        return counted

    def _transact(self, operation: Any, parameters: dict[str, Any]) -> Any:
        try:
            answer = operation(**parameters, ReturnConsumedCapacity="TOTAL")
        except self._client.exceptions.TransactionCanceledException:
            with self._lock:
                self.refused += 1
            raise
        with self._lock:
            for capacity in answer["ConsumedCapacity"]:
                self.units[capacity["TableName"]] += capacity["CapacityUnits"]
            for action in parameters["TransactItems"]:
                [(kind, what)] = action.items()
                if kind == "Update":
                    self.writes[_family(what["Key"]["pk"]["S"])] += 1
        return answer


def _family(pk: str) -> str:
    return pk.split("#")[1]


@dataclass(frozen=True, slots=True)
class Storm:
    """`resources` are that many devices in turn; each fault belongs to `services` of three."""

    faults: int
    resources: int
    services: int = 0
    customer: str = "cus_storm"
    first: int = 1

    def openings(self) -> list[Fault]:
        step = MINUTE / self.faults
        return [
            a_fault(
                self.customer,
                number=self.first + place,
                opened_at=NOW + place * step,
                resource_id=f"dev_{place % self.resources:017d}",
                path=f"site_8a7b6c5d4e3f2g1h|dev_{place % self.resources:017d}",
                severity=list(Severity)[place % 5],
                type=f"type-{place % 4}",
                services=tuple(
                    {"name": f"service-{(place + n) % 3}", "namespace": "shop"}
                    for n in range(self.services)
                ),
            )
            for place in range(self.faults)
        ]


@dataclass(slots=True)
class Stream:
    """Records as one shard holds them, in batches as the mapping delivers them."""

    table: str
    sequence: int = 0
    records: list[Record] = field(default_factory=list)

    def opened(self, faults: Sequence[Fault]) -> None:
        for fault in faults:
            self._add(new=fault)

    def resolved(self, faults: Sequence[Fault]) -> None:
        for fault in faults:
            change = a_change(ChangeKind.RESOLVED, at=fault.opened_at + 2 * MINUTE, why="power")
            self._add(new=fault.resolved(change), old=fault)

    def batches(self) -> Iterator[list[Record]]:
        for start in range(0, len(self.records), BATCH):
            yield self.records[start : start + BATCH]

    def _add(self, **images: Fault) -> None:
        self.sequence += 1
        self.records.append(a_record(self.sequence, table=self.table, **images))
