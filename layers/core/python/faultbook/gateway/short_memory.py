"""A small cache of look-ups and verifications: bounded in time and in number, thread-safe."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

MAX_SECONDS = 60.0  # how long a revoked credential may still work in a warm environment
_MAX_ENTRIES = 1024

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class ShortMemory(Generic[Key, Value]):
    """Uses the machine's clock, not the service's, so that a frozen clock cannot stop it."""

    def __init__(self, timer: Callable[[], float] = time.monotonic) -> None:
        self._timer = timer
        self._entries: OrderedDict[Key, tuple[float, Value]] = OrderedDict()
        self._lock = Lock()

    def recall(self, key: Key, max_age: float = MAX_SECONDS) -> tuple[Value] | None:
        """A tuple of one, because None is a valid value to remember."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None or self._timer() - entry[0] > max_age:
                return None
            return (entry[1],)

    def keep(self, key: Key, value: Value) -> None:
        with self._lock:
            self._entries.pop(key, None)
            self._entries[key] = (self._timer(), value)
            if len(self._entries) > _MAX_ENTRIES:
                self._entries.popitem(last=False)

    def forget(self, key: Key) -> None:
        with self._lock:
            self._entries.pop(key, None)
