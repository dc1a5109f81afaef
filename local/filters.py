"""Event filter patterns of event source mappings, as far as DynamoDB streams use them.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

_MISSING = object()

Filter = Callable[[Mapping[str, Any]], bool]


class UnknownPattern(Exception):
    """A comparison that is not known here, or that DynamoDB filters do not have."""


def record_filter(criteria: Mapping[str, Any]) -> Filter:
    """What one of the filters takes; everything, when there is none. Raises UnknownPattern."""
    patterns = [json.loads(one["Pattern"]) for one in criteria.get("Filters", [])]
    for pattern in patterns:
        _check(pattern)
    return lambda record: not patterns or any(_matches(one, record) for one in patterns)


def _check(pattern: Any) -> None:
    if isinstance(pattern, dict):
        for below in pattern.values():
            _check(below)
    elif not isinstance(pattern, list):
        raise UnknownPattern(f"{pattern!r} is neither an object nor a list")
    else:
        for rule in pattern:
            if isinstance(rule, dict) and (len(rule) != 1 or rule.keys() - _COMPARISONS.keys()):
                raise UnknownPattern(f"{rule!r} is not a comparison")


def _matches(pattern: Any, value: Any) -> bool:
    if isinstance(pattern, dict):
        below = value if isinstance(value, Mapping) else {}
        return all(_matches(one, below.get(name, _MISSING)) for name, one in pattern.items())
    return any(_holds(rule, value) for rule in pattern)


def _holds(rule: Any, value: Any) -> bool:
    if isinstance(rule, dict):
        ((name, wanted),) = rule.items()
        return _COMPARISONS[name](wanted, value)
    return type(rule) is type(value) and bool(rule == value)


def _is_anything_but(wanted: Any, value: Any) -> bool:
    if isinstance(wanted, dict):
        return value is not _MISSING and not _holds(wanted, value)
    refused = wanted if isinstance(wanted, list) else [wanted]
    return value is not _MISSING and not any(_holds(one, value) for one in refused)


_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "exists": lambda wanted, value: (value is not _MISSING) == wanted,
    "prefix": lambda wanted, value: isinstance(value, str) and value.startswith(wanted),
    "suffix": lambda wanted, value: isinstance(value, str) and value.endswith(wanted),
    "equals-ignore-case": (
        lambda wanted, value: isinstance(value, str) and value.casefold() == wanted.casefold()
    ),
    "anything-but": _is_anything_but,
}
