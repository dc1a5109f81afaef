"""Matchers of labels, as `alertname="X"`, `severity=~"crit.*"`, `site!=bonn`.

Alertmanager's patterns are RE2's, which run in linear time. Python's may not, so only patterns with
few repetitions are taken: none within another, and at most two without a bound.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from faultbook.domain.errors import InvalidRequest

_MATCHER = re.compile(
    r'\s*"?(?P<name>[^"=!~{},]+?)"?\s*(?P<operator>=~|!~|!=|=)\s*(?P<value>.*?)\s*', re.DOTALL
)
_MAX_PATTERN = 500
_MAX_COMPARED = 255  # characters of a label
_MAX_UNBOUNDED = 2
_FEW = 20  # repetitions that count as none

Matches = Callable[[Mapping[str, str]], bool]


def matcher_of(text: str) -> Matches:
    """Raises InvalidRequest. A missing label counts as empty."""
    found = _MATCHER.fullmatch(text.strip().removeprefix("{").removesuffix("}"))
    if not found:
        raise _refused(text, 'a matcher, as alertname="X"')
    name, operator, value = found["name"].strip(), found["operator"], _unquoted(found["value"])
    if operator in {"=", "!="}:
        return lambda labels: (labels.get(name, "") == value) is (operator == "=")
    pattern = _pattern(text, value)
    return lambda labels: (
        bool(pattern.fullmatch(labels.get(name, "")[:_MAX_COMPARED])) is (operator == "=~")
    )


def pattern_of(text: str) -> "re.Pattern[str]":
    """Raises InvalidRequest."""
    return _pattern(text, text)


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] == '"':
        return re.sub(r"\\(.)", r"\1", value[1:-1])
    return value


def _pattern(matcher: str, text: str) -> "re.Pattern[str]":
    if len(text) > _MAX_PATTERN:
        raise _refused(matcher, f"a pattern of at most {_MAX_PATTERN} characters")
    try:
        pattern = re.compile(text)
        parsed = re._parser.parse(text)  # noqa: SLF001
    except (re.error, RecursionError, OverflowError) as error:
        raise _refused(matcher, "a pattern in the syntax of RE2") from error
    repeats = list(_repeats(parsed, within=False))
    if any(within for _, within in repeats) or len(repeats) > _MAX_UNBOUNDED:
        raise _refused(matcher, "a pattern that repeats less")
    return pattern


def _repeats(parsed: Any, *, within: bool) -> Iterator[tuple[int, bool]]:
    """The most of each repetition of many, and whether it stands within another one."""
    for operation, argument in parsed:
        if str(operation) in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
            _, most, inner = argument
            if most > _FEW:
                yield most, within
            yield from _repeats(inner, within=within or most > 1)
        else:
            for part in _parts(argument):
                yield from _repeats(part, within=within)


def _parts(argument: Any) -> Iterator[Any]:
    """The sequences of operations in the argument of a group or an alternative."""
    if hasattr(argument, "data"):
        yield argument
    elif isinstance(argument, Sequence) and not isinstance(argument, str):
        for part in argument:
            yield from _parts(part)


def _refused(matcher: str, rule: str) -> InvalidRequest:
    return InvalidRequest("The filter is not valid.", {matcher[:100]: [rule]})
