"""What is told, before any kind of endpoint gives it its form."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from faultbook.domain.fault import Severity


@dataclass(frozen=True, slots=True)
class Notice:
    """`document` is the native API's event. `title` says what happened to what, in one line.

    `severity` is None where it is about no fault.
    """

    event_id: str
    document: Mapping[str, Any]
    title: str
    text: str
    url: str
    facts: Mapping[str, str]
    severity: Severity | None = None
    is_end: bool = False
