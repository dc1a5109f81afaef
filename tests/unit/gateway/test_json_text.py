"""Answers as JSON texts."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faultbook.gateway.answer_size import as_many_as_fit
from faultbook.gateway.json_text import size_within_json, text_of

_LEAVES = st.none() | st.booleans() | st.integers() | st.text()
VALUES = st.recursive(_LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))


def compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@given(st.lists(VALUES), st.dictionaries(st.text(), VALUES))
def test_a_list_that_was_encoded_to_be_measured_reads_as_any_list(
    items: list[Any], beside: dict[str, Any]
):
    wires = as_many_as_fit(items, lambda item: item)

    assert text_of(wires) == compact(items)
    assert text_of({**beside, "data": wires}) == compact({**beside, "data": items})


@given(VALUES)
def test_the_size_of_a_text_is_what_it_takes_within_json(value: Any):
    text = compact(value)

    assert size_within_json(text) == len(json.dumps(text))


@pytest.mark.parametrize("wire", [float("nan"), [float("inf")]])
def test_what_json_has_no_word_for_is_not_answered(wire: Any):
    with pytest.raises(ValueError, match="JSON compliant"):
        text_of(wire)
