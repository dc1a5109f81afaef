"""`faultbook watch`: the open faults as they come and go."""

import itertools
import sys
import time
from typing import TYPE_CHECKING, Annotated

import typer

from faultbook_client.command.choices import Json, seconds, selecting
from faultbook_client.command.fault_columns import FAULTS, ordering
from faultbook_client.command.listing import SortOption
from faultbook_client.command.rendering import Form, show
from faultbook_client.command.selection import ListedStatus, Selection
from faultbook_client.command.session import connected
from faultbook_client.command.terminal import is_terminal, say
from faultbook_client.errors import TooManyRequests, Unavailable, Unreachable

if TYPE_CHECKING:
    from faultbook_client.client import Faultbook
    from faultbook_client.models import Fault

PASSING = (Unreachable, Unavailable, TooManyRequests)

_MOST = 200  # faults that are looked at, newest first
_INTERVAL = 2.0


@selecting
def watch(
    context: typer.Context,
    *,
    selection: Selection,
    interval: Annotated[
        float,
        typer.Option("--interval", parser=seconds, metavar="SECONDS", help="Between two looks."),
    ] = _INTERVAL,
    sort: SortOption = "",
    as_json: Json = False,
) -> None:
    """Show the open faults until Ctrl-C or q: what is new or has changed stands out.

    A screen on a terminal. Elsewhere a line for each fault that is new or has changed, oldest
    first.
    """
    in_order = ordering(sort)
    with connected(context) as faultbook:
        looks = Looks(faultbook, selection)
        if is_terminal() and not as_json:
            from faultbook_client.command.views.watch_screen import Screen

            Screen(looks, interval, in_order or list).run()
        else:
            _print_lines(looks, interval, Form.JSON if as_json else Form.TABLE)


class Looks:
    """Successive reads of the faults, and which faults changed since the last one."""

    def __init__(self, faultbook: "Faultbook", selection: Selection) -> None:
        self._faultbook = faultbook
        self._selection = selection
        self._seen: dict[str, tuple[int, int]] = {}
        self.is_complete = True

    def look(self) -> "tuple[list[Fault], set[str]]":
        """Raises FaultbookError, and then keeps the last state."""
        found = self._selection.faults(self._faultbook, ListedStatus.UNRESOLVED, _MOST + 1)
        faults = list(itertools.islice(found, _MOST + 1))
        self.is_complete = len(faults) <= _MOST
        faults = faults[:_MOST]
        states = {fault.id: (fault.version, fault.occurrences) for fault in faults}
        changed = {
            fault_id for fault_id, state in states.items() if self._seen.get(fault_id) != state
        }
        self._seen |= states
        return faults, changed


def _print_lines(looks: Looks, interval: float, form: Form) -> None:
    while True:
        try:
            faults, changed = looks.look()
        except PASSING as error:
            say(f"faultbook: {error} Trying again.")
        else:
            show(FAULTS, (fault for fault in reversed(faults) if fault.id in changed), form)
        sys.stdout.flush()
        time.sleep(interval)
