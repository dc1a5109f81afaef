"""The faults that a command changes: given by their ids, read from a pipe, or selected."""

import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from faultbook_client.command.selection import ListedStatus, Selection
from faultbook_client.command.terminal import asks_a_person, say

if TYPE_CHECKING:
    from faultbook_client.client import Faultbook

_FIELDS = re.compile(r"[\s,]+")


@dataclass(frozen=True, slots=True)
class Targets:
    """Ids, or a selection; never both. `is_agreed`: nobody is to be asked."""

    given: Sequence[str]
    selection: Selection
    is_dry: bool = False
    is_agreed: bool = False

    def check(self) -> None:
        """Raises BadParameter for none, for two kinds of them, and for a name of no fault."""
        if self.given and self.selection.is_given():
            raise typer.BadParameter("Give faults or filters, not both.")
        if not self.given and not self.selection.is_given():
            raise typer.BadParameter(
                "Give the ids of faults, - for ids on standard input, or filters as --site."
            )

    def ids(self, faultbook: "Faultbook", default: ListedStatus) -> list[str]:
        """Each once; ids that were given are as they were given.

        `default` is the status of the faults that filters select. Raises FaultbookError.
        """
        if self.given:
            return list(dict.fromkeys(expanded(self.given)))
        return [fault.id for fault in self.selection.faults(faultbook, default)]

    def agree(self, action: str, count: int, *, always: bool = False) -> None:
        """Asks before what was selected is changed; `always`: also before what was named.

        Raises Exit for a no, BadParameter where nobody can be asked and --yes is missing.
        """
        if self.is_agreed or not (always or not self.given):
            return
        faults = "this fault" if count == 1 else f"these {count:,} faults"
        if asks_a_person():
            if not typer.confirm(f"{action} {faults}?", err=True):
                say("Nothing was changed.")
                raise typer.Exit(1)
        elif always:
            raise typer.BadParameter(f"{action} {faults}? --yes says so where nobody can be asked.")


def expanded(given: Sequence[str]) -> Iterator[str]:
    """`-` stands for what is on standard input."""
    for argument in given:
        if argument == "-":
            yield from ids_of_lines(sys.stdin)
        else:
            yield argument


def ids_of_lines(lines: Iterable[str]) -> Iterator[str]:
    """The first field of each line, or the id of a JSON object, as `faultbook list` writes them."""
    for line in lines:
        text = line.strip()
        if text.startswith("{"):
            yield _id_of_json(text)
        elif text:
            yield _FIELDS.split(text, maxsplit=1)[0]


def _id_of_json(text: str) -> str:
    try:
        fault_id = json.loads(text)["id"]
    except (ValueError, KeyError, TypeError, RecursionError):
        fault_id = None
    if not isinstance(fault_id, str):
        raise typer.BadParameter("Standard input has a line that is no fault as JSON.")
    return fault_id
