"""Types of FortiMonitor's wire: UTC times without a zone, flags in queries, empty parameters.

Empty query values mean that the parameter was not given: clients send what their forms hold.
"""

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

# `YYYY-MM-DD HH:MM:SS` is documented; a `T`, a `Z`, a fraction and a bare day are read too.
_TIME = (
    r"(197[1-9]|19[89][0-9]|[2-8][0-9]{3}|9[0-8][0-9]{2}|99[0-8][0-9]|999[0-7])"
    r"-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r"([ Tt]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?[Zz]?)?"
)
_FLAGS = {"true": True, "1": True, "false": False, "0": False}


def _utc_time(value: Any) -> datetime:
    if not isinstance(value, str) or not re.fullmatch(_TIME, value):
        raise ValueError("a time in UTC, as 2026-01-15 12:00:00")
    return datetime.fromisoformat(value.upper().removesuffix("Z")).replace(tzinfo=UTC)


def _flag(value: Any) -> bool:
    if isinstance(value, str) and value.lower() in _FLAGS:
        return _FLAGS[value.lower()]
    raise ValueError("true or false")


UtcTime = Annotated[
    datetime,
    BeforeValidator(_utc_time, json_schema_input_type=str),
    Field(json_schema_extra={"pattern": f"^{_TIME}$"}),
]
QueryFlag = Annotated[bool, BeforeValidator(_flag, json_schema_input_type=bool)]


class Body(BaseModel):
    """Members that Faultbook does not know are another release's business."""

    model_config = ConfigDict(defer_build=True, extra="ignore", strict=True, frozen=True)


class Query(BaseModel):
    model_config = ConfigDict(defer_build=True, extra="ignore", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _without_empty_values(cls, given: Any) -> Any:
        return {name: value for name, value in given.items() if value != ""}
