"""What requests of Opsgenie's Heartbeat API say (opsgenie-oas.json; docs.opsgenie.com)."""

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from faultbook.domain import heartbeat
from faultbook.domain.heartbeat import IntervalUnit
from faultbook.domain.text import cleaned, cut, is_blank, name_of
from faultbook.gateway.wire_types import VISIBLE, any_as_text, cut_after, in_paths
from functions.opsgenie_api.schemas import Body, Priority

_MOST_INTERVAL = 10**6  # of any unit; more than a year is a year
_MAX_TEAM = 100


def _name(value: str) -> str:
    return in_paths(name_of(value, heartbeat.MAX_NAME))


def _tags(value: Any) -> list[str]:
    """Early versions of the Go SDK have one text where others have a list."""
    several = value.split(",") if isinstance(value, str) else value
    several = several if isinstance(several, list) else []
    names = (name_of(str(item), heartbeat.MAX_TAG) for item in several if item is not None)
    return list(dict.fromkeys(name for name in names if not is_blank(name)))[: heartbeat.MAX_TAGS]


def _team(value: Any) -> dict[str, str]:
    members = value.items() if isinstance(value, dict) else ()
    return {
        name: cut(cleaned(text), _MAX_TEAM)
        for name, text in members
        if name in {"id", "name"} and isinstance(text, str) and text
    }


def _in_small_letters(value: Any) -> Any:
    return value.strip().lower() if isinstance(value, str) else value


Name = Annotated[
    str,
    AfterValidator(_name),
    Field(
        json_schema_extra={
            "pattern": f"^[^/?]*{VISIBLE[:-1]}/?.][^/?]*$",
            "x-words": "any name without `/` and `?`",
        }
    ),
]
Interval = Annotated[int, Field(ge=1, le=_MOST_INTERVAL, strict=True)]
Flag = Annotated[bool, Field(strict=True)]
Unit = Annotated[IntervalUnit, BeforeValidator(_in_small_letters)]
Description = Annotated[
    str, any_as_text(heartbeat.MAX_DESCRIPTION), cut_after(heartbeat.MAX_DESCRIPTION)
]
Message = Annotated[str, any_as_text(heartbeat.MAX_MESSAGE), cut_after(heartbeat.MAX_MESSAGE)]
Tags = Annotated[list[str], BeforeValidator(_tags, json_schema_input_type=Any)]
Team = Annotated[dict[str, str], BeforeValidator(_team, json_schema_input_type=Any)]


class CreateHeartbeat(Body):
    """`enabled` left out is true: who makes a heartbeat wants to be told."""

    name: Name
    description: Description = ""
    interval: Interval
    interval_unit: Unit = Field(default=IntervalUnit.MINUTES, alias="intervalUnit")
    enabled: Flag = True
    owner_team: Team = Field(default_factory=dict, alias="ownerTeam")
    alert_message: Message = Field(default="", alias="alertMessage")
    alert_tags: Tags = Field(default_factory=list, alias="alertTags")
    alert_priority: Priority | None = Field(default=None, alias="alertPriority")


class UpdateHeartbeat(Body):
    """What is not named, or null, stays as it is."""

    description: Description | None = None
    interval: Interval | None = None
    interval_unit: Unit | None = Field(default=None, alias="intervalUnit")
    enabled: Flag | None = None
    owner_team: Team | None = Field(default=None, alias="ownerTeam")
    alert_message: Message | None = Field(default=None, alias="alertMessage")
    alert_tags: Tags | None = Field(default=None, alias="alertTags")
    alert_priority: Priority | None = Field(default=None, alias="alertPriority")
