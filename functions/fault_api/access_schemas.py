"""The wire of access tokens and API keys: names, types and limits, nothing else."""

import ipaddress
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from faultbook.domain import access
from faultbook.gateway.wire_types import IsoTime

_MINUTES_A_DAY = 1440


def _address_block(text: str) -> str:
    try:
        return str(ipaddress.ip_network(text))
    except ValueError:
        raise ValueError("an address or block without host bits, as 192.0.2.0/24") from None


def _single_line(text: str) -> str:
    if not text.isprintable() or text != text.strip():
        raise ValueError("printable characters on one line")
    return text


Minutes = Annotated[int, Field(ge=1, le=access.MAX_TOKEN_MINUTES)]
OverlapMinutes = Annotated[int, Field(ge=0, le=access.MAX_OVERLAP.days * _MINUTES_A_DAY)]
Cidr = Annotated[
    str,
    StringConstraints(max_length=43),
    AfterValidator(_address_block),
    Field(json_schema_extra={"format": "cidr"}),
]
KeyName = Annotated[
    str,
    StringConstraints(min_length=1, max_length=100),
    AfterValidator(_single_line),
    Field(json_schema_extra={"format": "single-line"}),
]
# A key opens the compatible APIs, and those have nothing for an administrator.
KeyScope = Literal["faults:read", "faults:write"]
KeyApi = Literal["fortimonitor", "mackerel"]


class _Wire(BaseModel):
    model_config = ConfigDict(defer_build=True, extra="forbid", strict=True, frozen=True)


class MakeAccessToken(_Wire):
    expire_after_minutes: Minutes = access.DEFAULT_TOKEN_MINUTES


class MadeAccessToken(BaseModel):
    """`short_link` shows the open faults to whoever has it."""

    id: str = Field(description="Names the token when it is listed or revoked.")
    token: str
    type: Literal["jwt"]
    expires_in_minutes: int
    expires_at: datetime
    short_link: str


class AccessToken(BaseModel):
    id: str
    created_at: datetime
    created_by: str
    expires_at: datetime


class AccessTokenList(BaseModel):
    data: list[AccessToken]


class MakeApiKey(_Wire):
    name: KeyName
    scopes: Annotated[list[KeyScope], Field(min_length=1, max_length=2)]
    cidrs: list[Cidr] = Field(
        default_factory=list,
        max_length=access.MAX_CIDRS,
        description="Addresses that may use the key; none: all.",
    )
    apis: list[KeyApi] = Field(
        default_factory=list, max_length=2, description="APIs that take the key; none: all."
    )
    expires_at: IsoTime | None = None


class RotateApiKey(_Wire):
    overlap_minutes: OverlapMinutes = int(access.DEFAULT_OVERLAP.total_seconds()) // 60


class ApiKey(BaseModel):
    id: str
    name: str
    scopes: list[str]
    cidrs: list[str]
    apis: list[str]
    created_at: datetime
    created_by: str
    expires_at: datetime | None
    rotated_at: datetime | None
    previous_secret_until: datetime | None
    revoked_at: datetime | None
    last_used_on: date | None


class MadeApiKey(ApiKey):
    key: str = Field(description="Shown this once; only a digest is kept.")


class ApiKeyList(BaseModel):
    data: list[ApiKey]
