"""JSON of monitoring tools: bounded as the strict one, and taken as it is meant."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faultbook.gateway import strict_json
from faultbook.gateway.errors import MalformedBody
from faultbook.gateway.lenient_json import MAX_VALUES, parse

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**37), 10**37) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(values)
def test_what_the_strict_reader_takes_is_read_alike(value: Any):
    body = json.dumps(value).encode()

    assert parse(body) == strict_json.parse(body)


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'{"a": 1, "a": 2}', {"a": 2}),
        (b'{"labels": {"alertname": "X", "job": "j", "alertname": "X"}}',) * 2,
        (b'{"a": NaN, "b": -Infinity}', {"a": "NaN", "b": "-Infinity"}),
        (b'{"a": 1e400}', {"a": "1e400"}),
        (f'{{"a": {"9" * 39}}}'.encode(), {"a": "9" * 39}),
        (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
        (b'{"a": "caf\xe9"}', {"a": "caf\ufffd"}),
        (b'{"a": "\\ud83d"}', {"a": "\ufffd"}),
        (b'{"a": "one\ntwo"}', {"a": "one\ntwo"}),
        (b'{"a": 1}\n', {"a": 1}),
    ],
    ids=ascii,
)
def test_what_two_programs_would_read_differently_is_read_as_it_is_meant(body: bytes, value: Any):
    expected = {"labels": {"alertname": "X", "job": "j"}} if value == body else value

    assert parse(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"{", id="cut off"),
        pytest.param(b"alert=1", id="a form"),
        pytest.param(b"[" * 34 + b"]" * 34, id="too deep"),
        pytest.param(b"[" * 100_000, id="deeper than any parser goes"),
        pytest.param(b"[" + b"0," * MAX_VALUES + b"0]", id="too many values"),
    ],
)
def test_what_is_no_json_or_beyond_all_bounds_is_refused(body: bytes):
    with pytest.raises(MalformedBody):
        parse(body)


@given(st.binary(max_size=200))
def test_no_bytes_do_anything_else(body: bytes):
    try:
        json.dumps(parse(body), ensure_ascii=False).encode()
    except MalformedBody:
        return
