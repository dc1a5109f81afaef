"""Commands about single faults: show, ack, resolve, reopen, comment."""

import sys
from collections.abc import Callable, Sequence
from typing import Annotated

import typer
from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from faultbook_client.client import Faultbook
from faultbook_client.command.choices import FaultIds, Json, Reason
from faultbook_client.command.moments import age, local, now
from faultbook_client.command.session import ExitCode, code_of, connected, explain
from faultbook_client.command.terminal import (
    is_terminal,
    one_line,
    out,
    plain,
    print_fields,
    print_json,
    print_line,
    severity_text,
)
from faultbook_client.errors import FaultbookError
from faultbook_client.models import Comment, Fault, TimelineEntry

FaultId = Annotated[str, typer.Argument(metavar="FAULT", help="Its id, with or without flt_.")]


def show(context: typer.Context, *, fault_id: FaultId, as_json: Json = False) -> None:
    """Show a fault with its comments and everything that happened to it."""
    with connected(context) as faultbook:
        fault = faultbook.get(fault_id)
        timeline = faultbook.timeline(fault_id)
    if as_json:
        print_json({**fault.wire, "timeline": [entry.wire for entry in timeline]})
    elif is_terminal():
        out().print(_page(fault, timeline))
    else:
        for name, value in _fields(fault):
            print_fields((name, value))
        for at, who, what in _story(fault, timeline):
            print_fields(("happened", at, who, what))


def acknowledge(
    context: typer.Context, *, fault_ids: FaultIds, reason: Reason = "", as_json: Json = False
) -> None:
    """Acknowledge open faults; prints the ids of those that are."""
    _each(context, fault_ids, lambda api, one: api.acknowledge(one, reason), as_json=as_json)


def unacknowledge(context: typer.Context, *, fault_ids: FaultIds, as_json: Json = False) -> None:
    """Take acknowledgements back."""
    _each(context, fault_ids, lambda api, one: api.unacknowledge(one), as_json=as_json)


def resolve(
    context: typer.Context, *, fault_ids: FaultIds, reason: Reason = "", as_json: Json = False
) -> None:
    """Resolve faults; one that is resolved already stays as it is."""
    _each(context, fault_ids, lambda api, one: api.resolve(one, reason), as_json=as_json)


def reopen(
    context: typer.Context, *, fault_ids: FaultIds, reason: Reason = "", as_json: Json = False
) -> None:
    """Reopen resolved faults."""
    _each(context, fault_ids, lambda api, one: api.reopen(one, reason), as_json=as_json)


def comment(
    context: typer.Context,
    *,
    fault_id: FaultId,
    text: Annotated[str, typer.Argument(help="- reads it from standard input.")],
    as_json: Json = False,
) -> None:
    """Comment on a fault."""
    words = sys.stdin.read().rstrip("\n") if text == "-" else text
    _each(context, [fault_id], lambda api, one: api.comment(one, words), as_json=as_json)


def _each(
    context: typer.Context,
    fault_ids: Sequence[str],
    change: Callable[[Faultbook, str], Fault],
    *,
    as_json: bool,
) -> None:
    """One that fails does not hold up the others; the exit code is that of the first failure."""
    code = ExitCode.OK
    with connected(context) as faultbook:
        for fault_id in fault_ids:
            try:
                fault = change(faultbook, fault_id)
            except FaultbookError as error:
                explain(error, fault_id)
                code = code or code_of(error)
                continue
            if as_json:
                print_json(fault.wire)
            else:
                print_line(fault.id)
    raise typer.Exit(code)


def _page(fault: Fault, timeline: Sequence[TimelineEntry]) -> Group:
    head = Text.assemble(severity_text(fault.severity), "  ", plain(fault.message, "bold"))
    fields = Table.grid(padding=(0, 2))
    fields.add_column(style="bright_black", no_wrap=True)
    fields.add_column(overflow="fold")
    for name, value in _fields(fault)[1:]:
        fields.add_row(name, plain(str(value)))
    story = Table.grid(padding=(0, 2))
    story.add_column(style="bright_black", no_wrap=True)
    story.add_column(style="bright_black", no_wrap=True)
    story.add_column(overflow="fold")
    for at, who, what in _story(fault, timeline):
        story.add_row(at, one_line(who), plain(what))
    return Group(head, Padding(fields, (1, 0, 1, 2)), Padding(story, (0, 0, 0, 2)))


def _fields(fault: Fault) -> list[tuple[str, object]]:
    """Message first; what is not known is left out."""
    at = fault.resolved_at or now()
    told: list[tuple[str, object]] = [
        ("message", fault.message),
        ("severity", fault.severity),
        ("cause", fault.cause),
        ("id", fault.id),
        ("status", f"{fault.status}, {age(fault.created_at, at)} old"),
        ("where", " > ".join(fault.path)),
        ("resource", fault.resource_id),
        ("type", f"{fault.type} ({fault.kind.lower()})"),
        ("reported by", fault.microservice_id),
        ("opened", local(fault.created_at)),
        ("seen", f"{fault.occurrences} times, last {local(fault.last_seen_at)}"),
        ("acknowledged", fault.acknowledged_at and _by(fault)),
        ("resolved", fault.resolved_at and local(fault.resolved_at)),
        ("reason", fault.resolution_reason),
        ("key", fault.deduplication_key),
        *((f"meta {name}", value) for name, value in fault.metadata.items()),
    ]
    return [(name, value) for name, value in told if value is not None]


def _by(fault: Fault) -> str:
    at = local(fault.acknowledged_at) if fault.acknowledged_at else ""
    return f"{at} by {fault.acknowledged_by}" if fault.acknowledged_by else at


def _story(fault: Fault, timeline: Sequence[TimelineEntry]) -> list[tuple[str, str, str]]:
    """Comments and changes together, oldest first: when, who, what."""
    changes = [entry for entry in timeline if entry.what != "commented"]
    happened: list[TimelineEntry | Comment] = [*changes, *fault.comments]
    happened.sort(key=lambda one: one.at if isinstance(one, TimelineEntry) else one.created_at)
    return [_told(one) for one in happened]


def _told(one: TimelineEntry | Comment) -> tuple[str, str, str]:
    if isinstance(one, Comment):
        return local(one.created_at), one.user_id, f"“{one.comment}”"
    why = f": {one.reason}" if one.reason else ""
    return local(one.at), one.by, f"{one.what} ({one.api}){why}"
