"""`faultbook tree`: where the open faults are."""

import itertools
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Annotated, Any

import typer
from rich.text import Text
from rich.tree import Tree

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
from faultbook_client.models import Fault, Severity

_DEFAULT_DEPTH = 3
_DEFAULT_READ = 2000


@dataclass(slots=True)
class Node:
    """`open` counts what lies below as well."""

    name: str
    path: str
    open: int = 0
    severities: Counter[Severity] = field(default_factory=Counter)
    children: dict[str, "Node"] = field(default_factory=dict)

    def child(self, name: str) -> "Node":
        if name not in self.children:
            path = f"{self.path}|{name}" if self.path else name
            self.children[name] = Node(name, path)
        return self.children[name]

    def count(self, severity: Severity) -> None:
        self.open += 1
        self.severities[severity] += 1

    def sorted_children(self) -> list["Node"]:
        return sorted(self.children.values(), key=lambda node: (-node.open, node.name))

    def wire(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "path": self.path,
            "open": self.open,
            "by_severity": {one.value: self.severities[one] for one in Severity},
            "children": [node.wire() for node in self.sorted_children()],
        }


def tree(
    context: typer.Context,
    *,
    site: SiteOption = None,
    path: PathOption = None,
    severity: SeverityOption = None,
    depth: Annotated[int, typer.Option("--depth", "-d", min=1, help="Levels.")] = _DEFAULT_DEPTH,
    at_most: Annotated[
        int, typer.Option("--at-most", min=1, help="Open faults to read; more are not counted.")
    ] = _DEFAULT_READ,
    as_json: Json = False,
) -> None:
    """Open faults by site, rack, device: the counts of a node are those of all below it."""
    with connected(context) as faultbook:
        found = faultbook.list(status="unresolved", site=site, path=path, severity=severity)
        faults = list(itertools.islice(found, at_most + 1))
    root = rooted(faults[:at_most], depth)
    is_whole = len(faults) <= at_most
    if as_json:
        print_json({"complete": is_whole, **root.wire()})
    elif is_terminal():
        out().print(_drawn(root, is_whole=is_whole))
    else:
        _print_node(root)
    if not is_whole and not as_json:
        say(f"Counted the {at_most} newest open faults; --at-most reads more of them.")


def rooted(faults: Iterable[Fault], depth: int) -> Node:
    root = Node("", "")
    for fault in faults:
        node = root
        node.count(fault.severity)
        for name in fault.path[:depth]:
            node = node.child(name)
            node.count(fault.severity)
    return root


def _drawn(root: Node, *, is_whole: bool) -> Tree:
    count = f"{root.open:,}" if is_whole else f"more than {root.open:,}"
    drawn = Tree(Text(f"{count} open", style="bold"), guide_style="bright_black")
    _add(drawn, root)
    return drawn


def _add(drawn: Tree, node: Node) -> None:
    for child in node.sorted_children():
        _add(drawn.add(_label(child)), child)


def _label(node: Node) -> Text:
    label = one_line(node.name)
    label.append(f"  {node.open:,}", style="bold")
    for severity, (mark, style) in MARKS.items():
        if count := node.severities[severity]:
            label.append(f"  {mark} {count:,}", style=style)
    return label


def _print_node(node: Node) -> None:
    print_fields((node.path, node.open))
    for child in node.sorted_children():
        _print_node(child)
