"""The end of an id in the place of all of it.

The last ten characters of an id are drawn from a digest; what stands before them is much the same
for all faults that came within a second. So the end is what tells faults apart.
"""

import itertools
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from faultbook_client.command.selection import ListedStatus, Selection
from faultbook_client.errors import InvalidArgument, NotFound, Problem

if TYPE_CHECKING:
    from faultbook_client.client import Faultbook

_PREFIX = "flt_"
_WHOLE = 27  # characters after the prefix
_SHOWN = 6  # 36 bits
_FEWEST = 4
_SEARCHED = 2_000  # faults, newest first: the open ones, then all
_SHORT = re.compile(r"[0-9A-Za-z]+")


def shortened(ids: Iterable[str]) -> dict[str, str]:
    """Each id's end, as long as it takes that no two of these are alike."""
    every = list(dict.fromkeys(ids))
    for length in range(_SHOWN, _WHOLE):
        short = {fault_id: fault_id[-length:] for fault_id in every}
        if len(set(short.values())) == len(every):
            return short
    return {fault_id: fault_id for fault_id in every}


def is_short(text: str) -> bool:
    return len(text) < _WHOLE and _SHORT.fullmatch(text) is not None


class Directory:
    """Finds whole ids; what was read once is not read again."""

    def __init__(self, faultbook: "Faultbook") -> None:
        self._faultbook = faultbook
        self._known: dict[ListedStatus, list[str]] = {}

    def whole(self, text: str) -> str:
        """A text that is no short id is left as it is. Raises FaultbookError."""
        if not is_short(text):
            return text
        if len(text) < _FEWEST:
            raise InvalidArgument(f"{text!r} is too short for an id; {_FEWEST} are the fewest.")
        for status in (ListedStatus.UNRESOLVED, ListedStatus.ALL):
            found = [fault_id for fault_id in self._ids(status) if fault_id.endswith(text)]
            if len(found) == 1:
                return found[0]
            if found:
                raise InvalidArgument(f"{text!r} is the end of {' and '.join(found)}.")
        words = f"No id of the newest {_SEARCHED:,} faults ends in {text!r}."
        raise NotFound(Problem(404, "Not Found", words))

    def _ids(self, status: ListedStatus) -> list[str]:
        if status not in self._known:
            faults = Selection().faults(self._faultbook, status)
            self._known[status] = [fault.id for fault in itertools.islice(faults, _SEARCHED)]
        return self._known[status]
