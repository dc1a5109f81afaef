"""What requests of Opsgenie's Alert API say (opsgenie-oas.json; docs.opsgenie.com, alert-api).

Unknown members are passed over, as are `user` and `source` of an action: the key says who it is.
What is longer than there is room for is cut, as Opsgenie has it.
"""

import json
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from faultbook.domain.detail import MAX_MESSAGE
from faultbook.domain.listing import MAX_PAGE
from faultbook.domain.text import MAX_NAME, cleaned, cut, cut_apart, is_blank, name_of
from faultbook.gateway.http import list_values
from faultbook.gateway.wire_types import (
    QueryInteger,
    SenderTime,
    any_as_text,
    cut_after,
    seen,
    seen_and_cut_after,
)

MAX_DESCRIPTION = 15_000
MAX_NOTE = 25_000
MAX_FOUND = 1000  # alerts that a list reaches by offset
_MAX_ALIAS = 512
MAX_TAGS, _MAX_TAG = 20, 50
_MAX_LISTED = 50  # responders, actions
_MAX_DETAILS = 8000  # characters in all
_MAX_DETAIL_NAME = 100

IdentifierType = Literal["id", "tiny", "alias"]
Sort = Literal[
    "createdAt",
    "updatedAt",
    "tinyId",
    "alias",
    "message",
    "status",
    "acknowledged",
    "isSeen",
    "snoozed",
    "snoozedUntil",
    "count",
    "lastOccurredAt",
    "source",
    "owner",
    "integration.name",
    "integration.type",
    "report.ackTime",
    "report.closeTime",
    "report.acknowledgedBy",
    "report.closedBy",
]


def _alias(value: Any) -> str:
    text = cleaned(value if isinstance(value, str) else "" if value is None else str(value))
    return "" if is_blank(text) else cut_apart(text, _MAX_ALIAS)


def _tags(value: Any) -> list[str]:
    """Alertmanager sends ` b` after a comma, Zabbix an empty one."""
    several = value if isinstance(value, list) else []
    names = (name_of(str(item), _MAX_TAG) for item in several if item is not None)
    return list(dict.fromkeys(name for name in names if not is_blank(name)))[:MAX_TAGS]


def _details(value: Any) -> dict[str, str]:
    """Numbers and whatever else is no text become texts."""
    members = value.items() if isinstance(value, dict) else ()
    left = _MAX_DETAILS
    kept: dict[str, str] = {}
    for name, content in members:
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
        name_kept = name_of(name, _MAX_DETAIL_NAME)
        if left <= len(name_kept):
            break
        kept[name_kept] = cut(cleaned(text), left - len(name_kept))
        left -= len(name_kept) + len(kept[name_kept])
    return kept


def _objects(value: Any) -> list[dict[str, Any]]:
    several = value if isinstance(value, list) else []
    return [item for item in several if isinstance(item, dict)][:_MAX_LISTED]


def _words(value: Any) -> list[str]:
    several = value if isinstance(value, list) else []
    return [cut(cleaned(item), _MAX_TAG) for item in several if isinstance(item, str)][:_MAX_LISTED]


def _as_text(value: Any) -> Any:
    return str(value) if isinstance(value, int | float) else value


def _in_capitals(value: Any) -> Any:
    return value.strip().upper() if isinstance(value, str) else value


def _in_small_letters(value: Any) -> Any:
    return value.strip().lower() if isinstance(value, str) else value


def _time_there(value: Any) -> Any:
    if value is None:
        raise ValueError("a time, as 2026-12-01T00:00:00Z")
    return value


def _named(value: dict[str, Any]) -> dict[str, Any]:
    if not any(isinstance(value.get(name), str) for name in ("username", "id", "name")):
        raise ValueError("a `username` or an `id`")
    return value


def _some(value: list[str]) -> list[str]:
    if not value:
        raise ValueError("at least one")
    return value


Message = Annotated[
    str,
    BeforeValidator(_as_text, json_schema_input_type=Any),
    seen(MAX_MESSAGE),
    seen_and_cut_after(MAX_MESSAGE),
]
Description = Annotated[str, any_as_text(MAX_DESCRIPTION), cut_after(MAX_DESCRIPTION)]
Note = Annotated[str, any_as_text(MAX_NOTE), cut_after(MAX_NOTE)]
Word = Annotated[str, any_as_text(MAX_NAME), cut_after(MAX_NAME)]
Alias = Annotated[str, BeforeValidator(_alias, json_schema_input_type=Any), cut_after(_MAX_ALIAS)]
Tags = Annotated[list[str], BeforeValidator(_tags, json_schema_input_type=Any)]
Details = Annotated[
    dict[str, str],
    BeforeValidator(_details, json_schema_input_type=Any),
]
Objects = Annotated[
    list[dict[str, Any]],
    BeforeValidator(_objects, json_schema_input_type=Any),
]
Priority = Annotated[Literal["P1", "P2", "P3", "P4", "P5"], BeforeValidator(_in_capitals)]


class Body(BaseModel):
    model_config = ConfigDict(defer_build=True, extra="ignore", frozen=True, populate_by_name=True)


class CreateAlert(Body):
    message: Message
    alias: Alias = ""
    description: Description = ""
    responders: Objects = Field(default_factory=list)
    visible_to: Objects = Field(default_factory=list, alias="visibleTo")
    actions: Annotated[list[str], BeforeValidator(_words, json_schema_input_type=Any)] = Field(
        default_factory=list
    )
    tags: Tags = Field(default_factory=list)
    details: Details = Field(default_factory=dict)
    entity: Word = ""
    source: Word = ""
    priority: Priority | None = None
    note: Note = ""


class Act(Body):
    """Of what is done to an alert; the body may be left out altogether."""

    note: Note = ""


class Snooze(Act):
    end_time: Annotated[SenderTime, AfterValidator(_time_there)] = Field(alias="endTime")


class AddNote(Body):
    note: Annotated[str, seen(MAX_NOTE), seen_and_cut_after(MAX_NOTE)]


class AddTags(Act):
    tags: Annotated[Tags, AfterValidator(_some)]


class AddDetails(Act):
    details: Details


class Assign(Act):
    owner: Annotated[dict[str, Any], AfterValidator(_named)]


class Escalate(Act):
    escalation: dict[str, Any] = Field(default_factory=dict)


class AddResponder(Act):
    responder: dict[str, Any] = Field(default_factory=dict)


class AddTeam(Act):
    team: dict[str, Any] = Field(default_factory=dict)


class ChangeMessage(Body):
    message: Message


class ChangeDescription(Body):
    description: Description


class ChangePriority(Body):
    priority: Priority


class _Query(BaseModel):
    model_config = ConfigDict(defer_build=True, extra="ignore", frozen=True, populate_by_name=True)


class Identified(_Query):
    identifier_type: Annotated[IdentifierType, BeforeValidator(_in_small_letters)] = Field(
        default="id", alias="identifierType"
    )


class RemoveTags(Identified):
    tags: Annotated[list[str], BeforeValidator(list_values)]


class RemoveDetails(Identified):
    keys: Annotated[list[str], BeforeValidator(list_values)]


class CountAlerts(_Query):
    query: str = ""


class ListAlerts(CountAlerts):
    offset: Annotated[QueryInteger, Field(ge=0)] = 0
    limit: Annotated[QueryInteger, Field(ge=1, le=MAX_PAGE)] = 20
    sort: Sort = "createdAt"
    order: Annotated[Literal["asc", "desc"], BeforeValidator(_in_small_letters)] = "desc"


class ListEntries(Identified):
    """Of notes and logs; `offset` is that of an entry of a page before."""

    offset: str = ""
    direction: Annotated[Literal["next", "prev"], BeforeValidator(_in_small_letters)] = "next"
    limit: Annotated[QueryInteger, Field(ge=1, le=MAX_PAGE)] = MAX_PAGE
    order: Annotated[Literal["asc", "desc"], BeforeValidator(_in_small_letters)] = "desc"
