"""Concurrent calls of the store."""

from collections.abc import Callable, Sequence
from typing import TypeVar

_Answer = TypeVar("_Answer")
_AT_ONCE = 8  # botocore keeps ten connections


def side_by_side(calls: Sequence[Callable[[], _Answer]]) -> list[_Answer]:
    """The answers in the calls' order. Raises the first error in that order."""
    # Few customers have stripes; imported above, it would slow the cold start of all others.
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - see above

    with ThreadPoolExecutor(min(len(calls), _AT_ONCE)) as pool:
        return list(pool.map(lambda call: call(), calls))
