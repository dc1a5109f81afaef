"""Time zones as people type them."""

import re
from datetime import UTC, datetime, tzinfo

import typer


def zone(text: str) -> tzinfo:
    """`UTC`, `+02:00`, `Europe/Berlin`."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    if re.fullmatch(r"[+-][0-9]{2}:?[0-9]{2}", text):
        return datetime.strptime(text, "%z").tzinfo or UTC
    try:
        return ZoneInfo(text)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        raise typer.BadParameter(
            f"{text!r} is no time zone, as UTC, +02:00 or Europe/Berlin."
        ) from None
