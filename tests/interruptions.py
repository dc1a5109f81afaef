"""Stores that something happens to: another writer in between, or an end in the middle."""

from collections.abc import Callable
from typing import Any


class Killed(Exception):
    """The process ends here; nothing after it is done."""


class Interrupted:
    """A store whose calls are counted, and which does something before or after some of them.

    `before` and `after` map the number of a call, from 1, to what happens then.
    """

    def __init__(
        self,
        store: Any,
        *,
        before: dict[int, Callable[[], object]] | None = None,
        after: dict[int, Callable[[], object]] | None = None,
    ) -> None:
        self._store = store
        self._before = before or {}
        self._after = after or {}
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._store, name)

        def counted(*args: Any, **kwargs: Any) -> Any:
            self.calls.append(name)
            number = len(self.calls)
            self._before.get(number, _nothing)()
            answer = method(*args, **kwargs)
            self._after.get(number, _nothing)()
            return answer

        return counted


def killed() -> None:
    raise Killed


def _nothing() -> None:
    pass
