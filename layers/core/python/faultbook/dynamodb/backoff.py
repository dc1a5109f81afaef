"""Pauses between attempts at a write that lost to a concurrent one."""

import random
import time
from collections.abc import Callable

_FIRST_PAUSE = 0.02  # seconds; doubled on each attempt and drawn at random below it
_LONGEST_PAUSE = 2.0


class Backoff:
    """Implements `usecases.statistics_ports.RetryPolicy`; `time_left` is in seconds."""

    def __init__(self, time_left: Callable[[], float]) -> None:
        self._time_left = time_left

    def has_time(self) -> bool:
        return self._time_left() > 0

    def wait(self, attempt: int) -> bool:
        longest = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** min(attempt, 10))
        if self._time_left() < longest:
            return False
        time.sleep(random.uniform(0, longest))  # noqa: S311 - only to get out of each other's way
        return True
