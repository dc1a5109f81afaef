"""A page with all of one fault."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from faultbook_client.command.views.drawing import one_line, out, plain, severity_text
from faultbook_client.models import Fault


def print_page(
    fault: Fault,
    fields: Sequence[tuple[str, object]],
    story: Sequence[tuple[str, str, str]],
    changes: Sequence[tuple[str, str, str]] = (),
) -> None:
    """The message stands at the head, so the first of the fields is left out."""
    head = Text.assemble(severity_text(fault.severity), "  ", plain(fault.message, "bold"))
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bright_black", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in fields[1:]:
        grid.add_row(one_line(name), _value(fault, name, value))
    parts: list[RenderableType] = [
        head,
        Padding(grid, (1, 0, 1, 2)),
        Padding(_history(story), (0, 0, 0, 2)),
    ]
    if changes:
        parts += [
            Padding(plain("changed here shortly before"), (1, 0, 0, 2)),
            Padding(_history(changes), (0, 0, 0, 2)),
        ]
    out().print(Group(*parts))


def _history(happened: Sequence[tuple[str, str, str]]) -> Table:
    history = Table.grid(padding=(0, 2))
    history.add_column(style="bright_black", no_wrap=True)
    history.add_column(style="bright_black", no_wrap=True)
    history.add_column(overflow="fold")
    for at, who, what in happened:
        history.add_row(at, one_line(who), plain(what))
    return history


def _value(fault: Fault, name: str, value: object) -> Text:
    return severity_text(fault.severity) if name == "severity" else plain(str(value))
