from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ConfigDict, TypeAdapter, ValidationError

from faultbook.gateway.wire_types import (
    AS_TEXT,
    Identifier,
    IsoTime,
    QueryInteger,
    Slug,
    Text,
    at_most_as_json,
    slug_of,
)

INTEGER: TypeAdapter[int] = TypeAdapter(QueryInteger)
TIME: TypeAdapter[datetime] = TypeAdapter(IsoTime)
TEXT: TypeAdapter[str] = TypeAdapter(Text)
IDENTIFIER: TypeAdapter[str] = TypeAdapter(Identifier)
SLUG: TypeAdapter[str] = TypeAdapter(Slug)


@given(st.integers(-(10**17), 10**17))
def test_an_integer_is_written_in_decimal_digits(value: int):
    assert INTEGER.validate_python(str(value)) == value


@pytest.mark.parametrize(
    "value",
    [
        *("", " ", "true", "5.0", "1_0", "+5", " 5", "5 ", "5\n", "5e0", "0x5", "--5", "9" * 19),
        *("\u0665", "\uff15", "\xb2"),  # digits of other scripts
        *(["5", "5"], ["5"], 5, 5.0, True, None),
    ],
    ids=ascii,
)
def test_what_is_no_plain_integer_is_refused(value: Any):
    with pytest.raises(ValidationError):
        INTEGER.validate_python(value)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-01-15T12:00:00Z", datetime(2026, 1, 15, 12, tzinfo=UTC)),
        ("2026-01-15t12:00:00z", datetime(2026, 1, 15, 12, tzinfo=UTC)),
        ("2026-01-15T12:00:00.5Z", datetime(2026, 1, 15, 12, 0, 0, 500_000, tzinfo=UTC)),
        ("2026-01-15T12:00:00.000001+00:00", datetime(2026, 1, 15, 12, 0, 0, 1, tzinfo=UTC)),
        ("2026-01-15T12:00:00+05:30", datetime(2026, 1, 15, 6, 30, tzinfo=UTC)),
        ("2024-02-29T23:59:59-11:00", datetime(2024, 3, 1, 10, 59, 59, tzinfo=UTC)),
        ("1971-01-01T00:00:00+23:59", datetime(1970, 12, 31, 0, 1, tzinfo=UTC)),
    ],
)
def test_a_time_has_an_offset_and_is_read_as_utc(text: str, at: datetime):
    assert TIME.validate_python(text) == at


@pytest.mark.parametrize(
    "value",
    [
        "2026-01-15",
        "2026-01-15T12:00Z",
        "2026-01-15T12:00:00",
        "2026-01-15 12:00:00Z",
        "2026-01-15T12:00:00 05:00",
        "2026-01-15T12:00:00,5Z",
        "2026-01-15T12:00:00.1234567Z",
        "2026-01-15T12:00:00+0530",
        "2026-01-15T12:00:00+24:00",
        "2026-02-30T12:00:00Z",
        "2025-02-29T12:00:00Z",
        "2026-01-15T25:00:00Z",
        "2026-01-15T23:59:60Z",
        "20260115T120000Z",
        "2026-W03-4T12:00:00Z",
        "\uff12026-01-15T12:00:00Z",
        "9999-12-31T23:59:59-23:00",
        "0001-01-01T00:00:00+23:00",
        "1970-12-31T23:59:59Z",
        "2026-01-15T12:00:00Z\n",
        1_768_478_400,
        20_000_000_000_000,
        1768478400.0,
        True,
        None,
        ["2026-01-15T12:00:00Z", "2026-01-15T12:00:00Z"],
        datetime(2026, 1, 15, tzinfo=UTC),
    ],
    ids=ascii,
)
def test_what_is_no_full_time_is_refused(value: Any):
    with pytest.raises(ValidationError):
        TIME.validate_python(value)


@settings(max_examples=2000)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])))
def test_free_text_is_kept_exactly(text: str):
    assert TEXT.validate_python(text) == text


@pytest.mark.parametrize(
    "text", ["a\tb", "a\nb", "a\r\nb", "\u202e", "\u2028", "é", "e\u0301", "😀"], ids=ascii
)
def test_line_breaks_and_every_script_are_text(text: str):
    assert TEXT.validate_python(text) == text


@pytest.mark.parametrize("text", ["\x00", "a\x1bb", "\x7f", "\x85", "\ud800"])
def test_control_characters_are_no_text(text: str):
    with pytest.raises(ValidationError):
        TEXT.validate_python(text)


@pytest.mark.parametrize("text", ["dev_1", "a", "A-1.b:c/d", "10.0.0.1", "x" * 255, "{~}"])
def test_an_identifier_is_printable_ascii(text: str):
    assert IDENTIFIER.validate_python(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "a b", "a|b", "a#b", "a\x00", "a\r\nb", "a\n", "\x7f", "x" * 256),
        *("\u202ea", "\uff41", "\xfc", "u\u0308"),  # turned around, wide, composed, decomposed
    ],
    ids=ascii,
)
def test_what_means_something_in_keys_or_looks_like_another_is_no_identifier(text: str):
    with pytest.raises(ValidationError):
        IDENTIFIER.validate_python(text)


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


COLOUR: TypeAdapter[Colour] = TypeAdapter(
    Annotated[Colour, AS_TEXT], config=ConfigDict(strict=True)
)


def test_an_enumeration_of_a_strict_body_is_read_by_its_value():
    assert COLOUR.validate_python("red") is Colour.RED


@pytest.mark.parametrize("value", ["RED", "green", "", " red", 1, True, None, ["red"]])
def test_what_is_no_value_of_an_enumeration_is_refused(value: Any):
    with pytest.raises(ValidationError, match="Input should be 'red' or 'blue'"):
        COLOUR.validate_python(value)


@given(st.text())
def test_whatever_is_left_of_a_text_as_a_slug_is_one(text: str):
    slug = slug_of(text)

    assert slug == "" or SLUG.validate_python(slug) == slug
    assert slug_of(slug) == slug


def test_a_slug_keeps_what_it_may_and_joins_by_a_dash():
    assert slug_of("CPU load (5 min)") == "CPU-load-5-min-"
    assert slug_of("_.:-x") == "x"


def test_a_json_value_has_its_limit_in_bytes_of_utf_8():
    small: TypeAdapter[Any] = TypeAdapter(Annotated[Any, at_most_as_json(10)])

    assert small.validate_python({"a": "ü"}) == {"a": "ü"}
    with pytest.raises(ValidationError, match="at most 10 bytes as JSON"):
        small.validate_python({"a": "üü"})
