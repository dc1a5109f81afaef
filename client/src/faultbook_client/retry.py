"""When a request is sent again, and after how long a pause."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

_DRAW: Callable[[float, float], float] = random.SystemRandom().uniform


@dataclass(frozen=True, slots=True)
class Retry:
    """At most `attempts` in all, with full jitter: pauses are random, below a limit that doubles.

    A Retry-After of the server is waited for in full, with the jitter on top, so that not all
    clients come back at once. One above `longest` seconds is not waited for.
    """

    attempts: int = 5
    first: float = 0.25  # seconds: the border of the first pause
    longest: float = 30.0

    def pause(
        self,
        failed: int,
        retry_after: float | None = None,
        draw: Callable[[float, float], float] = _DRAW,
    ) -> float | None:
        """Seconds to wait after so many failed attempts; None: give up."""
        if failed >= self.attempts or (retry_after or 0) > self.longest:
            return None
        border = min(self.longest, self.first * 2 ** (failed - 1))
        return (retry_after or 0) + draw(0, border)


def retry_after_seconds(value: str | None, now: datetime) -> float | None:
    """Of a Retry-After header, which is seconds or an HTTP date; None without a readable one."""
    if not value:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (at - now).total_seconds())
