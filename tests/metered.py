"""What calls cost, counted from the capacity that the store says it has used."""

from typing import Any

_READS = {"get_item", "query", "batch_get_item", "transact_get_items"}
_UNMETERED = {"scan", "get_paginator", "get_waiter"}


class MeteredClient:
    """A low-level client that adds up read and write units of tables and indexes."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.reads = 0.0
        self.writes = 0.0
        self.calls: list[str] = []

    def reset(self) -> None:
        self.reads = self.writes = 0.0
        self.calls = []

    def __getattr__(self, name: str) -> Any:
        operation = getattr(self._client, name)
        if not callable(operation) or name in _UNMETERED:
            return operation

        def metered(**parameters: Any) -> Any:
            answer = operation(**parameters, ReturnConsumedCapacity="INDEXES")
            units = _units(answer["ConsumedCapacity"])
            self.calls.append(name)
            if name in _READS:
                self.reads += units
            else:
                self.writes += units
            return answer

        return metered


def _units(consumed: Any) -> float:
    """Of one table, or of each table of a transaction or batch."""
    if isinstance(consumed, list):
        return sum(_units(one) for one in consumed)
    indexes = consumed.get("GlobalSecondaryIndexes", {}).values()
    parts = [consumed["Table"], *indexes]
    units = sum(float(part["CapacityUnits"]) for part in parts)
    assert units == float(consumed["CapacityUnits"])
    return units
