"""What events of PagerDuty's Events API v2 say (PagerDuty/api-schema, events-v2).

Unknown members are passed over. What decides about an event has to be there; everything else is
taken as it is meant, cleaned and cut.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from faultbook.domain.text import MAX_NAME, name_of
from faultbook.gateway.wire_types import (
    Name,
    SenderTime,
    cut_after,
    said,
    seen,
    seen_and_cut_after,
)

MAX_SUMMARY = 1024  # characters, of PagerDuty itself
MAX_LINKS = 50
_MAX_URL = 2000

Url = Annotated[str, said(_MAX_URL), cut_after(_MAX_URL)]


def _text(value: Any) -> Any:
    """A number, or whatever else a sender puts where a text belongs; null is as if left out."""
    return value if isinstance(value, str) else "" if value is None else str(value)


def _objects(value: Any) -> list[dict[str, Any]]:
    """What is no list of objects says nothing."""
    several = value if isinstance(value, list) else []
    return [item for item in several if isinstance(item, dict)][:MAX_LINKS]


def _dedup_key(value: Any) -> str:
    return name_of(_text(value))


def _in_small_letters(value: Any) -> Any:
    return value.strip().lower() if isinstance(value, str) else value


DedupKey = Annotated[
    str, BeforeValidator(_dedup_key, json_schema_input_type=str | None), cut_after(MAX_NAME)
]
EventAction = Annotated[
    Literal["trigger", "acknowledge", "resolve"], BeforeValidator(_in_small_letters)
]
Summary = Annotated[str, BeforeValidator(_text), seen(MAX_SUMMARY), seen_and_cut_after(MAX_SUMMARY)]
Word = Annotated[str, said(MAX_NAME), cut_after(MAX_NAME)]


class _Body(BaseModel):
    model_config = ConfigDict(defer_build=True, extra="ignore", frozen=True)


class Link(_Body):
    href: Url = ""
    text: Word = ""


class Image(_Body):
    src: Url = ""
    href: Url = ""
    alt: Word = ""


class Payload(_Body):
    """`custom_details` are an object; some senders have a text there."""

    summary: Summary
    source: Annotated[Name, BeforeValidator(_text)]
    severity: Word
    timestamp: SenderTime = None
    component: Word = ""
    group: Word = ""
    class_: Word = Field(default="", alias="class")
    custom_details: Any = None


class Event(_Body):
    """A trigger has to have a `payload`, what acknowledges or resolves a `dedup_key`."""

    routing_key: str
    event_action: EventAction
    dedup_key: DedupKey = ""
    payload: Payload | None = None
    client: Word = ""
    client_url: Url = ""
    links: Annotated[list[Link], BeforeValidator(_objects)] = Field(default_factory=list)
    images: Annotated[list[Image], BeforeValidator(_objects)] = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _only_a_trigger_says_more(cls, event: Any) -> Any:
        """What resolves is not refused for a payload that nobody reads."""
        is_trigger = _in_small_letters(event.get("event_action")) == "trigger"
        needed = ("routing_key", "event_action", "dedup_key")
        return event if is_trigger else {name: event[name] for name in needed if name in event}


class ChangePayload(_Body):
    summary: Summary
    source: Word = ""
    timestamp: SenderTime = None
    custom_details: Any = None


class ChangeEvent(_Body):
    routing_key: str
    payload: ChangePayload
    links: Annotated[list[Link], BeforeValidator(_objects)] = Field(default_factory=list)
    images: Annotated[list[Image], BeforeValidator(_objects)] = Field(default_factory=list)
