"""Faults in groups: how many each has, its highest severity, and its newest fault."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from faultbook.domain import hierarchy
from faultbook.domain.fault import Fault, Severity
from faultbook.domain.listing import Position

MAX_FAULTS = 1000  # that one count may look through
Value = Callable[[Fault], str]

FACETS: dict[str, Value] = {
    "status": lambda fault: fault.status,
    "severity": lambda fault: fault.severity,
    "kind": lambda fault: fault.kind,
    "type": lambda fault: fault.type,
    "site": lambda fault: hierarchy.site(fault.path),
    "reporter": lambda fault: fault.reporter,
    "assignee": lambda fault: fault.assignee,
    "acknowledged": lambda fault: "true" if fault.acknowledgement else "false",
}


def level(depth: int) -> Value:
    """So many segments of the path from the first on, or as many as there are."""
    return lambda fault: hierarchy.SEPARATOR.join(hierarchy.segments(fault.path)[:depth])


@dataclass(slots=True)
class Group:
    newest: Fault
    oldest: Fault
    severity: Severity
    count: int = 0
    acknowledged: int = 0

    def add(self, fault: Fault) -> None:
        """Newer faults come first."""
        self.oldest = fault
        self.count += 1
        self.acknowledged += bool(fault.acknowledgement)
        self.severity = min(self.severity, fault.severity, key=lambda severity: severity.rank)


@dataclass(slots=True)
class Groups:
    """`by` maps the values of each group to it. Faults without a value are in no facet of its name.

    With `next` there are older faults that are not counted: a count that continues there adds to
    this one.
    """

    next: Position | None
    by: dict[tuple[str, ...], Group] = field(default_factory=dict)
    facets: dict[str, Counter[str]] = field(
        default_factory=lambda: {name: Counter() for name in FACETS}
    )
    count: int = 0

    def gravest_first(self) -> list[tuple[tuple[str, ...], Group]]:
        """Within one severity, the largest group first."""
        return sorted(self.by.items(), key=lambda item: (item[1].severity.rank, -item[1].count))


def grouped(faults: Iterable[Fault], by: Sequence[Value], further: Position | None) -> Groups:
    """The newest faults come first."""
    groups = Groups(further)
    for fault in faults:
        groups.count += 1
        for name, value_of in FACETS.items():
            if value := value_of(fault):
                groups.facets[name][value] += 1
        if by:
            key = tuple(value_of(fault) for value_of in by)
            group = groups.by.setdefault(key, Group(fault, fault, fault.severity))
            group.add(fault)
    return groups
