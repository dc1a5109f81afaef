"""`faultbook tree`: where the open faults are."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

import typer

from faultbook_client.command.choices import Json, PathsOption, SeveritiesOption, SitesOption
from faultbook_client.command.selection import outermost
from faultbook_client.command.session import connected
from faultbook_client.command.terminal import is_terminal, print_fields, print_json, say
from faultbook_client.enums import Severity

if TYPE_CHECKING:
    from faultbook_client.client import Faultbook
    from faultbook_client.models import Hierarchy, OpenFaults

_DEFAULT_DEPTH = 2
_DEFAULT_CALLS = 100
_MOST_LEVELS = 20  # that a path has
_MOST_CALLS = 100_000


@dataclass(slots=True)
class Node:
    """`open` counts everything below as well."""

    name: str
    path: str
    has_children: bool = False
    open: Counter[Severity] = field(default_factory=Counter)
    children: dict[str, "Node"] = field(default_factory=dict)

    def total(self, severities: Collection[Severity] = ()) -> int:
        """Of these; of all where none is named."""
        return sum(self.open[severity] for severity in severities or Severity)

    def add(self, counted: "OpenFaults") -> None:
        known = Severity.__members__
        self.open.update(
            {known[name]: count for name, count in counted.by_severity.items() if name in known}
        )

    def take(self, page: "Hierarchy") -> None:
        """Adds one answer about the children."""
        for branch in page.branches:
            child = self.children.setdefault(branch.name, Node(branch.name, branch.path))
            child.has_children |= branch.has_children
            child.add(branch.open)

    def below(self, severities: Collection[Severity]) -> list["Node"]:
        """The children that have such faults, those with most of them first."""
        found = [child for child in self.children.values() if child.total(severities)]
        return sorted(found, key=lambda child: (-child.total(severities), child.name))

    def wire(self, severities: Collection[Severity]) -> dict[str, Any]:
        return {
            "name": self.name,
            "path": self.path,
            "open": self.total(severities),
            "by_severity": {severity.value: self.open[severity] for severity in Severity},
            "children": [child.wire(severities) for child in self.below(severities)],
        }


def tree(
    context: typer.Context,
    *,
    sites: SitesOption = None,
    paths: PathsOption = None,
    severities: SeveritiesOption = None,
    depth: Annotated[
        int, typer.Option("--depth", "-d", min=1, max=_MOST_LEVELS, help="Levels.")
    ] = _DEFAULT_DEPTH,
    calls: Annotated[
        int,
        typer.Option(
            "--calls", min=1, max=_MOST_CALLS, help="To Faultbook at most; each counts 1,000."
        ),
    ] = _DEFAULT_CALLS,
    as_json: Json = False,
) -> None:
    """Open faults by site, rack, device: the counts of a node are those of all below it."""
    with connected(context) as faultbook:
        survey = Survey(faultbook, calls)
        root = survey.whole(paths or sites or [], depth)
    if as_json:
        print_json({"complete": survey.is_complete, **root.wire(severities or ())})
    elif is_terminal():
        from faultbook_client.command.views.tree_view import print_tree

        print_tree(root, severities or ())
    else:
        _print_node(root, severities or ())
    if not survey.is_complete and not as_json:
        say(f"After {calls} calls not everything is counted; --calls, --depth or --path help.")


class Survey:
    """Reads the nodes with most faults first, as long as there are calls left."""

    def __init__(self, faultbook: "Faultbook", calls: int) -> None:
        self._faultbook = faultbook
        self._calls = calls
        self.is_complete = True

    def whole(self, places: Sequence[str], depth: int) -> Node:
        """Below the places; where there are several, they are the children of one node."""
        roots = [self._root(place) for place in outermost(places) or [None]]
        for root in roots:
            self._descend(root, depth)
        if len(roots) == 1:
            return roots[0]
        both = Node("", "", has_children=True, children={root.path: root for root in roots})
        for root in roots:
            both.open.update(root.open)
        return both

    def _root(self, path: str | None) -> Node:
        """The node itself; its faults are those of its children and those of its very own."""
        root = Node(path.rpartition("|")[2] if path else "", path or "")
        for page in self._pages(path):
            root.take(page)
            root.add(page.here)
        for child in root.children.values():
            root.open.update(child.open)
        return root

    def _descend(self, root: Node, depth: int) -> None:
        level = [root]
        for _ in range(depth - 1):
            level = [child for node in level for child in node.below(()) if child.has_children]
            for node in sorted(level, key=Node.total, reverse=True):
                for page in self._pages(node.path):
                    node.take(page)

    def _pages(self, path: str | None) -> "Iterator[Hierarchy]":
        cursor: str | None = None
        while self._calls:
            self._calls -= 1
            page = self._faultbook.hierarchy(path, cursor=cursor)
            yield page
            cursor = page.cursor
            if cursor is None:
                return
        self.is_complete = False


def _print_node(node: Node, severities: Collection[Severity]) -> None:
    print_fields((node.path, node.total(severities)))
    for child in node.below(severities):
        _print_node(child, severities)
