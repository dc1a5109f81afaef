"""`faultbook stats`."""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from faultbook_client.command.choices import Json, Since, Until
from faultbook_client.command.moments import local, long
from faultbook_client.command.plots import bar, columns
from faultbook_client.command.session import connected
from faultbook_client.command.terminal import (
    MARKS,
    is_terminal,
    one_line,
    out,
    print_fields,
    print_json,
    severity_text,
)
from faultbook_client.models import Severity, Statistics

_HEIGHT = 4
_BAR = 24
_MARGIN = 12  # columns beside a plot
_COLUMN = 4  # at its widest
_DEFAULT_BUCKETS = 24
_MAX_BUCKETS = 1000


def statistics(
    context: typer.Context,
    *,
    since: Since = None,
    until: Until = None,
    buckets: Annotated[
        int, typer.Option("--buckets", "-b", min=1, max=_MAX_BUCKETS, help="Equally long parts.")
    ] = _DEFAULT_BUCKETS,
    top: Annotated[int, typer.Option("--top", min=0, max=100, help="How many resources.")] = 10,
    as_json: Json = False,
) -> None:
    """What happened in the last day, or from --from to --to, and how long it took."""
    with connected(context) as faultbook:
        counted = faultbook.statistics(since=since, until=until, buckets=buckets, top=top)
    if as_json:
        print_json(counted.wire)
    elif is_terminal():
        out().print(_page(counted, out().width))
    else:
        for fields in _lines(counted):
            print_fields(fields)


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
    told = [("open now", counted.current.open.total)]
    totals = counted.totals
    told += [
        ("opened", totals.opened.total),
        ("acknowledged", totals.acknowledged.total),
        ("resolved", totals.resolved.total),
        ("reopened", totals.reopened.total),
        ("expired", totals.expired.total),
    ]
    text = Text()
    for name, count in told:
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
    highest = max([one.count for one in counted.top_resources] or [1])
    table = Table.grid(padding=(0, 2))
    for one in counted.top_resources:
        count = Text(f"{one.count:,}", justify="right")
        table.add_row(one_line(one.resource_id), count, bar(one.count, highest, _BAR))
    return table


def _lines(counted: Statistics) -> list[tuple[object, ...]]:
    """What it is, of what, how much: a line for each number."""
    totals = counted.totals
    lines: list[tuple[object, ...]] = [
        ("span", counted.wire["from"], counted.wire["to"]),
        ("open", "all", counted.current.open.total),
        *(("open", name, n) for name, n in counted.current.open.by_severity.items()),
    ]
    happenings = ("opened", "resolved", "reopened", "acknowledged", "expired")
    lines += [(name, "all", getattr(totals, name).total) for name in happenings]
    lines += [("opened", name, n) for name, n in totals.opened.by_severity.items()]
    for name, took in (("mtta", counted.mtta), ("mttr", counted.mttr)):
        lines += [(name, part, getattr(took, part)) for part in ("mean", "p50", "p90")]
    for bucket, wire in zip(counted.buckets, counted.wire["buckets"], strict=True):
        lines.append(("bucket", wire["from"], bucket.opened.total, bucket.resolved.total))
    return lines + [("top", one.resource_id, one.count) for one in counted.top_resources]
