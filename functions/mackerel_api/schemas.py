"""Requests of the Mackerel API, version 0: names, types and limits.

As in Mackerel, an empty query parameter counts as missing, and unknown ones are ignored.
"""

import re
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    RootModel,
    SkipValidation,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.alias_generators import to_camel

from faultbook.gateway.http import list_values
from faultbook.gateway.wire_types import (
    EpochTime,
    Name,
    QueryInteger,
    Text,
    cut_after,
    written,
)

MAX_PAGE = 100  # "The most that can be specified is 100"; more is 400, not clipped
MAX_REPORTS = 100
MAX_ATTEMPTS = 10  # "Default setting is 1 (1-10)"
MAX_MEMO = 80 * 1024  # bytes; more is 413
_MAX_MESSAGE = 1024  # characters that Mackerel keeps of what a check says
_MAX_REASON = 2000
_NAME = "[0-9A-Za-z][0-9A-Za-z_-]{1,62}"  # of a service or a role
_ROLE_FULLNAME = re.compile(f"{_NAME}:{_NAME}")

AlertStatus = Literal["OK", "CRITICAL", "WARNING", "UNKNOWN"]
HostStatus = Literal["working", "standby", "maintenance", "poweroff"]
_One = TypeVar("_One")
Listed = Annotated[list[_One], Field(fail_fast=True)]
"""Mackerel states no length: what is wrong with the first wrong one is enough."""


def _in_capitals(value: Any) -> Any:
    return value.strip().upper() if isinstance(value, str) else value


def _attempts(value: Any) -> int:
    """An invalid number of attempts counts as 1: the alert is taken all the same."""
    try:
        return min(max(int(value), 1), MAX_ATTEMPTS)
    except (TypeError, ValueError, OverflowError):
        return 1


def _role_fullname(value: str) -> str:
    if not _ROLE_FULLNAME.fullmatch(value):
        raise ValueError(
            "a service and a role, as `shop:web`; each has 2 to 63 letters, digits, `-` and `_`, "
            "and begins with a letter or a digit"
        )
    return value


Limit = Annotated[
    QueryInteger,
    Field(ge=1, le=MAX_PAGE),
    WithJsonSchema(
        {"anyOf": [{"type": "integer", "minimum": 1, "maximum": MAX_PAGE}, {"const": ""}]}
    ),
]
RoleFullname = Annotated[
    str,
    AfterValidator(_role_fullname),
    Field(
        json_schema_extra={
            "pattern": "^[0-9A-Za-z][0-9A-Za-z_-]{1,62}:[0-9A-Za-z][0-9A-Za-z_-]{1,62}$",
            "x-words": "a service and a role, as `shop:web`",
        }
    ),
]
Attempts = Annotated[
    int,
    BeforeValidator(_attempts, json_schema_input_type=Any),
    Field(description="How often in a row it fails before its alert opens; 1 to 10."),
]
Several = Annotated[list[Text], BeforeValidator(list_values)]


class _Query(BaseModel):
    model_config = ConfigDict(
        defer_build=True, alias_generator=to_camel, extra="ignore", frozen=True
    )


class _Paged(_Query):
    next_id: Annotated[str, StringConstraints(max_length=255)] = ""
    limit: Limit = MAX_PAGE


class ListAlerts(_Paged):
    with_closed: Literal["true", "false", ""] = ""


class ListAlertLogs(_Paged):
    pass


class ListChecks(_Paged):
    pass


class ListHosts(_Query):
    """Of several values for one parameter any will do; roles count within their service."""

    service: Several = Field(default_factory=list)
    role: Several = Field(default_factory=list)
    status: Several = Field(default_factory=list)
    name: Text = ""
    custom_identifier: Text = ""


class FindHost(_Query):
    case_insensitive: Literal["true", "false", ""] = ""


class _Body(BaseModel):
    model_config = ConfigDict(
        defer_build=True,
        alias_generator=to_camel,
        extra="ignore",
        strict=True,
        frozen=True,
        loc_by_alias=True,
    )


class UpdateAlert(_Body):
    """`memo` may be missing, because mackerel-client-go leaves an empty one out."""

    memo: Text = ""


class CloseAlert(_Body):
    reason: Annotated[str, written(_MAX_REASON), cut_after(_MAX_REASON)]


class CheckSource(_Body):
    type: Literal["host"]
    host_id: Name


class CheckReport(_Body):
    """`notificationInterval` is ignored: notifications are not sent by it here."""

    source: CheckSource
    name: Name
    status: Annotated[AlertStatus, BeforeValidator(_in_capitals)]
    message: Annotated[str, written(_MAX_MESSAGE), cut_after(_MAX_MESSAGE)] = ""
    occurred_at: EpochTime
    notification_interval: Any = None
    max_check_attempts: Attempts = 1


class PostCheckReports(_Body):
    """Each report is validated by itself; those beyond MAX_REPORTS are not taken."""

    reports: list[SkipValidation[CheckReport]]


class CheckConfiguration(_Body):
    name: str
    memo: str | None = None


class Interface(_Body):
    name: str = ""
    mac_address: str | None = None
    ip_address: str | None = None
    ipv4_addresses: Listed[str] | None = Field(default=None, alias="ipv4Addresses")
    ipv6_address: str | None = None
    ipv6_addresses: Listed[str] | None = Field(default=None, alias="ipv6Addresses")


class DescribeHost(_Body):
    """Go writes an absent list as null."""

    name: str
    display_name: str | None = None
    custom_identifier: str | None = None
    meta: dict[str, Any] | None = None
    memo: str | None = None
    interfaces: Listed[Interface] | None = None
    role_fullnames: Listed[RoleFullname] | None = None
    checks: Listed[CheckConfiguration] | None = None


class Metadata(RootModel[Any]):
    """Any JSON."""


class SetHostStatus(_Body):
    status: HostStatus


class SetRoles(_Body):
    role_fullnames: Listed[RoleFullname] | None
