"""Changes near a fault: of its place, shortly before it."""

from datetime import timedelta
from typing import TYPE_CHECKING

from faultbook_client.parameters import MAX_PAGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from faultbook_client.change_models import ChangeEvent
    from faultbook_client.client import Faultbook
    from faultbook_client.models import Fault

BEFORE = timedelta(hours=2)
MOST = 10
_MOST_PAGES = 5
_END = timedelta(seconds=1)  # the end of a span is not of it


def changes_before(faultbook: "Faultbook", fault: "Fault") -> "list[ChangeEvent]":
    """The newest of them first: at the fault's path, above it or below it."""
    if not fault.path:
        return []
    found: list[ChangeEvent] = []
    cursor: str | None = None
    for _ in range(_MOST_PAGES):
        page = faultbook.changes(
            since=fault.created_at - BEFORE,
            until=fault.created_at + _END,
            site=fault.path[0],
            cursor=cursor,
            limit=MAX_PAGE,
        )
        found += [change for change in page.changes if _is_near(change, fault.path)]
        cursor = page.cursor
        if cursor is None or len(found) >= MOST:
            break
    return found[:MOST]


def _is_near(change: "ChangeEvent", path: "Sequence[str]") -> bool:
    place = (change.path or "").split("|")
    shorter = min(len(place), len(path))
    return list(path[:shorter]) == place[:shorter]
