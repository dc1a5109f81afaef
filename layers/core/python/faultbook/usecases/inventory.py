"""Resources and reporters of the newest faults."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from faultbook.domain.fault import Fault

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


def inventory_of(faults: Iterable[Fault]) -> Inventory:
    resources: dict[str, Resource] = {}
    reporters: set[str] = set()
    for fault in faults:
        known = resources.get(fault.resource_id)
        path = known.path if known else fault.path
        first_seen = min(known.first_seen, fault.opened_at) if known else fault.opened_at
        resources[fault.resource_id] = Resource(fault.resource_id, path, first_seen)
        reporters.add(fault.reporter)
    return Inventory(
        resources=tuple(resources[name] for name in sorted(resources)),
        reporters=tuple(sorted(reporters)),
    )
