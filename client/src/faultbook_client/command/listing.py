"""`faultbook list`."""

from typing import TYPE_CHECKING, Annotated

import typer

from faultbook_client.command.choices import MAX_COUNT, selecting
from faultbook_client.command.fault_columns import FAULTS, ordering
from faultbook_client.command.rendering import Form, FormOption, show
from faultbook_client.command.selection import ListedOrder, ListedStatus, Selection
from faultbook_client.command.session import connected
from faultbook_client.command.terminal import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from faultbook_client.client import Faultbook
    from faultbook_client.models import Fault

_DEFAULT_COUNT = 25
_MOST_SORTED = 10_000  # faults that are read to be sorted

ColumnsOption = Annotated[
    str, typer.Option("--columns", metavar="NAME,...", help="Those to show, as id,age,message.")
]
OrderOption = Annotated[
    ListedOrder,
    typer.Option(
        "--order", help="As Faultbook lists them; severity: the gravest of the open ones first."
    ),
]
SortOption = Annotated[
    str,
    typer.Option(
        "--sort", metavar="COLUMN,...", help="As severity,-created_at: - turns one round."
    ),
]


@selecting
def list_faults(
    context: typer.Context,
    *,
    selection: Selection,
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=1, max=MAX_COUNT, help="How many at most.")
    ] = _DEFAULT_COUNT,
    everything: Annotated[bool, typer.Option("--all", "-a", help="However many.")] = False,
    form: FormOption = Form.TABLE,
    columns: ColumnsOption = "",
    order: OrderOption = ListedOrder.NEWEST,
    sort: SortOption = "",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Ids only: -o name.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="A line for each: -o json.")] = False,
) -> None:
    """List faults, newest first; the open ones unless told otherwise.

    --order is of all that there are, --sort of what was read: the newest 10,000.

    A table on a terminal; fields separated by tabs elsewhere: id, severity, status, created_at,
    resource_ancestry_path, type, occurrences, message.
    """
    form = Form.NAME if quiet else Form.JSON if as_json else form
    if sort and order is not ListedOrder.NEWEST:
        raise typer.BadParameter("Give --order or --sort, not both.")
    names = FAULTS.columns(columns)
    count = None if everything else limit
    with connected(context) as faultbook:
        found = Found(faultbook, selection, count, order, sort)
        show(FAULTS, found.faults(), form, names)
    for note in found.notes:
        say(note)


class Found:
    """Faults that a selection finds, and `notes` on those left out, once all are read."""

    def __init__(
        self,
        faultbook: "Faultbook",
        selection: Selection,
        count: int | None,
        order: ListedOrder,
        sort: str,
    ) -> None:
        self._faultbook = faultbook
        self._selection = selection
        self._count = count
        self._order = order
        self._sorted = ordering(sort)
        self.notes: list[str] = []

    def faults(self) -> "Iterator[Fault]":
        """One more is read than shown, to know whether there are more."""
        one_more = None if self._count is None else self._count + 1
        found = self._in_order() if self._sorted else self._read(one_more)
        for place, fault in enumerate(found):
            if place == self._count:
                self.notes.append("There are more; --limit or --all shows them.")
                return
            yield fault

    def _in_order(self) -> "list[Fault]":
        faults = list(self._read(_MOST_SORTED + 1))
        if len(faults) > _MOST_SORTED:
            faults.pop()
            self.notes.append(f"Only the newest {_MOST_SORTED:,} were read to be sorted.")
        return self._sorted(faults) if self._sorted else faults

    def _read(self, count: int | None) -> "Iterator[Fault]":
        return self._selection.faults(self._faultbook, ListedStatus.UNRESOLVED, count, self._order)
