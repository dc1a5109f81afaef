"""The changes just before a fault's last one, which its timeline may not have yet.

The stream writes the timeline some seconds after each change. Until then only the fault itself has
them, so it keeps the recent ones.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from faultbook.domain.fault import Change, Fault, Severity, Status

RECENT = timedelta(seconds=30)
_MOST = 10


@dataclass(frozen=True, slots=True)
class EarlierChange:
    """`status` and `severity` are those of the fault after the change."""

    version: int
    change: Change
    status: Status
    severity: Severity


def followed_by(fault: Fault, changed: Fault) -> Fault:
    """The changed fault, carrying the recent changes of the fault before it."""
    last = EarlierChange(fault.version, fault.last_change, fault.status, fault.severity)
    oldest = changed.last_change.at - RECENT
    recent = [earlier for earlier in (*fault.earlier_changes, last) if earlier.change.at >= oldest]
    return replace(changed, earlier_changes=tuple(recent[-_MOST:]))
