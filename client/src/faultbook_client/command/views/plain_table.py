"""A table of texts."""

from collections.abc import Sequence

from rich import box
from rich.table import Table

from faultbook_client.command.views.drawing import one_line, out


def print_plain_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = Table(*heads, box=box.SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        table.add_row(*(one_line(cell) for cell in row))
    out().print(table)
