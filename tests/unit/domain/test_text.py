import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faultbook.domain import text

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=80)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("\x1b[31mfailed\x1b[0m", "failed"),
        ("\x1b]0;title\x07done", "done"),
        ("\x1b]8;;https://example.com\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b(Bplain", "plain"),
        ("\x9b1mbold", "bold"),
        ("a\x00b", "a\ufffdb"),
        ("a\x85b", "a\ufffdb"),
        ("a\ud800b", "a\ufffdb"),
        ("first\n\tsecond\r\n", "first\n\tsecond\r\n"),
        ("\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e"),  # Persian, joined by U+200C
        ("\U0001f468\u200d\U0001f469", "\U0001f468\u200d\U0001f469"),
        ("an escape at the end\x1b", "an escape at the end\ufffd"),
    ],
)
def test_what_steers_a_terminal_goes_and_what_nobody_reads_is_replaced(written: str, read: str):
    assert text.cleaned(written) == read


@given(ANY_TEXT)
def test_a_cleaned_text_can_be_stored_shown_and_cleaned_again(written: str):
    read = text.cleaned(written)

    read.encode()
    assert "\x1b" not in read
    assert text.cleaned(read) == read


def test_a_sequence_that_never_ends_takes_nothing_behind_it_along():
    assert text.cleaned("\x1b]" * 50_000 + "disk full") == "disk full"


@pytest.mark.parametrize("written", ["", " ", "\n", "\u200b", "\u3000\ufeff", "\u202e\u202c"])
def test_what_shows_nothing_is_blank(written: str):
    assert text.is_blank(written)


@pytest.mark.parametrize("written", ["a", " . ", "\u200bx", "名"])
def test_what_shows_something_is_not_blank(written: str):
    assert not text.is_blank(written)


def test_a_long_text_ends_in_a_mark_and_a_short_one_as_it_was():
    assert text.cut("abcd", 4) == "abcd"
    assert text.cut("abcde", 4) == "abc…"


@pytest.mark.parametrize(
    "name", ["web server 1", "サーバ1", "Rack#3", "Gi0/1", "Köln", "a[0]", "支払い", "a,b", "50%"]
)
def test_a_name_stays_as_people_gave_it(name: str):
    assert text.name_of(name) == name
    assert text.segment_of(name) == name


def test_a_name_has_one_line_and_no_blanks_at_its_ends():
    assert text.name_of("  web\r\nserver\t1 ") == "web server 1"


@given(ANY_TEXT, ANY_TEXT, st.integers(min_value=20, max_value=40))
def test_two_long_names_stay_two(one: str, other: str, most: int):
    names = text.name_of(one + "x" * 40, most), text.name_of(other + "x" * 40, most)

    whole = text.name_of(one + "x" * 40, 1000), text.name_of(other + "x" * 40, 1000)
    assert (names[0] == names[1]) == (whole[0] == whole[1])
    assert all(len(name) <= most for name in names)


@given(st.text(alphabet="a%257C|", max_size=12), st.text(alphabet="a%257C|", max_size=12))
def test_two_names_never_share_a_segment(one: str, other: str):
    segments = text.segment_of(one), text.segment_of(other)

    assert "|" not in "".join(segments)
    assert (segments[0] == segments[1]) == (one == other)


def test_a_document_that_fits_has_its_texts_cleaned_and_nothing_else():
    document = {"a\x00": "\x1b[1mb", "n": [1, None, {"deep": "\x07"}], "x": 1.5}

    assert text.cleaned_document(document, 1000) == {
        "a\ufffd": "b",
        "n": [1, None, {"deep": "\ufffd"}],
        "x": 1.5,
    }


def test_a_document_that_is_too_large_keeps_what_has_room_and_says_what_has_not():
    document = {"log": "x" * 5000, "list": list(range(2000)), "host": "edge-7"}

    kept = text.cleaned_document(document, 3000)

    assert kept == {"log": "x" * 1999 + "…", "host": "edge-7", "…": "1 left out"}


JSON = st.recursive(
    st.none() | st.integers() | ANY_TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(ANY_TEXT, inner),
)


@given(st.dictionaries(ANY_TEXT, JSON), st.integers(min_value=40, max_value=400))
def test_a_document_never_has_more_bytes_than_it_may(document: dict[str, object], most: int):
    kept = text.cleaned_document(document, most)

    assert text.size_of(kept) <= most
    json.dumps(kept, ensure_ascii=False).encode()


@given(st.text(alphabet="a%257C|", max_size=12))
def test_a_segment_tells_its_name(name: str):
    assert text.name_of_segment(text.segment_of(name)) == name
