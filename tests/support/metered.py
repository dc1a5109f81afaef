"""What calls cost, counted from the capacity that the store says it has used."""

from collections import defaultdict
from collections.abc import Iterator
from threading import Lock
from typing import Any

from tests.benchmarks.cost.units import Place, Units
from tests.support.client_between import ClientBetween

_READS = {"get_item", "query", "batch_get_item", "transact_get_items", "scan"}
_UNMETERED = {"get_paginator", "get_waiter"}


class MeteredClient(ClientBetween):
    """A low-level client that adds up read and write units of tables and indexes."""

    def __init__(self, client: ClientBetween) -> None:
        self._client = client
        self._lock = Lock()  # stripes are read side by side
        self.reset()

    def reset(self) -> None:
        self._read: defaultdict[str, float] = defaultdict(float)
        self._written: defaultdict[str, float] = defaultdict(float)
        self.calls: list[str] = []

    @property
    def reads(self) -> float:
        return sum(self._read.values())

    @property
    def writes(self) -> float:
        return sum(self._written.values())

    def units(self) -> Units:
        """By table, without the serial that tests give its name, and by index."""
        return Units(_by_place(self._written), _by_place(self._read))

    def __getattr__(self, name: str) -> Any:
        operation = getattr(self._client, name)
        if not callable(operation) or name in _UNMETERED:
            return operation

        def metered(**parameters: Any) -> Any:
            answer = operation(**parameters, ReturnConsumedCapacity="INDEXES")
            with self._lock:
                self.calls.append(name)
                used = self._read if name in _READS else self._written
                for place, units in _units(answer["ConsumedCapacity"]):
                    used[place] += units
            return answer

        return metered


def _units(consumed: Any) -> Iterator[tuple[str, float]]:
    """Of one table, or of each table of a transaction or batch."""
    if isinstance(consumed, list):
        for one in consumed:
            yield from _units(one)
        return
    indexes = consumed.get("GlobalSecondaryIndexes", {})
    parts = {consumed["TableName"]: consumed["Table"]} | indexes
    units = {place: float(part["CapacityUnits"]) for place, part in parts.items()}
    assert sum(units.values()) == float(consumed["CapacityUnits"])
    yield from units.items()


def _by_place(units: dict[str, float]) -> dict[Place, float]:
    return {Place(place.partition("-")[0]): number for place, number in units.items() if number}
