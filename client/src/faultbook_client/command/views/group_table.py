"""A table of groups of faults."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from faultbook_client.command.views.drawing import one_line, out, severity_text

if TYPE_CHECKING:
    from faultbook_client.command.grouping import Counted


def print_groups(rows: Sequence[tuple["Counted", str, str]]) -> None:
    """Each group with its key and its age in words."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for head in ("Severity", "Faults", "Acked", "Newest"):
        table.add_column(head, no_wrap=True)
    table.add_column("What", overflow="fold")
    table.add_column("The newest of them", no_wrap=True, overflow="ellipsis")
    for group, key, age in rows:
        acked = str(group.acknowledged) if group.acknowledged else ""
        table.add_row(
            severity_text(group.severity),
            str(group.count),
            Text(acked, style="blue"),
            age,
            one_line(key),
            one_line(group.sample.message),
        )
    out().print(table)
