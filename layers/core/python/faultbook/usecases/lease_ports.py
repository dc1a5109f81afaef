"""Where leases are kept. All calls raise Unavailable."""

from typing import Protocol

from faultbook.domain.lease import Lease


class LeaseStore(Protocol):
    def get(self, customer_id: str, number: int) -> Lease | None:
        """Of a fault; read your own writes."""
        ...

    def put(self, customer_id: str, number: int, lease: Lease) -> None: ...
