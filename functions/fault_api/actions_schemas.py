"""The wire of actions on many faults: what requests carry."""

from typing import Annotated, Any, Self

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from faultbook.domain.fault import Kind, Severity
from faultbook.gateway.wire_types import AS_TEXT, Name, Path, ResourceName, Type, ZonedTime
from faultbook.usecases.act_on_faults import MAX_FAULTS, ActionKind
from functions.fault_api.schemas import (
    MAX_BATCH,
    MAX_VALUES,
    Body,
    Comment,
    Cursor,
    Key,
    ListedStatus,
    Reason,
    SearchText,
    unnamed,
)

_NAMED_BY = ("ids", "deduplication_keys", "filter")
_NEEDS = {ActionKind.COMMENT: "comment", ActionKind.ASSIGN: "assignee", ActionKind.SNOOZE: "until"}
_MAX_ID = 100  # characters
FaultId = Annotated[str, StringConstraints(min_length=1, max_length=_MAX_ID)]


def _values() -> Any:
    return Field(default_factory=list, max_length=MAX_VALUES)


class ActionFilter(Body):
    """As the list has them; one at least."""

    model_config = ConfigDict(defer_build=True, json_schema_extra={"minProperties": 1})

    from_: ZonedTime | None = Field(default=None, alias="from")
    to: ZonedTime | None = None
    resolved_from: ZonedTime | None = None
    resolved_to: ZonedTime | None = None
    severity: list[Annotated[Severity, AS_TEXT]] = _values()
    status: list[ListedStatus] = _values()
    type: list[Type] = _values()
    kind: list[Annotated[Kind, AS_TEXT]] = _values()
    reporter: list[Name] = _values()
    assignee: list[Name] = _values()
    acknowledged: bool | None = None
    site: ResourceName | None = None
    resource_id: ResourceName | None = None
    path: Path | None = None
    snoozed: bool | None = None
    q: SearchText | None = None

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("one condition at the least")
        return self


def _whole(schema: dict[str, Any]) -> None:
    """In the OpenAPI document: ids, keys or a filter, and what the action needs."""
    others = [kind.value for kind in ActionKind if kind not in _NEEDS]
    schema["allOf"] = [
        {"oneOf": [{"required": [name]} for name in _NAMED_BY]},
        {
            "anyOf": [
                {"properties": {"action": {"enum": others}}},
                *(
                    {"properties": {"action": {"const": kind.value}}, "required": [name]}
                    for kind, name in _NEEDS.items()
                ),
            ]
        },
    ]


class ActOnFaults(Body):
    """`ids`, `deduplication_keys` or `filter`; `comment`, `assign` and `snooze` need one more."""

    model_config = ConfigDict(defer_build=True, json_schema_extra=_whole)

    action: Annotated[ActionKind, AS_TEXT]
    ids: list[FaultId] = Field(default_factory=unnamed, min_length=1, max_length=MAX_FAULTS)
    deduplication_keys: list[Key] = Field(
        default_factory=unnamed, min_length=1, max_length=MAX_BATCH
    )
    filter: ActionFilter = Field(default_factory=unnamed)
    reason: Reason = ""
    comment: Comment = Field(default_factory=unnamed)
    assignee: Name = Field(default_factory=unnamed)
    until: ZonedTime = Field(default_factory=unnamed)
    dry_run: bool = False
    cursor: Cursor = Field(default_factory=unnamed)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if sum(getattr(self, name) is not None for name in _NAMED_BY) != 1:
            raise ValueError("`ids`, `deduplication_keys` or `filter`, one of them")
        needed = _NEEDS.get(self.action)
        if needed and getattr(self, needed) is None:
            raise ValueError(f"`{needed}`, which this action needs")
        return self
