"""`faultbook heartbeats`: of which a ping that does not come is a fault."""

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from faultbook_client.command.choices import Json
from faultbook_client.command.moments import local, long
from faultbook_client.command.plain_list import print_list
from faultbook_client.command.session import Commands, connected
from faultbook_client.command.terminal import print_json, print_line
from faultbook_client.enums import Severity

if TYPE_CHECKING:
    from faultbook_client.heartbeat_models import Heartbeat
    from faultbook_client.parameters import HeartbeatChanges, HeartbeatFields

heartbeats = typer.Typer(
    cls=Commands, no_args_is_help=True, help="Pings that are expected, and missed as a fault."
)

_SPAN = re.compile(r"([0-9]{1,6})([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def minutes(text: str) -> int:
    """`90m`, `12h` or `1d`."""
    span = _SPAN.fullmatch(text)
    if not span:
        raise typer.BadParameter(f"{text!r} is no span in minutes, hours or days, as 90m or 1d.")
    return timedelta(**{_UNITS[span[2]]: int(span[1])}) // timedelta(minutes=1)


Name = Annotated[str, typer.Argument(metavar="NAME")]
Names = Annotated[list[str], typer.Argument(metavar="NAME...")]
Every = Annotated[
    int, typer.Option("--every", metavar="SPAN", parser=minutes, help="5m, 12h, 1d: the interval.")
]
NewEvery = Annotated[
    int | None,
    typer.Option("--every", metavar="SPAN", parser=minutes, help="5m, 12h, 1d: the interval."),
]
Grace = Annotated[
    int | None,
    typer.Option("--grace", metavar="SPAN", parser=minutes, help="How late a ping may be."),
]
Place = Annotated[str | None, typer.Option("--path", help="Where its fault is.")]
Grave = Annotated[
    Severity | None,
    typer.Option("--severity", "-S", case_sensitive=False, help="That of its fault."),
]
Message = Annotated[str | None, typer.Option("--message", "-m", help="That of its fault.")]
Description = Annotated[str | None, typer.Option("--description", help="What it is for.")]
Tags = Annotated[list[str] | None, typer.Option("--tag", help="Of its fault; repeatable.")]


@heartbeats.command("list")
def list_heartbeats(context: typer.Context, *, as_json: Json = False) -> None:
    """List all heartbeats by name, and whether their pings come."""
    with connected(context) as faultbook:
        found = faultbook.heartbeats.list()
    if as_json:
        for heartbeat in found:
            print_json(heartbeat.wire)
        return
    print_list(
        ("Name", "State", "Every", "Grace", "Last ping", "Where"),
        [_row(heartbeat) for heartbeat in found],
    )


@heartbeats.command("create")
def create_heartbeat(
    context: typer.Context,
    *,
    name: Name,
    every: Every,
    grace: Grace = None,
    path: Place = None,
    severity: Grave = None,
    message: Message = None,
    description: Description = None,
    tags: Tags = None,
    as_json: Json = False,
) -> None:
    """Make a heartbeat; it waits in silence for its first ping."""
    more: HeartbeatFields = _named(
        grace_minutes=grace,
        path=path,
        severity=severity,
        message=message,
        description=description,
        tags=tags,
    )
    with connected(context) as faultbook:
        made = faultbook.heartbeats.make(name, every, **more)
    _print(made, as_json=as_json)


@heartbeats.command("change")
def change_heartbeat(
    context: typer.Context,
    *,
    name: Name,
    every: NewEvery = None,
    grace: Grace = None,
    path: Place = None,
    severity: Grave = None,
    message: Message = None,
    description: Description = None,
    tags: Tags = None,
    as_json: Json = False,
) -> None:
    """Change what is named."""
    changes: HeartbeatChanges = _named(
        interval_minutes=every,
        grace_minutes=grace,
        path=path,
        severity=severity,
        message=message,
        description=description,
        tags=tags,
    )
    if not changes:
        raise typer.BadParameter("Say what is to be changed: --every, --grace, --path, …")
    with connected(context) as faultbook:
        changed = faultbook.heartbeats.change(name, **changes)
    _print(changed, as_json=as_json)


@heartbeats.command("ping")
def ping_heartbeats(context: typer.Context, *, names: Names) -> None:
    """Say that all is well."""
    with connected(context) as faultbook:
        for name in names:
            faultbook.heartbeats.ping(name)


@heartbeats.command("pause")
def pause_heartbeats(context: typer.Context, *, names: Names) -> None:
    """Expect no pings until it is resumed; a fault of it is resolved."""
    _switch(context, names, enabled=False)


@heartbeats.command("resume")
def resume_heartbeats(context: typer.Context, *, names: Names) -> None:
    """Expect pings again, from the next one on."""
    _switch(context, names, enabled=True)


@heartbeats.command("delete")
def delete_heartbeats(context: typer.Context, *, names: Names) -> None:
    """Remove heartbeats; their faults are resolved."""
    with connected(context) as faultbook:
        for name in names:
            faultbook.heartbeats.delete(name)
            print_line(name)


def _switch(context: typer.Context, names: list[str], *, enabled: bool) -> None:
    with connected(context) as faultbook:
        for name in names:
            faultbook.heartbeats.change(name, enabled=enabled)
            print_line(name)


def _named(**given: Any) -> Any:
    """What was given; a path with nothing in it takes the path away."""
    named = {name: value for name, value in given.items() if value is not None and value != []}
    return named | {"path": named["path"] or None} if "path" in named else named


def _row(heartbeat: "Heartbeat") -> tuple[str, ...]:
    last = heartbeat.last_ping_at
    return (
        heartbeat.name,
        heartbeat.state,
        long(heartbeat.interval_minutes * 60),
        long(heartbeat.grace_minutes * 60),
        local(last) if last else "never",
        heartbeat.path or "",
    )


def _print(heartbeat: "Heartbeat", *, as_json: bool) -> None:
    if as_json:
        print_json(heartbeat.wire)
    else:
        print_line(heartbeat.name)
