"""Statistics, plotted."""

from collections.abc import Sequence

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from faultbook_client.command.moments import local, long
from faultbook_client.command.severities import MARKS
from faultbook_client.command.views.drawing import one_line, out, severity_text
from faultbook_client.command.views.plots import bar, columns
from faultbook_client.enums import Severity
from faultbook_client.models import Statistics

_HEIGHT = 4
_BAR = 24
_MARGIN = 12  # columns beside a plot
_COLUMN = 4  # at its widest


def print_page(counted: Statistics) -> None:
    console = out()
    console.print(_page(counted, console.width))


def _page(counted: Statistics, width: int) -> Group:
    opened = [bucket.opened.total for bucket in counted.buckets]
    resolved = [bucket.resolved.total for bucket in counted.buckets]
    highest = max([*opened, *resolved, 1])
    span = f"{local(counted.since)}  to  {local(counted.until)}"
    return Group(
        Text(span, style="bold"),
        Padding(_totals(counted), (1, 0, 1, 2)),
        _plot("opened", opened, highest, width, "red"),
        _plot("resolved", resolved, highest, width, "green"),
        Padding(_severities(counted), (1, 0, 1, 2)),
        Padding(_durations(counted), (0, 0, 1, 2)),
        Padding(_resources(counted), (0, 0, 0, 2)),
    )


def _totals(counted: Statistics) -> Text:
    counts = [("open now", counted.current.open.total)]
    totals = counted.totals
    counts += [
        ("opened", totals.opened.total),
        ("acknowledged", totals.acknowledged.total),
        ("resolved", totals.resolved.total),
        ("reopened", totals.reopened.total),
        ("expired", totals.expired.total),
    ]
    text = Text()
    for name, count in counts:
        text.append(f"{count:,}", "bold").append(f" {name}   ", "bright_black")
    return text


def _plot(name: str, values: Sequence[int], highest: int, width: int, style: str) -> Table:
    """The lowest line has the name, the highest what a full column stands for."""
    each = max(1, min(_COLUMN, (width - _MARGIN) // max(1, len(values))))
    lines = columns(values, _HEIGHT, highest, each)
    labels = [f"{highest:,}", *[""] * (_HEIGHT - 2), name]
    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right", min_width=10, style="bright_black", no_wrap=True)
    grid.add_column(style=style, no_wrap=True, overflow="crop")
    for label, line in zip(labels, lines, strict=True):
        grid.add_row(label, Text(line))
    return grid


def _severities(counted: Statistics) -> Table:
    opened, current = counted.totals.opened.by_severity, counted.current.open.by_severity
    highest = max([*opened.values(), 1])
    table = Table.grid(padding=(0, 2))
    table.add_row("", "opened", "open now", "", style="bright_black")
    for severity in Severity:
        count = opened.get(severity, 0)
        table.add_row(
            severity_text(severity),
            Text(f"{count:,}", justify="right"),
            Text(f"{current.get(severity, 0):,}", justify="right"),
            Text(bar(count, highest, _BAR), style=MARKS[severity][1]),
        )
    return table


def _durations(counted: Statistics) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_row("", "mean", "half within", "nine of ten", "faults", style="bright_black")
    for name, took in (("to acknowledge", counted.mtta), ("to resolve", counted.mttr)):
        table.add_row(name, long(took.mean), long(took.p50), long(took.p90), f"{took.count:,}")
    return table


def _resources(counted: Statistics) -> Table:
    highest = max([resource.count for resource in counted.top_resources] or [1])
    table = Table.grid(padding=(0, 2))
    for resource in counted.top_resources:
        count = Text(f"{resource.count:,}", justify="right")
        table.add_row(one_line(resource.resource_id), count, bar(resource.count, highest, _BAR))
    return table
