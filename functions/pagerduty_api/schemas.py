"""Events of PagerDuty's Events API v2 (PagerDuty/api-schema, events-v2).

Unknown members are ignored. What decides about an event is required; everything else is read
leniently, cleaned and cut.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from faultbook.domain.text import MAX_NAME, name_of
from faultbook.gateway.wire_types import (
    Name,
    SenderTime,
    any_as_text,
    cut_after,
    seen,
    seen_and_cut_after,
)

MAX_SUMMARY = 1024  # characters, of PagerDuty itself
MAX_LINKS = 50
_MAX_URL = 2000

Url = Annotated[str, any_as_text(_MAX_URL), cut_after(_MAX_URL)]


def _text(value: Any) -> Any:
    """A text, or the text of a number or any other value; null counts as missing."""
    return value if isinstance(value, str) else "" if value is None else str(value)


def _objects(value: Any) -> list[dict[str, Any]]:
    """A value that is not a list of objects counts as empty."""
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
Word = Annotated[str, any_as_text(MAX_NAME), cut_after(MAX_NAME)]


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
    """A trigger needs a `payload`; an event that acknowledges or resolves needs a `dedup_key`."""

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
