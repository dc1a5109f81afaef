"""Each refusal of a field says what would be right, in words: nobody has to read an expression."""

import importlib
import re
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from faultbook.domain.errors import InvalidRequest
from faultbook.gateway.api import Api
from faultbook.gateway.validation import validated
from local.template import read_template

EXPRESSION = re.compile(r"[\^\\]|\[[^\]]*[^\]]-|\{[0-9]|pattern|regex|instance of")
BAD: list[Any] = [
    *(
        "",
        " ",
        "\x00",
        "|",
        "a|b",
        "^",
        "x" * 5000,
        "now",
        "2026-13-45T12:00:00Z",
        "GOOD",
        "-1",
        "1_0",
    ),
    *(
        None,
        True,
        -1,
        5,
        1.5,
        10**20,
        10**400,
        float("nan"),
        [],
        [None],
        ["x"] * 300,
        [{}],
        {},
        {"": {}},
    ),
]


IN_QUERIES = [bad for bad in BAD if isinstance(bad, str) and bad] + [["x"] * 300, ["x", "y"]]


def apis() -> Iterator[Api]:
    for function in read_template().functions:
        if function.routes:
            yield importlib.import_module(function.module).api


ROUTES = [route for api in apis() for route in api.routes]
BODIES: set[type[BaseModel]] = {route.body for route in ROUTES if route.body}
QUERIES: set[type[BaseModel]] = {route.query for route in ROUTES if route.query}


def complaints(kind: type[BaseModel], said: object) -> list[str]:
    try:
        validated(kind.model_validate, said)
    except InvalidRequest as refused:
        return [str(refused), *(words for all_ in refused.fields.values() for words in all_)]
    return []


def told_by(kind: type[BaseModel], bad_values: list[Any]) -> list[str]:
    fields = [field.alias or member for member, field in kind.model_fields.items()]
    told = [word for name in fields for bad in bad_values for word in complaints(kind, {name: bad})]
    return [*told, *(words for bad in bad_values for words in complaints(kind, {"unheard": bad}))]


def name_of(kind: Any) -> str:
    return f"{kind.__module__}.{kind.__name__}"


@pytest.mark.parametrize("kind", sorted(BODIES, key=name_of), ids=name_of)
def test_what_a_member_cannot_be_is_refused_in_words(kind: type[BaseModel]):
    assert [words for words in told_by(kind, BAD) if EXPRESSION.search(words)] == []


@pytest.mark.parametrize("kind", sorted(QUERIES, key=name_of), ids=name_of)
def test_what_a_parameter_cannot_be_is_refused_in_words(kind: type[BaseModel]):
    assert [words for words in told_by(kind, IN_QUERIES) if EXPRESSION.search(words)] == []


def test_the_values_are_bad_enough_to_be_refused():
    refused = {kind for kind in BODIES if told_by(kind, BAD)}

    assert len(refused) > len(BODIES) // 2
