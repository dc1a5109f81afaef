"""`faultbook tree`: where the open faults are."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any

import typer
from rich.text import Text
from rich.tree import Tree

from faultbook_client.client import Faultbook
from faultbook_client.command.choices import Json, PathOption, SeverityOption, SiteOption
from faultbook_client.command.session import connected
from faultbook_client.command.terminal import (
    MARKS,
    is_terminal,
    one_line,
    out,
    print_fields,
    print_json,
    say,
)
from faultbook_client.models import Hierarchy, OpenFaults, Severity

_DEFAULT_DEPTH = 2
_DEFAULT_CALLS = 100


@dataclass(slots=True)
class Node:
    """`open` counts everything below as well."""

    name: str
    path: str
    has_children: bool = False
    open: Counter[Severity] = field(default_factory=Counter)
    children: dict[str, "Node"] = field(default_factory=dict)

    def total(self, severity: Severity | None = None) -> int:
        return self.open[severity] if severity else self.open.total()

    def add(self, counted: OpenFaults) -> None:
        self.open.update({Severity(name): count for name, count in counted.by_severity.items()})

    def take(self, page: Hierarchy) -> None:
        """One answer about the children; several are added up."""
        for branch in page.branches:
            child = self.children.setdefault(branch.name, Node(branch.name, branch.path))
            child.has_children |= branch.has_children
            child.add(branch.open)

    def below(self, severity: Severity | None) -> list["Node"]:
        """The children that have such faults, those with most of them first."""
        found = [child for child in self.children.values() if child.total(severity)]
        return sorted(found, key=lambda child: (-child.total(severity), child.name))

    def wire(self, severity: Severity | None) -> dict[str, Any]:
        return {
            "name": self.name,
            "path": self.path,
            "open": self.total(severity),
            "by_severity": {one.value: self.open[one] for one in Severity},
            "children": [child.wire(severity) for child in self.below(severity)],
        }


def tree(
    context: typer.Context,
    *,
    site: SiteOption = None,
    path: PathOption = None,
    severity: SeverityOption = None,
    depth: Annotated[int, typer.Option("--depth", "-d", min=1, help="Levels.")] = _DEFAULT_DEPTH,
    calls: Annotated[
        int, typer.Option("--calls", min=1, help="To Faultbook at most; each counts 1,000 faults.")
    ] = _DEFAULT_CALLS,
    as_json: Json = False,
) -> None:
    """Open faults by site, rack, device: the counts of a node are those of all below it."""
    with connected(context) as faultbook:
        survey = Survey(faultbook, calls)
        root = survey.root(path or site)
        survey.descend(root, depth)
    if as_json:
        print_json({"complete": survey.is_complete, **root.wire(severity)})
    elif is_terminal():
        out().print(_drawn(root, severity))
    else:
        _print_node(root, severity)
    if not survey.is_complete and not as_json:
        say(f"After {calls} calls not everything is counted; --calls, --depth or --path help.")


class Survey:
    """Asks about the nodes with most faults first, as long as there are calls left."""

    def __init__(self, faultbook: Faultbook, calls: int) -> None:
        self._faultbook = faultbook
        self._calls = calls
        self.is_complete = True

    def root(self, path: str | None) -> Node:
        """The node itself; its faults are those of its children and those of its very own."""
        root = Node(path.rpartition("|")[2] if path else "", path or "")
        for page in self._pages(path):
            root.take(page)
            root.add(page.here)
        for child in root.children.values():
            root.open.update(child.open)
        return root

    def descend(self, root: Node, depth: int) -> None:
        level = [root]
        for _ in range(depth - 1):
            level = [child for node in level for child in node.below(None) if child.has_children]
            for node in sorted(level, key=Node.total, reverse=True):
                for page in self._pages(node.path):
                    node.take(page)

    def _pages(self, path: str | None) -> Iterator[Hierarchy]:
        cursor: str | None = None
        while self._calls:
            self._calls -= 1
            page = self._faultbook.hierarchy(path, cursor=cursor)
            yield page
            cursor = page.cursor
            if cursor is None:
                return
        self.is_complete = False


def _drawn(root: Node, severity: Severity | None) -> Tree:
    drawn = Tree(_label(root, severity, root.name or "everywhere"), guide_style="bright_black")
    _add(drawn, root, severity)
    return drawn


def _add(drawn: Tree, node: Node, severity: Severity | None) -> None:
    for child in node.below(severity):
        _add(drawn.add(_label(child, severity, child.name)), child, severity)


def _label(node: Node, severity: Severity | None, name: str) -> Text:
    label = one_line(name)
    label.append(f"  {node.total(severity):,}", style="bold")
    for one, (mark, style) in MARKS.items():
        if (count := node.open[one]) and severity in (None, one):
            label.append(f"  {mark} {count:,}", style=style)
    return label


def _print_node(node: Node, severity: Severity | None) -> None:
    print_fields((node.path, node.total(severity)))
    for child in node.below(severity):
        _print_node(child, severity)
