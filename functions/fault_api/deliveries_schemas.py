"""The wire of deliveries: what requests carry."""

from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator

from faultbook.domain.deliveries import DeliveryState
from faultbook.domain.listing import DEFAULT_PAGE, MAX_PAGE
from faultbook.gateway.wire_types import AS_TEXT, QueryInteger, QueryZonedTime, ZonedTime
from functions.fault_api.schemas import Body, Cursor, Query, unnamed


class ListDeliveries(Query):
    state: DeliveryState | None = None
    from_: QueryZonedTime | None = Field(default=None, alias="from")
    to: QueryZonedTime | None = None
    limit: Annotated[QueryInteger, Field(ge=1, le=MAX_PAGE)] = DEFAULT_PAGE
    cursor: Cursor | None = None


class Redeliver(Body):
    """All that is given holds together; `state` or a time at the least."""

    model_config = ConfigDict(
        defer_build=True,
        json_schema_extra={
            "anyOf": [{"required": [name]} for name in ("state", "from", "to")],
        },
    )

    state: Annotated[DeliveryState, AS_TEXT] = Field(default_factory=unnamed)
    from_: ZonedTime = Field(default_factory=unnamed, alias="from")
    to: ZonedTime = Field(default_factory=unnamed)
    cursor: Cursor = Field(default_factory=unnamed)

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if not self.model_fields_set - {"cursor"}:
            raise ValueError("`state`, `from` or `to`, one of them at the least")
        return self
