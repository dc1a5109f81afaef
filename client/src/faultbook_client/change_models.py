"""Changes that somebody made, because a fault may come of them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from faultbook_client.models import Wire


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeEvent:
    """`path` is where; `detail` is what its sender said beside the summary."""

    at: datetime
    summary: str
    source: str
    path: str | None
    reporter: str
    detail: dict[str, Any] | None
    wire: Wire = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Newest first; None is the cursor of the last page."""

    changes: list[ChangeEvent]
    cursor: str | None
