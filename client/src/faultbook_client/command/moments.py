"""Times as people type and read them."""

import re
from datetime import UTC, datetime, timedelta

import typer

_SPAN = re.compile(r"([0-9]{1,6})([smhdw])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_SHOWN = (("d", 86_400), ("h", 3_600), ("m", 60))


def now() -> datetime:
    return datetime.now(UTC)


def moment(text: str) -> datetime:
    """`2h` is two hours ago; otherwise ISO 8601, local time where no zone is named."""
    span = _span(text)
    return now() - span if span else _at(text)


def moment_to_come(text: str) -> datetime:
    """`2h` is in two hours."""
    span = _span(text)
    return now() + span if span else _at(text)


def _span(text: str) -> timedelta | None:
    told = _SPAN.fullmatch(text)
    return timedelta(**{_UNITS[told[2]]: int(told[1])}) if told else None


def _at(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is neither a time, as 2026-01-15T12:00, nor a span, as 90m, 12h or 3d."
        ) from None


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
    return f"{at.astimezone():%Y-%m-%d %H:%M:%S}"
