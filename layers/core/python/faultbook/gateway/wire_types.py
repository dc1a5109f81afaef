"""Types that the schemas of all APIs share.

Input is read by its meaning: texts and names are cleaned and cut, null counts as empty, times are
read in common formats. What two programs would read differently is refused, in words: pydantic by
itself reads `1_0`, `+5`, `5.0` and Arabic digits as integers, and bare integers as times.
"""

import json
import re
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from faultbook.domain import hierarchy
from faultbook.domain.text import (
    CUT,
    MAX_NAME,
    SEPARATOR,
    cleaned,
    cleaned_document,
    cut,
    is_blank,
    name_of,
    size_of,
)
from faultbook.gateway.time_formats import EXAMPLE, instant_of, instant_of_epoch

MAX_TYPE = 100  # characters; what it says is a label of the statistics
NOTHING_TO_SEE = "at least one character that can be seen"
_DIGITS = re.compile(r"-?[0-9]{1,18}")
# In a query a plus sign that was not encoded is a blank.
_LOST_PLUS = re.compile(r"(?<=[0-9]) (?=[0-9]{2}(:?[0-9]{2})?$)")
_MARK = f"{CUT} {{}} more"
_CUT_WORDS = "what is over {} characters is cut off, with `…` at the end"


def in_paths(name: str) -> str:
    """Of a name by which something is addressed; HTTP APIs cut a path at a question mark."""
    if "/" in name or "?" in name:
        raise ValueError("a name without `/` and `?`, for it stands in paths of URLs")
    if is_blank(name.replace(".", "")):
        raise ValueError(NOTHING_TO_SEE)
    return name


def written(most: int) -> BeforeValidator:
    """An optional text: cleaned, cut, and empty where it is blank or null."""

    def read(value: Any) -> Any:
        text = _cleaned(value)
        if not isinstance(text, str):
            return text
        return "" if is_blank(text) else cut(text, most)

    return BeforeValidator(read, json_schema_input_type=str | None)


def seen(most: int) -> AfterValidator:
    """A required text, which must not be blank: cleaned and cut."""

    def read(value: str) -> str:
        text = cleaned(value)
        if is_blank(text):
            raise ValueError(NOTHING_TO_SEE)
        return cut(text, most)

    return AfterValidator(read)


def any_as_text(most: int) -> BeforeValidator:
    """As `written`, but takes any value in place of a text: numbers, objects, lists."""

    def read(value: Any) -> str:
        if value is None:
            return ""
        text = cleaned(value if isinstance(value, str) else _as_json(value))
        return "" if is_blank(text) else cut(text, most)

    return BeforeValidator(read, json_schema_input_type=Any)


def cut_after(most: int) -> Any:
    """The OpenAPI document's words for `written`."""
    return Field(json_schema_extra={"x-words": _CUT_WORDS.format(most)})


def seen_and_cut_after(most: int) -> Any:
    """The OpenAPI document's words for `seen`."""
    return Field(json_schema_extra={"x-words": _CUT_WORDS.format(most), "pattern": VISIBLE})


def named(most: int = MAX_NAME) -> AfterValidator:
    """A name: on one line, without blanks at its ends; different names stay different when cut."""

    def read(value: str) -> str:
        name = name_of(value, most)
        if is_blank(name):
            raise ValueError(NOTHING_TO_SEE)
        return name

    return AfterValidator(read)


def document_of(most: int) -> BeforeValidator:
    """Of an object: its texts cleaned; of at most so many bytes as JSON, with a mark where cut."""

    def read(value: Any) -> Any:
        if value is None:
            return {}
        return cleaned_document(value, most) if isinstance(value, dict) else value

    return BeforeValidator(read, json_schema_input_type=dict[str, Any] | None)


def first_of(most: int, marked: Callable[[str], Any] = str) -> BeforeValidator:
    """Of a list: its first items, and a mark that says how many more there were."""

    def read(value: Any) -> Any:
        is_longer = isinstance(value, list) and len(value) > most
        return _first(value, most - 1, marked) if is_longer else value

    return BeforeValidator(read)


def first_taken(most: int) -> Any:
    """The OpenAPI document's words for `first_of`."""
    words = f"of more than {most} the first are taken, and a mark for the rest"
    return Field(json_schema_extra={"x-words": words})


def first_that_fit(most: int, marked: Callable[[str], Any]) -> AfterValidator:
    """Of a list that may have so many bytes as JSON, and of which each element has no more."""

    def read(value: list[Any]) -> list[Any]:
        if len(value) == 1 or size_of(value) <= most:
            return value
        room = most - size_of([marked(_MARK.format(len(value)))])
        kept = 0
        while (room := room - size_of(value[kept]) - 1) >= 0:
            kept += 1
        return _first(value, max(kept, 1), marked)

    return AfterValidator(read)


def _first(elements: list[Any], kept: int, marked: Callable[[str], Any]) -> list[Any]:
    return [*elements[:kept], marked(_MARK.format(len(elements) - kept))]


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _cleaned(value: Any) -> Any:
    if value is None:
        return ""
    return cleaned(value) if isinstance(value, str) else value


def _unless_blank(value: Any) -> Any:
    return None if isinstance(value, str) and is_blank(cleaned(value)) else value


def _decimal(value: Any) -> int:
    if not isinstance(value, str) or not _DIGITS.fullmatch(value):
        raise ValueError("a whole number in decimal digits")
    return int(value)


def _time(value: Any, *, zoneless_is_utc: bool, in_query: bool = False) -> datetime:
    if not isinstance(value, str):
        raise ValueError(f"an ISO 8601 time, as {EXAMPLE}")  # noqa: TRY004 - pydantic's own way
    text = _LOST_PLUS.sub("+", value) if in_query else value
    return instant_of(text, zoneless_is_utc=zoneless_is_utc)


def _time_of_a_sender(value: Any) -> datetime | None:
    """None where it has no time: Go writes its zero time, of the year 1, for a missing one."""
    try:
        if isinstance(value, str):
            return instant_of(value, zoneless_is_utc=True)
        return instant_of_epoch(value) if isinstance(value, int | float) else None
    except ValueError:
        return None


def _epoch(value: Any) -> datetime:
    """True, and anything that is not a number, is refused by its text."""
    return instant_of_epoch(value if isinstance(value, int | float) else str(value))


def _undivided(name: str) -> str:
    if SEPARATOR in name:
        raise ValueError("a name without `|`, which stands between the segments of a path")
    return name


def _path(value: str) -> str:
    path = hierarchy.path_of(value)
    if not path:
        raise ValueError("1 to 20 names joined by `|`, the site first")
    return path


AS_TEXT = Field(strict=False)
"""For an enumeration in a strict body: by its value, for JSON has no members of it."""
QueryInteger = Annotated[
    int,
    BeforeValidator(_decimal, json_schema_input_type=int),
    Field(json_schema_extra={"minimum": -(10**18 - 1), "maximum": 10**18 - 1}),
]

_ZONED = Field(json_schema_extra={"format": "date-time", "x-words": f"with its zone, as {EXAMPLE}"})
_UTC = Field(json_schema_extra={"x-words": f"an ISO 8601 time, as {EXAMPLE}; without a zone UTC"})
ZonedTime = Annotated[
    datetime,
    BeforeValidator(partial(_time, zoneless_is_utc=False), json_schema_input_type=str),
    _ZONED,
]
QueryZonedTime = Annotated[
    datetime,
    BeforeValidator(
        partial(_time, zoneless_is_utc=False, in_query=True), json_schema_input_type=str
    ),
    _ZONED,
]
Time = Annotated[
    datetime,
    BeforeValidator(partial(_time, zoneless_is_utc=True), json_schema_input_type=str),
    _UTC,
]
QueryTime = Annotated[
    datetime,
    BeforeValidator(
        partial(_time, zoneless_is_utc=True, in_query=True), json_schema_input_type=str
    ),
    _UTC,
]
SenderTime = Annotated[
    datetime | None,
    BeforeValidator(_time_of_a_sender, json_schema_input_type=Any),
    Field(
        json_schema_extra={
            "x-words": f"a time in any form of ISO 8601, as {EXAMPLE}, or seconds or milliseconds "
            "since 1970; without a zone UTC; of year 1 none"
        }
    ),
]
"""Never refused: what is no time says none."""
EpochTime = Annotated[
    datetime,
    BeforeValidator(_epoch, json_schema_input_type=float),
    Field(
        json_schema_extra={
            "minimum": 0,
            "maximum": 253_339_228_799_000,
            "x-words": "seconds or milliseconds since 1970",
        }
    ),
]

Text = Annotated[str, BeforeValidator(_cleaned, json_schema_input_type=str | None)]
"""Cleaned; for a text whose length a source document limits."""
VISIBLE = (
    r"[^\s\u0000-\u001f\u007f-\u00a0\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]"
)
"""For the OpenAPI document: a text with nothing of this in it says nothing."""
_VISIBLE_IN_A_SEGMENT = f"{VISIBLE[:-1]}|]"
IN_SIGHT = Field(json_schema_extra={"pattern": VISIBLE, "x-words": NOTHING_TO_SEE})
Name = Annotated[str, named(), IN_SIGHT]
Type = Annotated[str, named(MAX_TYPE), IN_SIGHT]
OptionalName = Annotated[
    Name | None, BeforeValidator(_unless_blank, json_schema_input_type=str | None)
]
"""None where it is null or says nothing."""
ResourceName = Annotated[
    str,
    named(),
    AfterValidator(_undivided),
    Field(
        json_schema_extra={
            "pattern": f"^[^|]*{_VISIBLE_IN_A_SEGMENT}[^|]*$",
            "x-words": "any name without `|`",
        }
    ),
]
Path = Annotated[
    str,
    AfterValidator(_path),
    Field(
        json_schema_extra={
            "pattern": _VISIBLE_IN_A_SEGMENT,
            "x-words": "names joined by `|`, the site first",
        }
    ),
]
