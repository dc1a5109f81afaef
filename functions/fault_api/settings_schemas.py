"""The wire of a customer's settings: names, types and limits, nothing else."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from faultbook.domain.customer_settings import MAX_SERVERS
from faultbook.domain.stripes import MAX_STRIPES


def _all_different(names: list[str]) -> list[str]:
    if len(set(names)) < len(names):
        raise ValueError("names that all differ")
    return names


def _unnamed() -> Any:
    return None


# As the FortiMonitor API takes them in its paths.
ServerName = Annotated[str, Field(pattern=r'^[!-"$-.0-{}~]{1,255}$')]
Servers = Annotated[
    list[ServerName],
    Field(min_length=1, max_length=MAX_SERVERS, json_schema_extra={"uniqueItems": True}),
    AfterValidator(_all_different),
]
StripeCount = Annotated[int, Field(ge=1, le=MAX_STRIPES)]


class ChangeSettings(BaseModel):
    """What is not named stays as it is. `servers` null: any name is a server."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    servers: Servers | None = Field(default=None, description="FortiMonitor servers there are.")
    stripes: StripeCount = Field(
        default_factory=_unnamed,
        description="One for each thousand faults a second that are reported or resolved.",
    )


class StripesInForce(BaseModel):
    """`chosen` is written under from `since` on, which may lie ahead; null: it always was."""

    chosen: int
    since: datetime | None
    read: int = Field(description="Stripes that each list reads: the most there ever were.")


class Settings(BaseModel):
    servers: list[str] | None
    stripes: StripesInForce
