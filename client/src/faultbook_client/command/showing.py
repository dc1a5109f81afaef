"""`faultbook show`."""

from typing import TYPE_CHECKING, Annotated

import typer

from faultbook_client.command.changes_before import changes_before
from faultbook_client.command.choices import FaultId, Json
from faultbook_client.command.moments import age, local, now
from faultbook_client.command.rendering import yaml_document
from faultbook_client.command.session import connected
from faultbook_client.command.short_ids import Directory
from faultbook_client.command.terminal import is_terminal, print_fields, print_json, print_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from faultbook_client.change_models import ChangeEvent
    from faultbook_client.models import Comment, Fault, TimelineEntry


def show_fault(
    context: typer.Context,
    *,
    fault_id: FaultId,
    as_json: Json = False,
    as_yaml: Annotated[bool, typer.Option("--yaml", help="The same as YAML.")] = False,
) -> None:
    """Show a fault, what happened to it, and what was changed at its place shortly before."""
    with connected(context) as faultbook:
        whole = Directory(faultbook).whole(fault_id)
        fault = faultbook.get(whole)
        timeline = faultbook.timeline(whole)
        changes = changes_before(faultbook, fault)
    document = {
        **fault.wire,
        "timeline": [entry.wire for entry in timeline],
        "changes": [change.wire for change in changes],
    }
    if as_json:
        print_json(document)
    elif as_yaml:
        print_line(yaml_document(document))
    elif is_terminal():
        from faultbook_client.command.views.fault_page import print_page

        print_page(fault, fields(fault), story(fault, timeline), what_changed(changes))
    else:
        for name, value in fields(fault):
            print_fields((name, value))
        for at, who, what in story(fault, timeline):
            print_fields(("happened", at, who, what))
        for at, who, what in what_changed(changes):
            print_fields(("changed", at, who, what))


def fields(fault: "Fault") -> list[tuple[str, object]]:
    """Message first; what is not known is left out."""
    at = fault.resolved_at or now()
    fields: list[tuple[str, object]] = [
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
        ("assigned to", fault.assignee),
        ("snoozed", fault.snoozed_until and _until(fault)),
        ("resolved", fault.resolved_at and local(fault.resolved_at)),
        ("reason", fault.resolution_reason),
        ("key", fault.deduplication_key),
        ("memo", fault.memo),
        *((f"meta {name}", value) for name, value in fault.metadata.items()),
    ]
    return [(name, value) for name, value in fields if value is not None]


def story(fault: "Fault", timeline: "Sequence[TimelineEntry]") -> list[tuple[str, str, str]]:
    """Comments and changes together, oldest first: when, who, what."""
    happened = [(entry.at, *_changed(entry)) for entry in timeline if entry.what != "commented"]
    happened += [(comment.created_at, *_commented(comment)) for comment in fault.comments]
    return [
        (local(at), who, what) for at, who, what in sorted(happened, key=lambda event: event[0])
    ]


def what_changed(changes: "Sequence[ChangeEvent]") -> list[tuple[str, str, str]]:
    """Oldest first: when, who, what."""
    return [
        (local(one.at), one.reporter, f"{one.summary} ({one.path or one.source})")
        for one in reversed(changes)
    ]


def _by(fault: "Fault") -> str:
    at = local(fault.acknowledged_at) if fault.acknowledged_at else ""
    if not fault.acknowledged_by:
        return at
    return f"{at} by {_who(fault.acknowledged_by, fault.acknowledged_by_name)}"


def _until(fault: "Fault") -> str:
    until = local(fault.snoozed_until) if fault.snoozed_until else ""
    return f"until {until} by {fault.snoozed_by}"


def _changed(entry: "TimelineEntry") -> tuple[str, str]:
    text = entry.report.message if entry.report else entry.reason
    why = f": {text}" if text else ""
    return _who(entry.by, entry.by_name), f"{entry.what} ({entry.api}){why}"


def _commented(comment: "Comment") -> tuple[str, str]:
    return _who(comment.user_id, comment.user_name), f"“{comment.comment}”"


def _who(credential: str, name: str | None) -> str:
    return f"{name} ({credential})" if name else credential
