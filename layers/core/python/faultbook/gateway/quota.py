"""A token bucket per customer in each function instance: approximate, free of charge.

The hard limit of the whole API is the stage's throttling.
"""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from faultbook.gateway.errors import TooManyRequests
from faultbook.usecases.caller import Caller

BURST_SECONDS = 2
_MAX_CUSTOMERS = 10_000  # the one not seen for longest starts with a full bucket again
_ROUNDING = 1e-9  # so that who waits as told is admitted


class Quota:
    def __init__(self, per_second: float, timer: Callable[[], float] = time.monotonic) -> None:
        if not 0 < per_second < math.inf:
            raise ValueError("A quota is a positive number of requests per second.")
        self._rate = per_second
        self._capacity = max(1.0, per_second * BURST_SECONDS)
        self._timer = timer
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def admit(self, caller: Caller) -> None:
        """Raises TooManyRequests with the whole seconds until the next request is allowed."""
        with self._lock:
            now = self._timer()
            filled, seen = self._buckets.pop(caller.customer_id, (self._capacity, now))
            filled = min(self._capacity, filled + (now - seen) * self._rate)
            admitted = filled >= 1 - _ROUNDING
            self._buckets[caller.customer_id] = (filled - admitted, now)
            if len(self._buckets) > _MAX_CUSTOMERS:
                self._buckets.popitem(last=False)
        if not admitted:
            raise TooManyRequests(math.ceil((1 - filled) / self._rate))
