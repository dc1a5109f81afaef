"""`faultbook list`: once, or again and again."""

import itertools
import sys
import time
from collections.abc import Iterator
from typing import Annotated

import typer
from rich import box
from rich.console import Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from faultbook_client.client import MAX_PAGE, Faultbook, Filters
from faultbook_client.command import choices
from faultbook_client.command.moments import age, now
from faultbook_client.command.session import connected
from faultbook_client.command.terminal import (
    is_terminal,
    one_line,
    out,
    print_fields,
    print_json,
    print_line,
    say,
    severity_text,
)
from faultbook_client.errors import TooManyRequests, Unavailable, Unreachable
from faultbook_client.models import Fault

_DEFAULT_COUNT = 25


def list_faults(
    context: typer.Context,
    *,
    status: choices.StatusOption = choices.ListedStatus.UNRESOLVED,
    severity: choices.SeverityOption = None,
    type_: choices.TypeOption = None,
    site: choices.SiteOption = None,
    path: choices.PathOption = None,
    resource: choices.ResourceOption = None,
    text: choices.TextOption = None,
    since: choices.Since = None,
    until: choices.Until = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="How many at most.")] = (
        _DEFAULT_COUNT
    ),
    everything: Annotated[bool, typer.Option("--all", "-a", help="However many.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Ids only.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSON lines, one fault each.")] = False,
    watch: Annotated[bool, typer.Option("--watch", "-w", help="Until Ctrl-C.")] = False,
    interval: Annotated[
        float, typer.Option("--interval", min=0.2, help="Seconds between two looks.")
    ] = 2.0,
) -> None:
    """List faults, newest first; the open ones unless told otherwise.

    A table on a terminal; fields separated by tabs elsewhere: id, severity, status, opened, path,
    type, occurrences, message.
    """
    filters = choices.filters_of(
        status=status,
        severity=severity,
        type_=type_,
        site=site,
        path=path,
        resource=resource,
        text=text,
        since=since,
        until=until,
    )
    count = None if everything else limit
    with connected(context) as faultbook:
        if watch and is_terminal() and not (as_json or quiet):
            _watch_table(faultbook, filters, limit, interval)
        elif watch:
            _watch_lines(faultbook, filters, limit, interval, quiet=quiet, as_json=as_json)
        else:
            faults = _first(faultbook, filters, count)
            _print(faults, quiet=quiet, as_json=as_json, more_than=count)


def _first(faultbook: Faultbook, filters: Filters, count: int | None) -> Iterator[Fault]:
    """One more than `count`, which tells that there are more."""
    size = MAX_PAGE if count is None else min(MAX_PAGE, count + 1)
    found = faultbook.list(page_size=size, **filters)
    return itertools.islice(found, None if count is None else count + 1)


def _print(faults: Iterator[Fault], *, quiet: bool, as_json: bool, more_than: int | None) -> None:
    is_table = is_terminal() and not (quiet or as_json)
    shown = []
    there_is_more = False
    for place, fault in enumerate(faults):
        if place == more_than:
            there_is_more = True
        elif is_table:
            shown.append(fault)
        else:
            _print_line(fault, quiet=quiet, as_json=as_json)
    if is_table and shown:
        out().print(table_of(shown))
    elif is_table:
        say("No faults.")
    if there_is_more:
        say("There are more; --limit or --all shows them.")


def _print_line(fault: Fault, *, quiet: bool, as_json: bool) -> None:
    if as_json:
        print_json(fault.wire)
    elif quiet:
        print_line(fault.id)
    else:
        print_fields(
            (
                fault.id,
                fault.severity,
                fault.status,
                fault.wire["created_at"],
                fault.resource_ancestry_path,
                fault.type,
                fault.occurrences,
                fault.message,
            )
        )


def table_of(faults: list[Fault]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=True)
    for name in ("Severity", "Age", "Id"):
        table.add_column(name, no_wrap=True, min_width=len(faults[0].id) if name == "Id" else None)
    table.add_column("Where", no_wrap=True, overflow="ellipsis", ratio=3)
    table.add_column("Seen", justify="right", no_wrap=True)
    table.add_column("Message", no_wrap=True, overflow="ellipsis", ratio=4)
    at = now()
    for fault in faults:
        table.add_row(
            severity_text(fault.severity),
            age(fault.created_at, at),
            Text(fault.id, style="bright_black"),
            one_line(" > ".join(fault.path)),
            str(fault.occurrences) if fault.occurrences > 1 else "",
            _message(fault),
        )
    return table


def _message(fault: Fault) -> Text:
    if not fault.is_open:
        return Text("resolved  ", style="green") + one_line(fault.message)
    if fault.acknowledged_at:
        return Text("acked  ", style="blue") + one_line(fault.message)
    return one_line(fault.message)


def _watch_table(faultbook: Faultbook, filters: Filters, limit: int, interval: float) -> None:
    with Live(console=out(), screen=True, auto_refresh=False) as live:
        while True:
            try:
                faults = list(_first(faultbook, filters, limit))
                live.update(_screen(faults, limit, interval), refresh=True)
            except (Unreachable, Unavailable, TooManyRequests) as error:
                live.update(one_line(f"{error} Trying again.", "red"), refresh=True)
            time.sleep(interval)


def _screen(faults: list[Fault], limit: int, interval: float) -> Group:
    count = f"more than {limit}" if len(faults) > limit else f"{len(faults)}"
    at = now().astimezone()
    head = Text(f"{count} faults · {at:%H:%M:%S} · every {interval:g} s · Ctrl-C ends", "bold")
    body = table_of(faults[:limit]) if faults else Text("All quiet.", style="green")
    return Group(head, body)


def _watch_lines(
    faultbook: Faultbook,
    filters: Filters,
    limit: int,
    interval: float,
    *,
    quiet: bool,
    as_json: bool,
) -> None:
    """A line for what is there, then for each fault that is new or has changed, oldest first."""
    seen: dict[str, tuple[int, int]] = {}
    while True:
        try:
            faults = list(itertools.islice(_first(faultbook, filters, limit), limit))
        except (Unreachable, Unavailable, TooManyRequests) as error:
            say(f"faultbook: {error} Trying again.")
            faults = []
        for fault in reversed(faults):
            state = (fault.version, fault.occurrences)
            if seen.get(fault.id) != state:
                seen[fault.id] = state
                _print_line(fault, quiet=quiet, as_json=as_json)
        sys.stdout.flush()
        time.sleep(interval)
