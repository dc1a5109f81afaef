"""One event on its way to one endpoint, and what comes of an attempt."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from faultbook.domain.events import FaultEvent
from faultbook.domain.storms import Storm

KEPT = timedelta(days=30)
GIVEN_UP_AFTER = timedelta(days=3)
MAX_ATTEMPTS_KEPT = 20
ONCE_MORE = timedelta(seconds=5)  # after a first attempt that failed, in the same run
PROBE = timedelta(minutes=1)  # between two attempts at an endpoint that fails
TOLD_AFTER = timedelta(minutes=15)  # of failing: then a fault says so
MAX_RETRY_AFTER = timedelta(hours=24)
_JITTER = 0.1
# For what an endpoint refuses while it takes others; Standard Webhooks 1.0 has it as an example.
_PAUSES = (
    *(timedelta(minutes=n) for n in (1, 5, 30)),
    *(timedelta(hours=n) for n in (2, 5, 10, 14, 20, 24)),
)


class DeliveryState(StrEnum):
    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"
    FOLDED = "folded"  # told with others of its minute, in a storm


class Failure(StrEnum):
    """Why there was no answer that counts; never more words, for those may be the receiver's."""

    DNS = "dns"
    CONNECT = "connect"
    TLS = "tls"
    TIMEOUT = "timeout"
    ANSWER = "answer"
    STATUS = "status"
    REFUSED_ADDRESS = "refused_address"
    ENDPOINT_OFF = "endpoint_off"


class Verdict(StrEnum):
    """What an attempt means for what comes next."""

    DELIVERED = "delivered"
    GONE = "gone"  # the receiver wants nothing any more
    REFUSED = "refused"  # this one alone, so that others may go on
    TROUBLE = "trouble"  # the endpoint, so that others wait behind it


@dataclass(frozen=True, slots=True)
class Attempt:
    """`status` is None where there was no answer; `answer` is the beginning of its body."""

    at: datetime
    milliseconds: int
    status: int | None = None
    failure: Failure | None = None
    retry_after: timedelta | None = None
    answer: str = ""

    @property
    def verdict(self) -> Verdict:
        """Redirects are not followed: whoever answers one is not set up as he should be."""
        status = self.status
        if status is None or status in {408, 425, 429} or not 200 <= status < 500:  # noqa: PLR2004
            return Verdict.TROUBLE
        if status < 300:  # noqa: PLR2004
            return Verdict.DELIVERED
        if status < 400:  # noqa: PLR2004
            return Verdict.TROUBLE
        return Verdict.GONE if status == 410 else Verdict.REFUSED  # noqa: PLR2004


@dataclass(frozen=True, slots=True)
class Delivery:
    """`next_at` is there while it is pending. `tried` counts all attempts, `attempts` has the last.

    `tried_before` are those of before it was last delivered again, at `again_at`. `into` is the id
    of the storm that it was folded into.
    """

    endpoint_id: str
    event: FaultEvent | Storm
    created_at: datetime
    state: DeliveryState = DeliveryState.PENDING
    next_at: datetime | None = None
    tried: int = 0
    attempts: tuple[Attempt, ...] = ()
    again_at: datetime | None = None
    tried_before: int = 0
    into: str = ""

    @property
    def is_new(self) -> bool:
        return self.tried == 0 and self.again_at is None

    @property
    def number(self) -> int:
        """Of its fault; a storm has none, and 0."""
        return self.event.fault.number if isinstance(self.event, FaultEvent) else 0

    @property
    def is_untried(self) -> bool:
        return self.tried == self.tried_before

    def attempted(self, attempt: Attempt) -> "Delivery":
        """Delivered, given up, or pending until the next attempt."""
        kept = (*self.attempts, attempt)[-MAX_ATTEMPTS_KEPT:]
        tried = replace(self, tried=self.tried + 1, attempts=kept, next_at=None)
        if attempt.verdict is Verdict.DELIVERED:
            return replace(tried, state=DeliveryState.DELIVERED)
        next_at = attempt.at + _pause(attempt, tried.tried - self.tried_before)
        begun_at = self.again_at or self.created_at
        if attempt.verdict is Verdict.GONE or next_at - begun_at > GIVEN_UP_AFTER:
            return replace(tried, state=DeliveryState.FAILED)
        return replace(tried, next_at=next_at)

    def given_up(self, at: datetime) -> "Delivery":
        """Because its endpoint is off."""
        attempt = Attempt(at, 0, failure=Failure.ENDPOINT_OFF)
        kept = (*self.attempts, attempt)[-MAX_ATTEMPTS_KEPT:]
        return replace(self, state=DeliveryState.FAILED, attempts=kept, next_at=None)

    def folded(self, into: str) -> "Delivery":
        return replace(self, state=DeliveryState.FOLDED, next_at=None, into=into)

    def again(self, at: datetime) -> "Delivery":
        """As if it were new, but for what is known of it: at once, and for as long."""
        return replace(
            self,
            state=DeliveryState.PENDING,
            next_at=at,
            again_at=at,
            tried_before=self.tried,
        )


@dataclass(frozen=True, slots=True)
class DeliveryFilter:
    """All that is given holds together. Times are those of the events; `until` is exclusive."""

    state: DeliveryState | None = None
    since: datetime | None = None
    until: datetime | None = None

    def matches(self, delivery: Delivery) -> bool:
        at = delivery.event.at
        return (
            (self.state is None or delivery.state is self.state)
            and (self.since is None or at >= self.since)
            and (self.until is None or at < self.until)
        )


@dataclass(frozen=True, slots=True)
class DeliveryPage:
    """`last` is the id of the event up to which was read, where there may be more behind it."""

    deliveries: Sequence[Delivery]
    last: str | None


@dataclass(frozen=True, slots=True)
class Lane:
    """An endpoint that has something to be told. Whoever has the lease is the only one to tell.

    `oldest` is the id of the event from which on deliveries may be pending, `puts` how many there
    were put so far. `failing_since` is there while it fails; `fault` is the number of the one that
    says so, or 0. `rate` is how many a second it is sent; 0: as fast as it takes them.
    """

    customer_id: str
    endpoint_id: str
    oldest: str
    puts: int
    next_at: datetime
    lease_until: datetime
    failing_since: datetime | None = None
    fault: int = 0
    rate: float = 0.0


def _pause(attempt: Attempt, tried: int) -> timedelta:
    least = min(attempt.retry_after or timedelta(0), MAX_RETRY_AFTER)
    if attempt.verdict is Verdict.TROUBLE:
        return max(least, _with_jitter(PROBE))
    return max(least, _with_jitter(_PAUSES[min(tried, len(_PAUSES)) - 1]))


def _with_jitter(span: timedelta) -> timedelta:
    return span * random.uniform(1 - _JITTER, 1 + _JITTER)  # noqa: S311 - no secret
