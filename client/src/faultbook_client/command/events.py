"""`faultbook events`: what happened, and what happens from now on."""

import itertools
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from faultbook_client.command.choices import MAX_COUNT, Json, seconds
from faultbook_client.command.moments import local
from faultbook_client.command.session import connected
from faultbook_client.command.terminal import print_fields, print_json
from faultbook_client.wire import time_wire

if TYPE_CHECKING:
    from faultbook_client.event_models import Event

_DEFAULT_COUNT = 100
_INTERVAL = 5.0


def events(
    context: typer.Context,
    *,
    follow: Annotated[
        bool, typer.Option("--follow", "-f", help="What happens from now on, until Ctrl-C.")
    ] = False,
    types: Annotated[
        list[str] | None,
        typer.Option("--type", metavar="TYPE", help="As fault.opened; repeatable."),
    ] = None,
    path: Annotated[
        str | None, typer.Option("--path", metavar="PATH", help="This path and below it.")
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=1, max=MAX_COUNT, help="How many at most.")
    ] = _DEFAULT_COUNT,
    interval: Annotated[
        float,
        typer.Option("--interval", parser=seconds, metavar="SECONDS", help="Between two looks."),
    ] = _INTERVAL,
    as_json: Json = False,
) -> None:
    """Show what happened to faults within 30 days, oldest first, or what happens.

    Fields: time, type, severity, fault, path, by whom, message. With --json a line for each event,
    as a webhook brings it.
    """
    with connected(context) as faultbook:
        log = faultbook.events
        found = (
            log.follow(types=types or (), path=path, interval=interval)
            if follow
            else itertools.islice(log.list(types=types or (), path=path), limit)
        )
        for event in found:
            _print(event, as_json=as_json)
            sys.stdout.flush()


def _print(event: "Event", *, as_json: bool) -> None:
    if as_json:
        print_json(dict(event.wire))
        return
    fault = event.data.fault
    print_fields(
        (
            _moment(event.timestamp),
            event.type,
            fault.severity,
            fault.id,
            fault.resource_ancestry_path,
            event.data.by,
            fault.message,
        )
    )


def _moment(at: datetime) -> str:
    return local(at) if sys.stdout.isatty() else time_wire(at)
