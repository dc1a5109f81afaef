"""Types that the schemas of all APIs share, stricter than pydantic's defaults.

pydantic by itself reads `1_0`, `+5`, `5.0` and Arabic digits as integers, and bare integers as
times; what two programs would read differently is refused here.
"""

import re
import unicodedata
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, StringConstraints

_DIGITS = re.compile(r"-?[0-9]{1,18}")
_TIME = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", re.ASCII | re.IGNORECASE
)
_YEARS = range(1971, 9998)  # leaves room for any offset
_BREAKS = "\n\r\t"


def _decimal(value: Any) -> int:
    if not isinstance(value, str) or not _DIGITS.fullmatch(value):
        raise ValueError("a whole number in decimal digits")
    return int(value)


def _iso_time(value: Any) -> datetime:
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        raise ValueError("an ISO 8601 time with seconds and offset, as 2026-01-15T12:00:00Z")
    at = datetime.fromisoformat(value.upper())
    if at.year not in _YEARS:
        raise ValueError("a time between the years 1971 and 9997")
    return at.astimezone(UTC)


def _printable(text: str) -> str:
    for character in text:
        if character in _BREAKS:
            continue
        if unicodedata.category(character) in {"Cc", "Cs"}:
            raise ValueError("no control characters but tab and line breaks")
    return text


QueryInteger = Annotated[int, BeforeValidator(_decimal, json_schema_input_type=int)]
IsoTime = Annotated[datetime, BeforeValidator(_iso_time, json_schema_input_type=datetime)]
Text = Annotated[str, AfterValidator(_printable)]
Identifier = Annotated[str, StringConstraints(pattern=r'^[!-"$-{}~]{1,255}$')]
"""Printable ASCII without blank, `#` and `|`, which have a meaning in keys and paths."""
