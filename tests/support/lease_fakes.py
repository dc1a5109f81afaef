"""Leases in memory; the suite in tests/integration/stores holds them to the real store."""

from faultbook.domain.lease import Lease


class InMemoryLeaseStore:
    def __init__(self) -> None:
        self.kept: dict[tuple[str, int], Lease] = {}
        self.writes = 0

    def get(self, customer_id: str, number: int) -> Lease | None:
        return self.kept.get((customer_id, number))

    def put(self, customer_id: str, number: int, lease: Lease) -> None:
        self.kept[customer_id, number] = lease
        self.writes += 1
