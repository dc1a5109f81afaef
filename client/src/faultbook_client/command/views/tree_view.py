"""The tree of open faults."""

from collections.abc import Collection

from rich.text import Text
from rich.tree import Tree

from faultbook_client.command.severities import MARKS
from faultbook_client.command.tree import Node
from faultbook_client.command.views.drawing import one_line, out
from faultbook_client.enums import Severity


def print_tree(root: Node, severities: Collection[Severity]) -> None:
    out().print(_drawn(root, severities))


def _drawn(root: Node, severities: Collection[Severity]) -> Tree:
    drawn = Tree(_label(root, severities, root.name or "everywhere"), guide_style="bright_black")
    _add(drawn, root, severities)
    return drawn


def _add(drawn: Tree, node: Node, severities: Collection[Severity]) -> None:
    for child in node.below(severities):
        _add(drawn.add(_label(child, severities, child.name)), child, severities)


def _label(node: Node, severities: Collection[Severity], name: str) -> Text:
    label = one_line(name)
    label.append(f"  {node.total(severities):,}", style="bold")
    for severity, (mark, style) in MARKS.items():
        if (count := node.open[severity]) and (not severities or severity in severities):
            label.append(f"  {mark} {count:,}", style=style)
    return label
