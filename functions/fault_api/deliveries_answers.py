"""The wire of deliveries: what answers carry."""

from typing_extensions import TypedDict

from faultbook.domain.deliveries import DeliveryState, Failure
from faultbook.gateway.answer_types import Time
from functions.fault_api.answers import ListMeta, Problem
from functions.fault_api.events_answers import Event, StormEvent


class Delivery(TypedDict):
    """`status`, `failure` and `milliseconds` are the last attempt's; null before the first."""

    id: str
    type: str
    timestamp: Time
    fault_id: str | None
    state: DeliveryState
    created_at: Time
    attempt_count: int
    status: int | None
    failure: Failure | None
    milliseconds: int | None
    next_at: Time | None
    redelivered_at: Time | None
    folded_into: str | None


class DeliveryList(TypedDict):
    data: list[Delivery]
    meta: ListMeta


class Attempt(TypedDict):
    """`headers` as they were sent, but for what is secret; `answer` is the first kilobyte."""

    at: Time
    status: int | None
    failure: Failure | None
    error: str | None
    milliseconds: int
    headers: dict[str, str]
    answer: str


class WholeDelivery(Delivery):
    """The last 20 attempts, the oldest first."""

    attempts: list[Attempt]
    event: Event | StormEvent


class Redelivery(TypedDict):
    id: str
    status: int
    redelivered: bool
    error: Problem | None


class RedeliveryMeta(ListMeta):
    redelivered: int


class RedeliveryList(TypedDict):
    data: list[Redelivery]
    meta: RedeliveryMeta
