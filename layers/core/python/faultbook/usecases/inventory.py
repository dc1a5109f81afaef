"""What has been reported on and by whom, as far as the newest faults tell."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from faultbook.domain.fault import Fault, Status
from faultbook.domain.listing import MAX_PAGE, FaultFilter, Position
from faultbook.usecases.ports import FaultStore

MAX_FAULTS = 500  # read for each of the two lists


@dataclass(frozen=True, slots=True)
class Resource:
    """`first_seen` is when the oldest of the faults that were read began."""

    resource_id: str
    path: str
    first_seen: datetime


@dataclass(frozen=True, slots=True)
class Inventory:
    """Sorted by name."""

    resources: tuple[Resource, ...]
    reporters: tuple[str, ...]


def take_inventory(customer_id: str, *, store: FaultStore) -> Inventory:
    """Of the newest open faults and the newest of any status, MAX_FAULTS each."""
    resources: dict[str, Resource] = {}
    reporters: set[str] = set()
    for fault in _newest(customer_id, store):
        known = resources.get(fault.resource_id)
        path = known.path if known else fault.path
        first_seen = min(known.first_seen, fault.opened_at) if known else fault.opened_at
        resources[fault.resource_id] = Resource(fault.resource_id, path, first_seen)
        reporters.add(fault.reporter)
    return Inventory(
        resources=tuple(resources[name] for name in sorted(resources)),
        reporters=tuple(sorted(reporters)),
    )


def _newest(customer_id: str, store: FaultStore) -> Iterator[Fault]:
    for wanted in (FaultFilter(status=Status.UNRESOLVED), FaultFilter()):
        after: Position | None = None
        for _ in range(MAX_FAULTS // MAX_PAGE):
            page = store.page(customer_id, wanted, MAX_PAGE, after)
            yield from page.faults
            after = page.next
            if after is None:
                break
