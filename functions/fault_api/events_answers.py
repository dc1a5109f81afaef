"""The wire of the event log: what answers carry."""

from typing_extensions import TypedDict

from faultbook.domain.fault import Origin
from faultbook.gateway.answer_types import Time
from functions.fault_api.answers import Fault


class EventData(TypedDict):
    """`fault` is as the change left it; `comments` has the one that the event is about."""

    fault: Fault
    previous: dict[str, str]
    by: str
    api: Origin
    reason: str | None
    url: str


class Event(TypedDict):
    """Also the body of a webhook, as Standard Webhooks 1.0 has it."""

    id: str
    type: str
    timestamp: Time
    data: EventData


StormData = TypedDict(
    "StormData",
    {
        "count": int,
        "types": dict[str, int],
        "severities": dict[str, int],
        "sites": dict[str, int],
        "from": Time,
        "to": Time,
        "url": str,
    },
)


class StormEvent(TypedDict):
    """What is told in place of many events of a minute; `sites` are the 20 with most of them."""

    id: str
    type: str
    timestamp: Time
    data: StormData


class EventMeta(TypedDict):
    count: int
    cursor: str
    has_more: bool


class EventList(TypedDict):
    data: list[Event]
    meta: EventMeta
