"""Event filter patterns of event source mappings: fields that equal one of the values listed.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html has comparisons too;
the template uses none, and one that it came to use is refused instead of passed over.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from local.intrinsics import TemplateError

Filter = Callable[[Mapping[str, Any]], bool]


def record_filter(criteria: Mapping[str, Any]) -> Filter:
    """A function that accepts what one of the filters matches; everything, without filters.

    Raises TemplateError.
    """
    patterns = [json.loads(filter_["Pattern"]) for filter_ in criteria.get("Filters", [])]
    for pattern in patterns:
        _check(pattern)
    return lambda record: not patterns or any(_matches(pattern, record) for pattern in patterns)


def _check(pattern: Any) -> None:
    if isinstance(pattern, dict):
        for below in pattern.values():
            _check(below)
    elif not isinstance(pattern, list) or not all(isinstance(value, str) for value in pattern):
        raise TemplateError(f"{pattern!r} in an event filter is not a list of texts.")


def _matches(pattern: Any, value: Any) -> bool:
    if isinstance(pattern, dict):
        below = value if isinstance(value, Mapping) else {}
        return all(_matches(rule, below.get(name)) for name, rule in pattern.items())
    return value in pattern
