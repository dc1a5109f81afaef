"""The command `faultbook`."""

import io
import sys
from collections.abc import Callable
from typing import Annotated

import typer

from faultbook_client import __version__
from faultbook_client.client import DEFAULT_TIMEOUT
from faultbook_client.command import (
    access,
    console,
    doctor,
    export,
    faults,
    listing,
    login,
    replay,
    reporting,
    statistics,
    tree,
)
from faultbook_client.command.session import Commands, Options

_EPILOG = """Exit codes: 0 done, 1 refused or failed, 2 wrong use, 3 no such fault, 4 not
authenticated or not permitted, 5 conflict, 6 unavailable, 130 Ctrl-C, 141 closed pipe."""

app = typer.Typer(
    name="faultbook",
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"]},
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
        typer.Option("--profile", "-p", help="Before the environment; also FAULTBOOK_PROFILE."),
    ] = None,
    timeout: Annotated[
        float, typer.Option("--timeout", min=0.1, help="Seconds for each attempt.")
    ] = DEFAULT_TIMEOUT,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_version, help="Print it and end.")
    ] = False,
) -> None:
    """Faults of your network and services: report, watch, acknowledge, resolve."""
    del version
    context.obj = Options(url, token, profile, timeout)


_PANELS: dict[str, dict[str, Callable[..., None]]] = {
    "Faults": {
        "report": reporting.report,
        "list": listing.list_faults,
        "show": faults.show,
        "ack": faults.acknowledge,
        "unack": faults.unacknowledge,
        "resolve": faults.resolve,
        "reopen": faults.reopen,
        "comment": faults.comment,
    },
    "Overview": {
        "stats": statistics.statistics,
        "tree": tree.tree,
        "open": console.open_console,
    },
    "Many at once": {"replay": replay.replay, "export": export.export},
    "Set-up": {"login": login.login, "doctor": doctor.doctor},
}
for _panel, _commands in _PANELS.items():
    for _name, _command in _commands.items():
        app.command(_name, rich_help_panel=_panel)(_command)
for _name, _group in (
    ("profile", login.profile),
    ("keys", access.keys),
    ("tokens", access.tokens),
):
    app.add_typer(_group, name=_name, rich_help_panel="Set-up")


def main() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # rather a question mark than no answer at all
    app()


if __name__ == "__main__":
    main()
