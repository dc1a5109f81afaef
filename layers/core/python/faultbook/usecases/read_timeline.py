"""What happened to a fault."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from faultbook.domain.timeline import TimelineEntry
    from faultbook.usecases.statistics_ports import Ledger


def read_timeline(customer_id: str, number: int, *, ledger: "Ledger") -> "list[TimelineEntry]":
    """Oldest first; the entry of a change is there some seconds after the change."""
    return ledger.entries(customer_id, number)
