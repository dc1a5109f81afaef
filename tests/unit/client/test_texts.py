"""What is safe to show and to open: terminals, spreadsheets, messages."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faultbook_client import InvalidArgument, InvalidRequest, NotFound, Problem
from faultbook_client.command.formulas import marked, unmarked
from faultbook_client.command.short_ids import shortened
from faultbook_client.command.terminal import json_line, printable
from faultbook_client.wire import json_wire, showable_url

CELLS = st.text(st.sampled_from("'=+-@ \t\r\nax＝\u200b\ufeff"), max_size=6)  # noqa: RUF001 - a wide sign


@given(CELLS)
def test_a_mark_is_taken_off_again(text: str):
    assert unmarked(marked(text)) == text


@given(CELLS)
def test_a_marked_cell_begins_with_no_formula(text: str):
    cell = marked(text)

    assert cell[:1] not in set("\t\r\n")
    assert cell.strip("\t\r\n \u200b\ufeff")[:1] not in set("=+-@＝")  # noqa: RUF001 - as above


# A family, Persian, a soft hyphen, Hebrew with its mark, the flag of a region.
@pytest.mark.parametrize(
    "text",
    [
        "👨\u200d👩\u200d👧",
        "\u0646\u0645\u06cc\u200c\u062f\u0627\u0646\u0645",
        "a\u00adb",
        "שלום\u200f",
        "tab\tand\nbreak",
        "🏴\U000e0067",
    ],
)
def test_what_words_are_written_with_stays(text: str):
    assert printable(text) == text


@pytest.mark.parametrize("character", [*"\x00\x07\x1b\x7f\x9b\r\u202a\u202e\u2066\u2069\ud800"])
def test_what_a_terminal_obeys_is_replaced(character: str):
    assert printable(f"a{character}b") == "a\ufffdb"
    assert json_line(character, io.TextIOWrapper(io.BytesIO(), "utf-8")).isprintable()


def test_short_ids_are_as_long_as_it_takes():
    ids = [f"flt_{'0' * 20}{end}" for end in ("aaaaaaa", "baaaaaa", "ccccccc")]

    assert set(shortened(ids).values()) == {"aaaaaaa", "baaaaaa", "ccccccc"}
    assert shortened(ids[:1]) == {ids[0]: "aaaaaa"}
    assert shortened([]) == {}


def test_the_text_of_an_error_says_what_was_refused():
    wrong = {"severity": ["one of CRITICAL"], "type": ["short", "no blank"]}

    several = InvalidRequest(Problem(400, "Bad Request", "The request is not valid.", errors=wrong))
    plain = NotFound(Problem(404, "Not Found", ""))

    assert str(several) == (
        "The request is not valid: severity: one of CRITICAL; type: short, no blank"
    )
    assert str(plain) == "Not Found"
    assert repr(several).startswith("InvalidRequest(Problem(status=400")


def test_half_a_character_is_sent_as_the_sign_for_one():
    assert json_wire({"message": "a\ud800b"}) == '{"message":"a\ufffdb"}'.encode()
    with pytest.raises(InvalidArgument):
        json_wire({"x": float("nan")})


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://h:1/x", "https://h:1/x"),
        ("https://u:p@h", "https://h"),
        ("https://u:p#@h/?k=1", "https://h/"),
        ("u:p@h", "h"),
        ("//u:p@h", "h"),
    ],
)
def test_a_url_is_shown_without_secrets(url: str, shown: str):
    assert showable_url(url) == shown
