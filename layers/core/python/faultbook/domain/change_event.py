"""A change that somebody made, kept because a fault may come of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from faultbook.domain.identifiers import drawn_at
from faultbook.domain.listing import Position

KEPT = timedelta(days=90)  # from its arrival on


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeEvent:
    """`path` is where, as a fault has it; empty where its sender did not say. `detail` likewise."""

    customer_id: str
    number: int
    at: datetime
    summary: str
    source: str
    path: str
    reporter: str
    detail: Mapping[str, Any] = field(default_factory=dict)

    @property
    def expires_at(self) -> int:
        """Unix seconds."""
        return int((drawn_at(self.number) + KEPT).timestamp())

    @property
    def position(self) -> Position:
        return Position(self.at, self.number)


@dataclass(frozen=True, slots=True)
class ChangeEventPage:
    """Newest first; `next` is where the list goes on, also where a page is empty."""

    events: tuple[ChangeEvent, ...]
    next: Position | None
