"""A fault that was over when it was first reported: opened and resolved by one write.

It is stored at its second version; the recorder of that version adds the first one before it.
"""

from dataclasses import replace
from datetime import datetime

from faultbook.domain.earlier_changes import EarlierChange
from faultbook.domain.fault import ChangeKind, Fault, Status

VERSION = 2


def over(opened: Fault, since: datetime, *, resolution: str = "", reason: str = "") -> Fault:
    """Resolved at that time, limited to between its beginning and its report."""
    at = max(min(since, opened.last_change.at), opened.opened_at)
    change = replace(opened.last_change, what=ChangeKind.RESOLVED, at=at, why=reason)
    resolved = opened.resolved(change, resolution=resolution)
    opening = opening_of(resolved)
    first = EarlierChange(1, opening.last_change, opening.status, opening.severity)
    return replace(resolved, earlier_changes=(first,))


def opening_of(fault: Fault) -> Fault:
    """The version that was never stored."""
    change = replace(fault.last_change, what=ChangeKind.OPENED, at=fault.opened_at, why="")
    return replace(
        fault,
        version=fault.version - 1,
        status=Status.UNRESOLVED,
        resolved_at=None,
        resolution="",
        resolution_reason="",
        resolutions=0,
        earlier_changes=(),
        last_change=change,
    )
