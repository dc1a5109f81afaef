"""`faultbook open`."""

from typing import Annotated
from urllib.parse import quote

import typer

from faultbook_client.command.session import options_of
from faultbook_client.command.terminal import print_line, say


def open_console(
    context: typer.Context,
    *,
    fault_id: Annotated[
        str | None, typer.Argument(metavar="[FAULT]", help="Show this fault.")
    ] = None,
    only_print: Annotated[
        bool, typer.Option("--print", help="Print the address, start no browser.")
    ] = False,
) -> None:
    """Open the web console; its sign-in is its own, so the token does not travel."""
    url = options_of(context).settings().url.rstrip("/") + "/"
    if fault_id:
        url += f"?fault={quote(fault_id, safe='')}"
    if only_print:
        print_line(url)
    elif typer.launch(url):
        say(f"No browser could be started. The console is at {url}")
