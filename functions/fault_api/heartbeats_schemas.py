"""The wire of heartbeats: what requests carry."""

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from faultbook.domain.fault import Severity
from faultbook.domain.heartbeat import (
    DEFAULT_GRACE,
    LONGEST,
    MAX_DESCRIPTION,
    MAX_MESSAGE,
    MAX_NAME,
    MAX_TAG,
    MAX_TAGS,
)
from faultbook.gateway.wire_types import (
    AS_TEXT,
    NOTHING_TO_SEE,
    VISIBLE,
    Path,
    cut_after,
    in_paths,
    named,
    written,
)
from functions.fault_api.schemas import Body, unnamed

_MINUTE = 60
_MOST_MINUTES = int(LONGEST.total_seconds()) // _MINUTE
_MAX_PATH = 700  # characters: with all of a customer's the list is one answer


def _short(path: Any) -> Any:
    if isinstance(path, str) and len(path) > _MAX_PATH:
        raise ValueError(f"at most {_MAX_PATH} characters")
    return path


HeartbeatName = Annotated[
    str,
    named(MAX_NAME),
    AfterValidator(in_paths),
    Field(
        json_schema_extra={
            "pattern": f"^[^/?]*{VISIBLE[:-1]}/?.][^/?]*$",
            "x-words": "any name without `/` and `?`",
        }
    ),
]
Minutes = Annotated[int, Field(ge=1, le=_MOST_MINUTES)]
GraceMinutes = Annotated[int, Field(ge=0, le=_MOST_MINUTES)]
Description = Annotated[str, written(MAX_DESCRIPTION), cut_after(MAX_DESCRIPTION)]
Message = Annotated[str, written(MAX_MESSAGE), cut_after(MAX_MESSAGE)]
HeartbeatPath = Annotated[
    Path,
    BeforeValidator(_short, json_schema_input_type=Path),
    Field(json_schema_extra={"maxLength": _MAX_PATH}),
]
Tag = Annotated[
    str, named(MAX_TAG), Field(json_schema_extra={"pattern": VISIBLE, "x-words": NOTHING_TO_SEE})
]
Tags = Annotated[list[Tag], Field(max_length=MAX_TAGS)]


class MakeHeartbeat(Body):
    name: HeartbeatName
    interval_minutes: Minutes
    grace_minutes: GraceMinutes = int(DEFAULT_GRACE.total_seconds()) // _MINUTE
    enabled: bool = True
    description: Description = ""
    path: HeartbeatPath | None = None
    severity: Annotated[Severity, AS_TEXT] = Severity.HIGH
    message: Message = ""
    tags: Tags = Field(default_factory=list)


class ChangeHeartbeat(Body):
    """What is not named stays as it is."""

    interval_minutes: Minutes = Field(default_factory=unnamed)
    grace_minutes: GraceMinutes = Field(default_factory=unnamed)
    enabled: bool = Field(default_factory=unnamed)
    description: Description = Field(default_factory=unnamed)
    path: HeartbeatPath | None = None
    severity: Annotated[Severity, AS_TEXT] = Field(default_factory=unnamed)
    message: Message = Field(default_factory=unnamed)
    tags: Tags = Field(default_factory=unnamed)
