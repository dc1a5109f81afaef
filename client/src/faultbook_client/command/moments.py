"""Times as people type and read them."""

import re
from datetime import UTC, datetime, timedelta, tzinfo

import typer

_SPAN = re.compile(r"([0-9]{1,6})([smhdw])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_SHOWN = (("d", 86_400), ("h", 3_600), ("m", 60))
_FIRST, _LAST = 1971, 9997  # years that Faultbook takes, whatever the offset


def now() -> datetime:
    return datetime.now(UTC)


def moment(text: str) -> datetime:
    """`2h` is two hours ago; otherwise ISO 8601, local time where no zone is named."""
    return _moment(text, -1)


def moment_to_come(text: str) -> datetime:
    """`2h` is in two hours."""
    return _moment(text, 1)


def _moment(text: str, direction: int) -> datetime:
    span = _SPAN.fullmatch(text)
    try:
        if span:
            at = now() + direction * timedelta(**{_UNITS[span[2]]: int(span[1])})
        else:
            at = datetime.fromisoformat(text)
        if _FIRST <= at.year <= _LAST:
            return at.astimezone()
    except OverflowError:
        pass
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is neither a time, as 2026-01-15T12:00, nor a span, as 90m, 12h or 3d."
        ) from None
    raise typer.BadParameter(f"{text!r} lies outside of the years {_FIRST} to {_LAST}.")


def in_zone(at: datetime, zone: tzinfo | None) -> datetime:
    """`zone` is that of a time which names none; None: this machine's."""
    if at.tzinfo is not None:
        return at
    return at.astimezone() if zone is None else at.replace(tzinfo=zone)


def age(since: datetime, until: datetime) -> str:
    """`4d`, `3h`, `12m`, `5s`: the largest unit."""
    return short(max(0.0, (until - since).total_seconds()))


def short(seconds: float) -> str:
    for unit, length in _SHOWN:
        if seconds >= length:
            return f"{int(seconds // length)}{unit}"
    return f"{int(seconds)}s"


def long(seconds: float | None) -> str:
    """`1h 5m`: the two largest units; a dash where nothing was measured."""
    if seconds is None:
        return "-"
    rest = int(seconds)
    parts = []
    for unit, length in (*_SHOWN, ("s", 1)):
        count, rest = divmod(rest, length)
        if count:
            parts.append(f"{count}{unit}")
    return " ".join(parts[:2]) or "0s"


def local(at: datetime) -> str:
    """In UTC where this machine's own time would be no year that there is."""
    try:
        at = at.astimezone()
    except (OverflowError, ValueError, OSError):
        at = at.astimezone(UTC)
    return f"{at:%Y-%m-%d %H:%M:%S}"
