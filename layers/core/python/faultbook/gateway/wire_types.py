"""Types that the schemas of all APIs share, stricter than pydantic's defaults.

pydantic by itself reads `1_0`, `+5`, `5.0` and Arabic digits as integers, and bare integers as
times; what two programs would read differently is refused here.
"""

import json
import re
import unicodedata
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

_DIGITS = re.compile(r"-?[0-9]{1,18}")
# Years 1971 to 9997, which leaves room for any offset.
_TIME = (
    r"(197[1-9]|19[89][0-9]|[2-8][0-9]{3}|9[0-8][0-9]{2}|99[0-8][0-9]|999[0-7])"
    r"-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r"[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?"
    r"([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
)
_BREAKS = "\n\r\t"


def _decimal(value: Any) -> int:
    if not isinstance(value, str) or not _DIGITS.fullmatch(value):
        raise ValueError("a whole number in decimal digits")
    return int(value)


def _iso_time(value: Any) -> datetime:
    if not isinstance(value, str) or not re.fullmatch(_TIME, value):
        raise ValueError("an ISO 8601 time with seconds and offset, as 2026-01-15T12:00:00Z")
    return datetime.fromisoformat(value.upper()).astimezone(UTC)


def _printable(text: str) -> str:
    if text.isprintable():
        return text
    for character in text:
        if character in _BREAKS:
            continue
        if unicodedata.category(character) in {"Cc", "Cs"}:
            raise ValueError("no control characters but tab and line breaks")
    return text


def at_most_as_json(limit: int) -> AfterValidator:
    """Of a JSON value that no other rule bounds; the limit is in bytes of UTF-8."""

    def check(value: Any) -> Any:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        if len(text.encode()) > limit:
            raise ValueError(f"at most {limit} bytes as JSON")
        return value

    return AfterValidator(check)


AS_TEXT = Field(strict=False)
"""For an enumeration in a strict body: by its value, for JSON has no members of it."""
QueryInteger = Annotated[
    int,
    BeforeValidator(_decimal, json_schema_input_type=int),
    Field(json_schema_extra={"minimum": -(10**18 - 1), "maximum": 10**18 - 1}),
]
IsoTime = Annotated[
    datetime,
    BeforeValidator(_iso_time, json_schema_input_type=datetime),
    Field(json_schema_extra={"pattern": f"^{_TIME}$"}),
]
Text = Annotated[
    str,
    AfterValidator(_printable),
    Field(
        json_schema_extra={
            "pattern": r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*$",
            "x-words": "no control characters but tab and line breaks",
        }
    ),
]
Identifier = Annotated[
    str,
    StringConstraints(pattern=r'^[!-"$-{}~]{1,255}$'),
    Field(json_schema_extra={"x-words": "1 to 255 visible ASCII characters without `#` and `|`"}),
]
"""Blank, `#` and `|` have a meaning in keys and paths."""
_ODD = re.compile(r"[^A-Za-z0-9._:-]+")
_SLUG_LENGTH = 100
Slug = Annotated[
    str,
    StringConstraints(pattern=rf"^[A-Za-z0-9][A-Za-z0-9._:-]{{0,{_SLUG_LENGTH - 1}}}$"),
    Field(json_schema_extra={"x-words": "1 to 100 letters, digits, dots, `_`, `:` and `-`"}),
]


def slug_of(text: str) -> str:
    """The text as a Slug, so that the native API can filter by it; empty where nothing is left."""
    return _ODD.sub("-", text).lstrip("._:-")[:_SLUG_LENGTH]
