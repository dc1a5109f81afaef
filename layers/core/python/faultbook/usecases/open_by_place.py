"""Open faults by their place: one node of the hierarchy and what is directly below it."""

from collections import Counter
from dataclasses import dataclass, field

from faultbook.domain import hierarchy
from faultbook.domain.fault import Fault, Severity, Status
from faultbook.domain.listing import MAX_PAGE, FaultFilter, Position
from faultbook.usecases.ports import FaultStore

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


def count_open_by_place(
    customer_id: str, node: str | None, after: Position | None, *, store: FaultStore
) -> Branches:
    """Below a path, or below nothing: the sites. Reads at most MAX_FAULTS and a few."""
    wanted = FaultFilter(status=Status.UNRESOLVED, path=node)
    branches = Branches(next=after)
    for _ in range(MAX_FAULTS // MAX_PAGE):
        page = store.page(customer_id, wanted, MAX_PAGE, branches.next)
        for fault in page.faults:
            _count(branches, node, fault)
        branches.next = page.next
        # A short page has spent the store's own budget on faults of other places.
        if page.next is None or len(page.faults) < MAX_PAGE:
            break
    return branches


def _count(branches: Branches, node: str | None, fault: Fault) -> None:
    if fault.path == node:
        branches.here[fault.severity] += 1
        return
    above = node + hierarchy.SEPARATOR if node else ""
    segment, _, deeper = fault.path.removeprefix(above).partition(hierarchy.SEPARATOR)
    branch = branches.below.setdefault(segment, Branch(above + segment))
    branch.open[fault.severity] += 1
    branch.has_children = branch.has_children or bool(deeper)
