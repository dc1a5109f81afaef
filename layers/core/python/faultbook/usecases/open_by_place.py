"""Open faults by place: one node of the hierarchy and its children."""

from collections import Counter
from dataclasses import dataclass, field

from faultbook.domain import hierarchy
from faultbook.domain.fault import Fault, Severity
from faultbook.domain.listing import Position

MAX_FAULTS = 1000  # that one count may find


@dataclass(slots=True)
class Branch:
    """A child of the node with everything below it. `open` is by severity."""

    path: str
    open: Counter[Severity] = field(default_factory=Counter)
    has_children: bool = False


@dataclass(slots=True)
class Branches:
    """`here` are the faults of the node itself; `below` is by the child's own segment.

    With `next` there are older faults that are not counted: a count that goes on there adds to
    this one.
    """

    here: Counter[Severity] = field(default_factory=Counter)
    below: dict[str, Branch] = field(default_factory=dict)
    next: Position | None = None

    def count(self, node: str | None, fault: Fault) -> None:
        if fault.path == node:
            self.here[fault.severity] += 1
            return
        above = node + hierarchy.SEPARATOR if node else ""
        segment, _, deeper = fault.path.removeprefix(above).partition(hierarchy.SEPARATOR)
        branch = self.below.setdefault(segment, Branch(above + segment))
        branch.open[fault.severity] += 1
        branch.has_children = branch.has_children or bool(deeper)
