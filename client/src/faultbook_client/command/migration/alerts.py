"""What comes of one alert of another service, and reading what that service says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from faultbook_client.parameters import Report
from faultbook_client.wire import time_wire

Wire = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """`key` tells it from all others of its service. `comments` are oldest first.

    `acknowledged` says by whom and when, None: it is not. `no_home` names what is left behind.
    """

    key: str
    report: Report
    comments: tuple[str, ...] = ()
    acknowledged: str | None = None
    snoozed_until: datetime | None = None
    assignee: str = ""
    no_home: tuple[str, ...] = ()


def text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else "" if value is None else str(value)


def texts(value: Any) -> list[str]:
    return [text(item) for item in value if text(item)] if isinstance(value, list) else []


def members(value: Any) -> Wire:
    return value if isinstance(value, Mapping) else {}


def objects(value: Any, *within: str) -> list[Wire]:
    """Of a list, or of a list that an object has under the first of the names that it knows."""
    if isinstance(value, Mapping):
        value = next((value[name] for name in within if name in value), None)
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def instant(value: Any) -> datetime | None:
    """Without a zone it is UTC. None for what is no time."""
    try:
        at = datetime.fromisoformat(text(value))
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def moment(value: Any) -> str | None:
    """As Faultbook takes it."""
    at = instant(value)
    return time_wire(at) if at else None


def attribution(who: Any, when: Any) -> str:
    """As `by ada at 2026-01-15 12:00:00 UTC`, as far as it is known."""
    by, at = text(who), instant(when)
    parts = [f"by {by}"] if by else []
    return " ".join([*parts, f"at {at:%Y-%m-%d %H:%M:%S} UTC"] if at else parts)


def comment(words: Any, who: Any, when: Any) -> str:
    """With author and time: the imported comment has the importer's. Empty without text."""
    body, about = text(words), attribution(who, when)
    return f"{body}\n({about})" if body and about else body


def segment(value: Any) -> str:
    """A `|` within a name would divide a path, and becomes `/`."""
    return text(value).replace("|", "/")


def path_of(*names: Any) -> str | None:
    segments = [segment(name) for name in names]
    return "|".join(segment for segment in segments if segment) or None


def known(**parts: Any) -> dict[str, Any]:
    """Those that say something."""
    return {name: value for name, value in parts.items() if value not in (None, "", [], {})}


def left(wire: Wire, names: Iterable[str]) -> tuple[str, ...]:
    """Of what has no place in Faultbook, what the alert has."""
    return tuple(name for name in names if wire.get(name))
