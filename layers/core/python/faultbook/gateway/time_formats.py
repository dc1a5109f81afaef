"""Times in common formats -> aware UTC datetimes.

ISO 8601 with a `T` or a blank, with or without seconds, any number of fraction digits (cut to
microseconds: Go writes nine), and a zone as `Z`, `+00:00`, `+0000` or `+00`. Epochs in seconds or
milliseconds, with or without a fraction.
"""

import re
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation

EXAMPLE = "2026-01-15T12:00:00Z"
_FIRST_YEAR, _LAST_YEAR = 1971, 9997  # which leaves room for any offset
_LAST_SECOND = 253_339_228_799  # of the year 9997
_MILLISECONDS_FROM = 253_402_300_800  # as seconds this were the year 10000, as milliseconds 1978
_TIME = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[Tt ](?P<minute>[0-9]{2}:[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]+))?)?"
    r"\s?(?P<zone>[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?)?",
    re.ASCII,
)
_LONGEST = 64  # characters


def instant_of(text: str, *, zoneless_is_utc: bool) -> datetime:
    """Raises ValueError in words. A day alone is its midnight, and has no zone either."""
    found = _TIME.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if not found:
        raise ValueError(f"an ISO 8601 time, as {EXAMPLE}")
    zone = found["zone"]
    if not zone and not zoneless_is_utc:
        raise ValueError(f"a time with its zone, as {EXAMPLE}")
    second = "59" if found["second"] == "60" else found["second"] or "00"  # a leap second
    fraction = (found["fraction"] or "")[:6].ljust(6, "0")
    moment = f"{found['date']}T{found['minute'] or '00:00'}:{second}.{fraction}{_offset(zone)}"
    try:
        at = datetime.fromisoformat(moment)
    except ValueError as error:
        raise ValueError(f"a time that there is, as {EXAMPLE}") from error
    if not _FIRST_YEAR <= at.year <= _LAST_YEAR:
        raise ValueError(f"a time between the years {_FIRST_YEAR} and {_LAST_YEAR}")
    return at.astimezone(UTC)


def instant_of_epoch(value: float | str) -> datetime:
    """Of seconds or, where there is no such second, milliseconds. Raises ValueError.

    The last seconds that there are stand for the end of time: the last that has room for an offset.
    """
    try:
        number = Decimal(str(value))
        if number >= _MILLISECONDS_FROM:
            microseconds = int(number * 1_000)
        else:
            microseconds = int(min(number, Decimal(_LAST_SECOND)) * 1_000_000)
    except (InvalidOperation, ValueError, OverflowError) as error:
        raise ValueError("seconds or milliseconds since 1970") from error
    if not 0 <= microseconds <= _LAST_SECOND * 1_000_000:
        raise ValueError(f"seconds or milliseconds since 1970, before the year {_LAST_YEAR + 1}")
    seconds, rest = divmod(microseconds, 1_000_000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest)


def _offset(zone: str | None) -> str:
    if zone is None or zone in "Zz":
        return "+00:00"
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return f"{zone[0]}{digits[:2]}:{digits[2:]}"
