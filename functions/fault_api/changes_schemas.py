"""The wire of change events: what requests carry."""

from typing import Annotated

from pydantic import Field, StringConstraints

from faultbook.domain.listing import DEFAULT_PAGE, MAX_PAGE
from faultbook.gateway.wire_types import Path, QueryInteger, QueryZonedTime, ResourceName
from functions.fault_api.schemas import Query


class ListChanges(Query):
    limit: Annotated[QueryInteger, Field(ge=1, le=MAX_PAGE)] = DEFAULT_PAGE
    cursor: Annotated[str, StringConstraints(min_length=1, max_length=512)] | None = None
    from_: QueryZonedTime | None = Field(
        default=None, alias="from", description="Changes that were made then or later."
    )
    to: QueryZonedTime | None = Field(default=None, description="Changes that were made before.")
    site: ResourceName | None = Field(default=None, description="Changes at this site.")
    path: Path | None = Field(default=None, description="Changes at this path and below it.")
