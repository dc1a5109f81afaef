import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faultbook.gateway.errors import MalformedBody
from faultbook.gateway.strict_json import MAX_DEPTH, MAX_DIGITS, MAX_VALUES, parse

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**37), 10**37)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(values)
def test_ordinary_json_is_read_as_it_is(value):
    assert parse(json.dumps(value).encode()) == value
    assert parse(json.dumps(value, ensure_ascii=False).encode()) == value


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b'{"a": NaN}', id="not a number"),
        pytest.param(b'{"a": Infinity}', id="infinity"),
        pytest.param(b'{"a": -Infinity}', id="minus infinity"),
        pytest.param(b'{"a": 1e400}', id="a number beyond all range"),
        pytest.param(b'{"a": -1e400}', id="a number below all range"),
        pytest.param(b'{"a": 1, "a": 1}', id="a member twice"),
        pytest.param(b'{"b": {"a": 1, "a": 2}}', id="an inner member twice"),
        pytest.param(b'{"a": 1, "\\u0061": 2}', id="a member twice in two spellings"),
        pytest.param(b'\xef\xbb\xbf{"a": 1}', id="byte order mark"),
        pytest.param('{"a": 1}'.encode("utf-16"), id="UTF-16"),
        pytest.param('{"a": 1}'.encode("utf-16-le"), id="UTF-16 without a mark"),
        pytest.param(b'{"a": 1} {"a": 1}', id="trailing data"),
        pytest.param(b'{"a": 1},', id="trailing comma"),
        pytest.param(b'{"a": 1,}', id="inner trailing comma"),
        pytest.param(b'{"a": 1} // one', id="comment"),
        pytest.param(b'/* one */ {"a": 1}', id="comment before"),
        pytest.param(b"{'a': 1}", id="single quotes"),
        pytest.param(b"{a: 1}", id="bare name"),
        pytest.param(b'{"a": 01}', id="leading zero"),
        pytest.param(b'{"a": +1}', id="plus sign"),
        pytest.param(b'{"a": .5}', id="no digit before the point"),
        pytest.param(b'{"a": 0x10}', id="hexadecimal"),
        pytest.param(b'{"a": True}', id="Python"),
        pytest.param(b"", id="nothing"),
        pytest.param(b" ", id="a blank"),
        pytest.param(b"\x00", id="a zero byte"),
        pytest.param(b"[" * 100_000, id="100,000 levels, open"),
        pytest.param(b"[" * 100_000 + b"]" * 100_000, id="100,000 levels"),
        pytest.param(b'{"a":' * 100_000 + b"1" + b"}" * 100_000, id="100,000 objects"),
        pytest.param(b'{"a": ' + b"9" * 5_000 + b"}", id="5,000 digits"),
        pytest.param(b'{"a": 0.' + b"1" * 5_000 + b"}", id="5,000 places"),
    ],
)
def test_what_two_parsers_would_read_differently_is_refused(body: bytes):
    with pytest.raises(MalformedBody):
        parse(body)


@pytest.mark.parametrize(("opening", "closing"), [(b"[", b"]"), (b'{"a":', b"}")])
def test_nesting_ends_at_its_limit(opening: bytes, closing: bytes):
    def nested(levels: int) -> bytes:
        return opening * levels + b"1" + closing * levels

    assert parse(nested(MAX_DEPTH))
    with pytest.raises(MalformedBody):
        parse(nested(MAX_DEPTH + 1))


def test_values_end_at_their_limit():
    def array(values: int) -> bytes:
        return b"[" + b",".join([b"0"] * values) + b"]"

    assert len(parse(array(MAX_VALUES))) == MAX_VALUES
    with pytest.raises(MalformedBody, match="20000 values"):
        parse(array(MAX_VALUES + 1))


@pytest.mark.parametrize("text", ["[{,", '\\"[,', "\\\\"], ids=repr)
def test_what_stands_in_a_text_is_no_value(text: str):
    body = {"payload": json.dumps([text] * MAX_VALUES), "more": text}

    assert parse(json.dumps(body).encode()) == body


@pytest.mark.parametrize("begin", [b'"', b'"\\', b'"\\"', b'"x"'])
def test_a_text_without_an_end_is_refused(begin: bytes):
    with pytest.raises(MalformedBody):
        parse(begin + b"," * (MAX_VALUES + 1))


def test_digits_end_at_their_limit():
    most = "9" * MAX_DIGITS

    assert parse(most.encode()) == int(most)
    assert parse(f"-{most}".encode()) == -int(most)
    with pytest.raises(MalformedBody):
        parse(f"{most}9".encode())


@pytest.mark.parametrize(
    ("body", "value"),
    [
        pytest.param(b'{"a": "caf\xe9"}', {"a": "caf\ufffd"}, id="Latin-1"),
        pytest.param(b'{"a": "\xed\xa0\x80"}', {"a": "\ufffd" * 3}, id="a surrogate in UTF-8"),
        pytest.param(b'{"a": ["x\\ud83d"]}', {"a": ["x\ufffd"]}, id="half a character"),
        pytest.param(b'{"\\uDE00": 1}', {"\ufffd": 1}, id="the other half as a name"),
        pytest.param(b'{"a": "x\ny\x1b[0m"}', {"a": "x\ny\x1b[0m"}, id="control characters"),
    ],
)
def test_texts_that_were_spoilt_on_their_way_are_mended(body: bytes, value: object):
    assert parse(body) == value


def test_both_halves_of_a_character_are_one():
    assert parse(rb'{"a": "\ud83d\ude00"}') == {"a": "\N{GRINNING FACE}"}


def test_large_numbers_that_fit_are_kept():
    assert parse(b"1e126") == 1e126


def test_the_complaint_does_not_repeat_the_body():
    with pytest.raises(MalformedBody) as refusal:
        parse(b'{"s3cret": 1, "s3cret": 2}')

    assert "s3cret" not in str(refusal.value)
