"""What a query means, and that every text is one or is refused in words."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faultbook.domain.query_language import (
    MAX_LENGTH,
    MAX_TERMS,
    All,
    Any,
    Not,
    NotAQuery,
    Query,
    Term,
    demanded,
    holds,
    is_like,
    parse,
    terms_of,
)

A, B, C = (Term(name, "=", "1") for name in "abc")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", All(())),
        ("  ", All(())),
        ("status=open", Term("status", "=", "open")),
        ("status: open", Term("status", "=", "open")),
        ("count >= 3", Term("count", ">=", "3")),
        ("a:1 AND b:1 OR c:1", Any((All((A, B)), C))),
        ("a:1 AND (b:1 OR c:1)", All((A, Any((B, C))))),
        ("a:1 b:1", All((A, B))),
        ("NOT a:1 b:1", All((Not(A), B))),
        ("NOT (a:1 OR b:1)", Not(Any((A, B)))),
        ("tag: (x OR y)", Any((Term("tag", "=", "x"), Term("tag", "=", "y")))),
        ("disk full", All((Term("", "=", "disk"), Term("", "=", "full")))),
        ('"disk AND full"', Term("", "=", "disk AND full")),
        (r'message: "a \"b\" \\ c"', Term("message", "=", 'a "b" \\ c')),
        ("alias: al/x", Term("alias", "=", "al/x")),
        ("source: 10.0.0.1:80", Term("source", "=", "10.0.0.1:80")),
        ("or and not", All(tuple(Term("", "=", word) for word in ("or", "and", "not")))),
    ],
)
def test_a_query_is_read_as_it_is_meant(text: str, expected: Query):
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("(a:1", "`)` missing before the end"),
        ("a:1)", "`)` too many"),
        ("a:", "a value missing before the end"),
        ("a: AND b:1", "a value missing before `AND`"),
        ("AND a:1", "a field or a word missing before `AND`"),
        ("NOT", "a field or a word missing before the end"),
        (": 1", "a field or a word missing before `:`"),
        ('a: "b', "quotation mark has no partner"),
        ("(" * 30 + "a:1" + ")" * 30, "nested deeper"),
        ("NOT " * 30 + "a:1", "nested deeper"),
        ("a " * (MAX_TERMS + 1), f"at most {MAX_TERMS} terms"),
        ("a" * (MAX_LENGTH + 1), f"at most {MAX_LENGTH} characters"),
    ],
)
def test_what_is_no_query_is_told_in_words(text: str, complaint: str):
    with pytest.raises(NotAQuery, match=complaint.replace("(", r"\(").replace(")", r"\)")):
        parse(text)


@given(st.text(alphabet='ab:=<>()"\\* ANDORT\n', max_size=60) | st.text(max_size=60))
def test_any_text_is_a_query_or_is_refused(text: str):
    with suppress(NotAQuery):
        assert len([*terms_of(parse(text))]) <= MAX_TERMS


TERMS = st.builds(
    Term, st.sampled_from(["a", "b", "c"]), st.just("="), st.sampled_from(["1", "x y", 'q"', "*"])
)
QUERIES: st.SearchStrategy[Query] = st.recursive(
    TERMS,
    lambda part: (
        st.builds(Not, part)
        | st.builds(All, st.lists(part, min_size=2, max_size=3).map(tuple))
        | st.builds(Any, st.lists(part, min_size=2, max_size=3).map(tuple))
    ),
    max_leaves=8,
)


def written(query: Query) -> str:
    match query:
        case Term(field, operator, value):
            quoted = value.replace("\\", "\\\\").replace('"', '\\"')
            return f'{field}{operator}"{quoted}"'
        case Not(part):
            return f"NOT ({written(part)})"
        case All(parts):
            return " AND ".join(f"({written(part)})" for part in parts)
        case Any(parts):
            return " OR ".join(f"({written(part)})" for part in parts)


@given(QUERIES)
def test_what_is_written_out_is_read_back(query: Query):
    assert parse(written(query)) == query


@given(QUERIES, st.sets(TERMS))
def test_what_a_query_demands_holds_for_whatever_it_finds(query: Query, true: set[Term]):
    if holds(query, true.__contains__):
        assert set(demanded(query)) <= true


@given(QUERIES, st.sets(TERMS))
def test_not_finds_what_is_not_found(query: Query, true: set[Term]):
    found = holds(query, true.__contains__)

    assert holds(Not(query), true.__contains__) is not found


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        ("disk", "Disk", True),
        ("disk", "disks", False),
        ("disk*", "disks", True),
        ("*isk*", "a disk is", True),
        ("a*a", "a", False),
        ("a*b*c", "aXXbYYc", True),
        ("*", "", True),
        ("a*b", "ab\n", False),
        ("[d]isk?", "disk1", False),
    ],
)
def test_a_star_stands_for_anything_and_nothing_else_does(pattern: str, text: str, *, fits: bool):
    assert is_like(pattern, text) is fits


@given(st.text(alphabet="ab*", max_size=12), st.text(alphabet="ab", max_size=12))
def test_a_pattern_fits_as_a_search_by_hand_finds(pattern: str, text: str):
    def fits(rest: str, left: str) -> bool:
        if not rest:
            return not left
        if rest[0] == "*":
            return any(fits(rest[1:], left[place:]) for place in range(len(left) + 1))
        return left[:1] == rest[0] and fits(rest[1:], left[1:])

    assert is_like(pattern, text) is fits(pattern, text)
