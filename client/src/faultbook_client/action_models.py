"""Results of an action on many faults."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ActedOn:
    """The answer that a single request would have had; not `changed`: it was so already."""

    id: str
    status: int
    changed: bool
    version: int | None
    assignee_before: str | None
    error: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Acted:
    """With a `cursor` there are more faults; repeat the call with it."""

    items: list[ActedOn]
    changed: int
    cursor: str | None
