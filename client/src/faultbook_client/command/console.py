"""`faultbook open`."""

from typing import Annotated

import typer

from faultbook_client.command import completion
from faultbook_client.command.session import connected, options_of
from faultbook_client.command.short_ids import Directory, is_short
from faultbook_client.command.terminal import print_line, say
from faultbook_client.wire import segment


def open_console(
    context: typer.Context,
    *,
    fault_id: Annotated[
        str | None,
        typer.Argument(
            metavar="[FAULT]", help="Show this fault.", autocompletion=completion.listed_ids
        ),
    ] = None,
    only_print: Annotated[
        bool, typer.Option("--print", help="Print the address, start no browser.")
    ] = False,
) -> None:
    """Open the web console; its sign-in is its own, so the token does not travel."""
    from faultbook_client.network import base_url

    url = str(base_url(options_of(context).settings().url)).rstrip("/") + "/"
    if fault_id:
        url += f"?fault={segment(_whole(context, fault_id))}"
    if only_print:
        print_line(url)
    elif typer.launch(url):
        say(f"No browser could be started. The console is at {url}")


def _whole(context: typer.Context, fault_id: str) -> str:
    """Faultbook is asked only where the id is short: opening a browser needs no token."""
    if not is_short(fault_id):
        return fault_id
    with connected(context) as faultbook:
        return Directory(faultbook).whole(fault_id)
