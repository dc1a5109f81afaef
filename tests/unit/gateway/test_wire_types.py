from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ConfigDict, TypeAdapter, ValidationError

from faultbook.domain.text import size_of
from faultbook.gateway import wire_types
from faultbook.gateway.wire_types import AS_TEXT, QueryInteger, Text, first_of, first_that_fit

INTEGER: TypeAdapter[int] = TypeAdapter(QueryInteger)
EPOCH: TypeAdapter[datetime] = TypeAdapter(wire_types.EpochTime)
TEXT: TypeAdapter[str] = TypeAdapter(Text)


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
        ("2026-01-15T12:00:00.000001999Z", datetime(2026, 1, 15, 12, 0, 0, 1, tzinfo=UTC)),
        ("2026-01-15T12:00:00+05:30", datetime(2026, 1, 15, 6, 30, tzinfo=UTC)),
        ("2026-01-15T12:00:00+0530", datetime(2026, 1, 15, 6, 30, tzinfo=UTC)),
        ("2026-01-15T12:00Z", datetime(2026, 1, 15, 12, tzinfo=UTC)),
        ("2026-01-15 12:00:00Z", datetime(2026, 1, 15, 12, tzinfo=UTC)),
    ],
)
@pytest.mark.parametrize("kind", ["ZonedTime", "Time", "QueryTime"])
def test_a_time_is_read_as_the_world_writes_it(kind: str, text: str, at: datetime):
    assert TypeAdapter(getattr(wire_types, kind)).validate_python(text) == at


@pytest.mark.parametrize("text", ["2026-01-15T12:00:00", "2026-01-15 12:00", "2026-01-15"])
def test_a_time_without_a_zone_is_utc_or_refused(text: str):
    assert TypeAdapter(wire_types.Time).validate_python(text).tzinfo is UTC
    with pytest.raises(ValidationError, match="a time with its zone, as 2026-01-15T12:00:00Z"):
        TypeAdapter(wire_types.ZonedTime).validate_python(text)


def test_in_a_query_a_plus_sign_may_have_become_a_blank():
    spoilt, at = "2026-01-15T12:00:00 02:00", datetime(2026, 1, 15, 10, tzinfo=UTC)

    assert TypeAdapter(wire_types.QueryTime).validate_python(spoilt) == at
    assert TypeAdapter(wire_types.QueryZonedTime).validate_python(spoilt) == at
    with pytest.raises(ValidationError):
        TypeAdapter(wire_types.Time).validate_python(spoilt)


@pytest.mark.parametrize(
    "value",
    [
        "2026-02-30T12:00:00Z",
        "2025-02-29T12:00:00Z",
        "2026-01-15T25:00:00Z",
        "20260115T120000Z",
        "2026-W03-4T12:00:00Z",
        "\uff12026-01-15T12:00:00Z",
        "9999-12-31T23:59:59-23:00",
        "0001-01-01T00:00:00+23:00",
        1_768_478_400,
        1768478400.0,
        True,
        None,
        ["2026-01-15T12:00:00Z", "2026-01-15T12:00:00Z"],
        datetime(2026, 1, 15, tzinfo=UTC),
    ],
    ids=ascii,
)
@pytest.mark.parametrize("kind", ["ZonedTime", "Time", "QueryTime"])
def test_what_is_no_time_is_refused(kind: str, value: Any):
    with pytest.raises(ValidationError):
        TypeAdapter(getattr(wire_types, kind)).validate_python(value)


@pytest.mark.parametrize(
    ("value", "at"),
    [
        (1_768_478_400, datetime(2026, 1, 15, 12, tzinfo=UTC)),
        (1_768_478_400.5, datetime(2026, 1, 15, 12, 0, 0, 500_000, tzinfo=UTC)),
        ("1768478400", datetime(2026, 1, 15, 12, tzinfo=UTC)),
        (1_768_478_400_250, datetime(2026, 1, 15, 12, 0, 0, 250_000, tzinfo=UTC)),
    ],
)
def test_an_epoch_is_in_seconds_or_milliseconds(value: Any, at: datetime):
    assert EPOCH.validate_python(value) == at


@pytest.mark.parametrize("value", ["", "soon", True, None, -1, 10**18, [1], {}], ids=ascii)
def test_what_is_no_epoch_is_refused_in_words(value: Any):
    with pytest.raises(ValidationError, match="seconds or milliseconds since 1970"):
        EPOCH.validate_python(value)


@settings(max_examples=2000)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])))
def test_free_text_is_kept_exactly(text: str):
    assert TEXT.validate_python(text) == text


@pytest.mark.parametrize(
    "text", ["a\tb", "a\nb", "a\r\nb", "\u202e", "\u2028", "é", "e\u0301", "😀"], ids=ascii
)
def test_line_breaks_and_every_script_are_text(text: str):
    assert TEXT.validate_python(text) == text


@pytest.mark.parametrize(
    ("said", "kept"),
    [("\x00", "\ufffd"), ("a\x1b[1mb", "ab"), ("\x7f", "\ufffd"), ("\ud800", "\ufffd"), (None, "")],
    ids=ascii,
)
def test_a_text_is_cleaned(said: str | None, kept: str):
    assert TEXT.validate_python(said) == kept


def test_a_written_text_is_cut_and_may_say_nothing():
    written: TypeAdapter[str] = TypeAdapter(Annotated[str, wire_types.written(4)])

    assert [written.validate_python(one) for one in ("abcd", "abcde", " \u200b\n", None)] == [
        "abcd", "abc…", "", "",
    ]  # fmt: skip
    with pytest.raises(ValidationError):
        written.validate_python(5)


def test_a_seen_text_is_cut_and_has_to_say_something():
    seen: TypeAdapter[str] = TypeAdapter(Annotated[str, wire_types.seen(4)])

    assert [seen.validate_python(one) for one in ("abcd", "ab\x1b[1mcde")] == ["abcd", "abc…"]
    for nothing in ("", " ", "\u200b", "\x1b[0m", None):
        with pytest.raises(ValidationError):
            seen.validate_python(nothing)


@pytest.mark.parametrize(
    "text",
    [
        "dev_1",
        "web server 1",
        "サーバ1",
        "Rack#3",
        "Köln",
        "u\u0308",
        "a[0]",
        "x" * 255,
        "50%",
        "Gi0/1",
    ],
)
@pytest.mark.parametrize("kind", ["Name", "ResourceName", "Path"])
def test_a_name_is_one_in_any_script(kind: str, text: str):
    assert TypeAdapter(getattr(wire_types, kind)).validate_python(text) == text


def test_a_name_has_no_blanks_at_its_ends_and_is_bounded():
    name: TypeAdapter[str] = TypeAdapter(wire_types.Name)

    assert name.validate_python(" web\r\n1\t") == "web 1"
    assert len(name.validate_python("x" * 999)) == 255
    for nothing in ("", " ", "\u200b", "\x00"):
        with pytest.raises(ValidationError, match="at least one character that can be seen"):
            name.validate_python(nothing)


def test_a_resource_has_no_bar_in_its_name():
    resource: TypeAdapter[str] = TypeAdapter(wire_types.ResourceName)

    with pytest.raises(ValidationError, match="a name without `\\|`"):
        resource.validate_python("a|b")


def test_a_name_that_says_nothing_is_as_if_left_out():
    name: TypeAdapter[str | None] = TypeAdapter(wire_types.OptionalName)

    assert [name.validate_python(one) for one in (None, "", " ", " a ")] == [None, None, None, "a"]


def test_of_a_document_what_has_no_room_is_cut():
    small: TypeAdapter[dict[str, Any]] = TypeAdapter(
        Annotated[dict[str, Any], wire_types.document_of(40)]
    )

    assert small.validate_python({"a": "\x1b[1mü"}) == {"a": "ü"}
    assert small.validate_python(None) == {}
    assert small.validate_python({"a": "ü" * 40, "b": 1}) == {"b": 1, "…": "1 left out"}
    with pytest.raises(ValidationError):
        small.validate_python("a")


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


def a_name(text: str) -> dict[str, str]:
    return {"name": text}


def test_of_a_list_that_is_too_long_the_first_are_taken_and_a_mark():
    three: TypeAdapter[Any] = TypeAdapter(Annotated[list[str], first_of(3)])

    assert three.validate_python(["a", "b", "c"]) == ["a", "b", "c"]
    assert three.validate_python(["a", "b", "c", "d"]) == ["a", "b", "… 2 more"]
    assert three.validate_python(["a", "b", *[5] * 28_000]) == ["a", "b", "… 28000 more"]
    with pytest.raises(ValidationError):
        three.validate_python("abcd")


@given(st.lists(st.text("aü", max_size=20).map(a_name), min_size=1, max_size=30))
def test_of_a_list_that_is_too_large_as_many_are_taken_as_have_room(names: list[Any]):
    small: TypeAdapter[Any] = TypeAdapter(Annotated[list[Any], first_that_fit(100, a_name)])

    taken = small.validate_python(names)

    assert taken == small.validate_python(taken)
    assert size_of(taken) <= 100
    if taken != names:
        whole = taken[:-1]
        assert names[: len(whole)] == whole
        assert taken[-1] == a_name(f"… {len(names) - len(whole)} more")


SENDER_TIME: TypeAdapter[datetime | None] = TypeAdapter(wire_types.SenderTime)


@pytest.mark.parametrize(
    "written",
    [
        *("2026-11-26T10:00:00.123456789Z", "2026-11-26T10:00:00.123456+0000"),
        *("2026-11-26T12:00:00.123456+02:00", "2026-11-26 10:00:00.123456", 1795687200123.456),
    ],
)
def test_a_senders_time_is_read_in_whatever_form_it_comes(written: Any):
    expected = datetime(2026, 11, 26, 10, 0, 0, 123456, tzinfo=UTC)

    assert SENDER_TIME.validate_python(written) == expected


@pytest.mark.parametrize(
    "written",
    [
        *("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z", "", "yesterday", "2026-02-30"),
        *(None, True, [], {}, -1, "9" * 100),
    ],
    ids=ascii,
)
def test_a_senders_time_that_is_none_says_none(written: Any):
    assert SENDER_TIME.validate_python(written) is None


ANY_AS_TEXT: TypeAdapter[str] = TypeAdapter(Annotated[str, wire_types.any_as_text(20)])


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ("disk full", "disk full"),
        ("disk\x1b[31m full", "disk full"),
        ("bell\x07", "bell\N{REPLACEMENT CHARACTER}"),
        ("x" * 30, "x" * 19 + "\N{HORIZONTAL ELLIPSIS}"),
        ("\u200b \n", ""),
        (None, ""),
        (42, "42"),
        (1.5, "1.5"),
        (True, "true"),
        ({"a": ["ü"]}, '{"a":["ü"]}'),
    ],
    ids=ascii,
)
def test_what_a_sender_says_is_a_text_whatever_it_is(sent: Any, text: str):
    assert ANY_AS_TEXT.validate_python(sent) == text
