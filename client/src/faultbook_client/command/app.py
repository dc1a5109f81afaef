"""The command `faultbook`: its options, and where each of its commands is."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Annotated, Any

import typer
import typer.main

from faultbook_client import __version__
from faultbook_client.command.choices import seconds
from faultbook_client.command.completion import profile_names
from faultbook_client.command.session import Command, Commands, Options
from faultbook_client.parameters import DEFAULT_TIMEOUT

_EPILOG = """Exit codes: 0 done, 1 refused or failed, 2 wrong use, 3 no such fault, 4 not
authenticated or not permitted, 5 conflict, 6 unavailable, 130 Ctrl-C, 141 closed pipe."""
_HELP = {"help_option_names": ["-h", "--help"]}

# By panels of the help: the module and, within it, the function or the group of each command.
_PANELS: dict[str, dict[str, str]] = {
    "Faults": {
        "report": "reporting.report",
        "list": "listing.list_faults",
        "watch": "watching.watch",
        "events": "events.events",
        "show": "showing.show_fault",
        "ack": "changing.acknowledge",
        "unack": "changing.unacknowledge",
        "snooze": "changing.snooze",
        "unsnooze": "changing.unsnooze",
        "resolve": "changing.resolve",
        "reopen": "changing.reopen",
        "assign": "changing.assign",
        "unassign": "changing.unassign",
        "comment": "changing.comment",
        "update": "changing.update",
        "delete": "changing.delete",
    },
    "Overview": {
        "stats": "statistics.statistics",
        "tree": "tree.tree",
        "groups": "grouping.groups",
        "open": "console.open_console",
    },
    "Many at once": {
        "replay": "replay.replay",
        "export": "export.export",
        "import": "importing.imports",
    },
    "Set-up": {
        "login": "login.login",
        "doctor": "doctor.doctor",
        "profile": "login.profile",
        "keys": "access.keys",
        "tokens": "access.tokens",
        "endpoints": "endpoints.endpoints",
        "settings": "settings.settings",
        "heartbeats": "heartbeats.heartbeats",
    },
}


class LazyCommands(Mapping[str, Any]):
    """Loads the module of a command when that command is asked for, and no other."""

    def __init__(self) -> None:
        self._places = {
            name: (panel, place)
            for panel, commands in _PANELS.items()
            for name, place in commands.items()
        }
        self._loaded: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._loaded:
            panel, place = self._places[name]
            module, _, attribute = place.partition(".")
            found = getattr(import_module(f"faultbook_client.command.{module}"), attribute)
            self._loaded[name] = _click_command(name, found, panel)
        return self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def _click_command(name: str, found: Any, panel: str) -> Any:
    """`found` is a group of commands, or a function, which becomes the only command of a group."""
    group = found
    if not isinstance(found, typer.Typer):
        group = typer.Typer(add_completion=False, context_settings=_HELP)
        group.command(name)(found)
    for registered in group.registered_commands:
        registered.cls = Command
    command = typer.main.get_command(group)
    command.name = name
    command.rich_help_panel = panel  # type: ignore[attr-defined] # both of typer's kinds have it
    return command


class Root(Commands):
    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = LazyCommands()  # type: ignore[assignment] # it is only read

    def list_commands(self, ctx: Any) -> list[str]:
        del ctx
        return [*self.commands]


app = typer.Typer(
    name="faultbook",
    cls=Root,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    epilog=_EPILOG,
    context_settings=_HELP,
)


def _version(is_asked: bool) -> None:  # noqa: FBT001 - what typer calls it with
    if is_asked:
        typer.echo(f"faultbook {__version__}")
        raise typer.Exit


@app.callback()
def root(
    context: typer.Context,
    *,
    url: Annotated[
        str | None, typer.Option("--url", help="Of Faultbook; also FAULTBOOK_URL.")
    ] = None,
    token: Annotated[
        str | None, typer.Option("--token", help="Better in FAULTBOOK_TOKEN or a profile.")
    ] = None,
    profile: Annotated[
        str | None,
        typer.Option(
            "--profile",
            "-p",
            help="Before the environment; also FAULTBOOK_PROFILE.",
            autocompletion=profile_names,
        ),
    ] = None,
    timeout: Annotated[
        float,
        typer.Option("--timeout", parser=seconds, metavar="SECONDS", help="For each attempt."),
    ] = DEFAULT_TIMEOUT,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_version, help="Print it and end.")
    ] = False,
) -> None:
    """Faults of your network and services: report, watch, acknowledge, resolve."""
    del version
    context.obj = Options(url, token, profile, timeout)
