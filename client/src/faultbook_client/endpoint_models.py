"""Who is told of changes, and what came of each telling."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from faultbook_client.models import Wire


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """`url` without what may be secret of it. `off` says why nothing is sent, and is else None."""

    id: str
    name: str
    kind: str
    url: str
    has_authorization: bool
    filters: list[dict[str, Any]]
    enabled: bool
    off: str | None
    created_at: datetime
    created_by: str
    previous_secret_until: datetime | None
    wire: Wire = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeEndpoint(Endpoint):
    """`secret` signs what is sent, and is shown this once."""

    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TestResult:
    """`answer` is its first kilobyte; without a status there was none, and `failure` says why."""

    __test__ = False  # a test runner is not meant

    status: int | None
    failure: str | None
    milliseconds: int
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """`id` is the event's, and the `webhook-id`. `state`: pending, delivered, failed, or folded.

    What is folded was told in a storm, with others of its minute; its id is `folded_into`.

    `status`, `failure` and `milliseconds` are those of the last attempt.
    """

    id: str
    type: str
    timestamp: datetime
    fault_id: str | None
    state: str
    created_at: datetime
    attempt_count: int
    status: int | None
    failure: str | None
    milliseconds: int | None
    next_at: datetime | None
    redelivered_at: datetime | None
    folded_into: str | None
    wire: Wire = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Attempt:
    """`error` is in words. What is secret in `headers` is not shown."""

    at: datetime
    status: int | None
    failure: str | None
    error: str | None
    milliseconds: int
    headers: dict[str, str]
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeDelivery(Delivery):
    """The last 20 attempts, the oldest first; `event` is what is told, as JSON has it."""

    attempts: list[Attempt]
    event: dict[str, Any]


@dataclass(frozen=True, slots=True)
class DeliveryPage:
    """With a `cursor` there may be more, also where the page is empty."""

    deliveries: list[Delivery]
    cursor: str | None


@dataclass(frozen=True, slots=True)
class Redelivery:
    """`status` and `error` as a single request would have been answered."""

    id: str
    status: int
    redelivered: bool
    error: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Redeliveries:
    """With a `cursor` there are more; the same call with it goes on."""

    items: list[Redelivery]
    cursor: str | None
