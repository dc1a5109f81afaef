"""A language to ask for what has certain fields: `status: open AND (priority = P1 OR tag: db*)`.

    query = all {OR all}      all = one {[AND] one}      one = [NOT] (`(` query `)` | term | word)
    term  = field (`:` | `=` | `<` | `<=` | `>` | `>=`) (value | `(` value {OR value} `)`)

Words in capitals join, values may be in quotation marks, `*` stands for anything in a text. A word
by itself is looked for where the asker says. It is that of Opsgenie's searches (OD6, OD8).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

MAX_LENGTH = 1000  # characters
MAX_TERMS = 50
MAX_DEPTH = 20

_SYMBOL = re.compile(
    r"""\s*(?:
        (?P<mark>[()]) |
        (?P<operator><=|>=|[:=<>]) |
        "(?P<quoted>(?:[^"\\]|\\.)*)" |
        (?P<word>[^\s()"]+)
    )""",
    re.VERBOSE | re.DOTALL,
)
_FIELD = re.compile(r"([A-Za-z][A-Za-z.]*)(?=<=|>=|[:=<>])")


class NotAQuery(ValueError):
    """The message says what is wrong with the query."""


@dataclass(frozen=True, slots=True)
class Term:
    """`operator` is `=`, `<`, `<=`, `>` or `>=`; an empty `field` belongs to a word by itself."""

    field: str
    operator: str
    value: str


@dataclass(frozen=True, slots=True)
class Not:
    part: "Query"


@dataclass(frozen=True, slots=True)
class All:
    parts: "tuple[Query, ...]"


@dataclass(frozen=True, slots=True)
class Any:
    parts: "tuple[Query, ...]"


Query = Term | Not | All | Any


def parse(text: str) -> Query:
    """A blank text matches everything. Raises NotAQuery."""
    if len(text) > MAX_LENGTH:
        raise NotAQuery(f"A query has at most {MAX_LENGTH} characters.")
    return _Parser(text).query() if text.strip() else All(())


def holds(query: Query, answer: Callable[[Term], bool]) -> bool:
    """`answer` tells whether a term matches."""
    match query:
        case Term():
            return answer(query)
        case Not(part):
            return not holds(part, answer)
        case All(parts):
            return all(holds(part, answer) for part in parts)
        case Any(parts):
            return any(holds(part, answer) for part in parts)


def terms_of(query: Query) -> Iterator[Term]:
    match query:
        case Term():
            yield query
        case Not(part):
            yield from terms_of(part)
        case All(parts) | Any(parts):
            for part in parts:
                yield from terms_of(part)


def demanded(query: Query) -> list[Term]:
    """The terms that every match of the query has to fulfil."""
    if isinstance(query, All):
        return [term for part in query.parts for term in demanded(part)]
    return [query] if isinstance(query, Term) else []


def is_like(pattern: str, text: str) -> bool:
    """Compares the whole text, in any case; `*` matches anything."""
    first, *others = pattern.casefold().split("*")
    rest = text.casefold()
    if not others:
        return rest == first
    if not rest.startswith(first):
        return False
    place = len(first)
    *between, last = others
    for part in between:
        found = rest.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    return len(rest) - len(last) >= place and rest.endswith(last)


@dataclass(frozen=True, slots=True)
class _Symbol:
    kind: str  # mark, operator, quoted, word, or end
    text: str = ""

    @property
    def joins(self) -> str:
        """AND, OR or NOT; only in capitals, and not in quotation marks."""
        return self.text if self.kind == "word" and self.text in {"AND", "OR", "NOT"} else ""


class _Parser:
    def __init__(self, text: str) -> None:
        self._symbols = _symbols(text)
        self._place = 0
        self._terms = 0

    def query(self) -> Query:
        query = self._any(0)
        if self._next.kind != "end":
            raise NotAQuery(f"There is a `{self._next.text}` too many.")
        return query

    @property
    def _next(self) -> _Symbol:
        return self._symbols[self._place]

    def _take(self) -> _Symbol:
        symbol = self._next
        self._place += symbol.kind != "end"
        return symbol

    def _any(self, depth: int) -> Query:
        if depth > MAX_DEPTH:
            raise NotAQuery(f"Parentheses are nested deeper than {MAX_DEPTH}.")
        parts = [self._all(depth)]
        while self._next.joins == "OR":
            self._take()
            parts.append(self._all(depth))
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def _all(self, depth: int) -> Query:
        parts = [self._one(depth)]
        while not (self._next.kind == "end" or self._next.text == ")" or self._next.joins == "OR"):
            if self._next.joins == "AND":
                self._take()
            parts.append(self._one(depth))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _one(self, depth: int) -> Query:
        if self._next.joins == "NOT":
            self._take()
            if depth >= MAX_DEPTH:
                raise NotAQuery(f"NOT is nested deeper than {MAX_DEPTH}.")
            return Not(self._one(depth + 1))
        symbol = self._take()
        if symbol.kind == "mark" and symbol.text == "(":
            query = self._any(depth + 1)
            self._close()
            return query
        if symbol.kind not in {"word", "quoted"} or symbol.joins:
            raise NotAQuery(_missing("a field or a word", symbol))
        if symbol.kind == "word" and self._next.kind == "operator":
            return self._term(symbol.text)
        return self._counted(Term("", "=", symbol.text))

    def _term(self, field: str) -> Query:
        operator = self._take().text.replace(":", "=")
        if self._next == _Symbol("mark", "("):
            self._take()
            values = [self._counted(Term(field, operator, self._value()))]
            while self._next.joins == "OR":
                self._take()
                values.append(self._counted(Term(field, operator, self._value())))
            self._close()
            return values[0] if len(values) == 1 else Any(tuple(values))
        return self._counted(Term(field, operator, self._value()))

    def _value(self) -> str:
        symbol = self._take()
        if symbol.kind not in {"word", "quoted"} or symbol.joins:
            raise NotAQuery(_missing("a value", symbol))
        return symbol.text

    def _counted(self, term: Term) -> Term:
        self._terms += 1
        if self._terms > MAX_TERMS:
            raise NotAQuery(f"A query has at most {MAX_TERMS} terms.")
        return term

    def _close(self) -> None:
        symbol = self._take()
        if symbol != _Symbol("mark", ")"):
            raise NotAQuery(_missing("a `)`", symbol))


def _missing(what: str, found: _Symbol) -> str:
    return f"There is {what} missing before {f'`{found.text}`' if found.text else 'the end'}."


def _symbols(text: str) -> list[_Symbol]:
    symbols: list[_Symbol] = []
    place, end = 0, len(text.rstrip())
    while place < end:
        found = _SYMBOL.match(text, place)
        if not found:
            raise NotAQuery("A quotation mark has no partner.")
        kind = str(found.lastgroup)
        if kind == "word":
            start = found.start(kind)
            is_value = bool(symbols) and symbols[-1].kind == "operator"
            field = None if is_value else _FIELD.match(text, start)
            word = field[1] if field else found[kind]
            symbols.append(_Symbol(kind, word))
            place = start + len(word)
        else:
            value = found[kind]
            symbols.append(
                _Symbol(kind, re.sub(r"\\(.)", r"\1", value) if kind == "quoted" else value)
            )
            place = found.end()
    return [*symbols, _Symbol("end")]
