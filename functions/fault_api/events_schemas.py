"""The wire of the event log: what requests carry."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

from faultbook.domain.events import TYPES
from faultbook.domain.listing import DEFAULT_PAGE, MAX_PAGE
from faultbook.gateway.wire_types import Path, QueryInteger
from functions.fault_api.schemas import Query

LATEST = "latest"
TYPES_THERE_ARE = frozenset(TYPES)


def _types(value: Any) -> frozenset[str]:
    names = str(value).split(",")
    if not TYPES_THERE_ARE.issuperset(names):
        raise ValueError(f"types of events, joined by commas: {', '.join(TYPES)}")
    return frozenset(names)


Types = Annotated[
    frozenset[str],
    BeforeValidator(_types, json_schema_input_type=str),
    Field(
        json_schema_extra={
            "pattern": f"^({'|'.join(TYPES)})(,({'|'.join(TYPES)}))*$".replace(".", "[.]"),
            "x-words": "types of events, joined by commas",
        }
    ),
]


class ListEvents(Query):
    after: Annotated[str, StringConstraints(min_length=1, max_length=512)] | None = Field(
        default=None,
        description="`meta.cursor` of the answer before, or `latest` for what comes from now on; "
        "from the oldest event on if not given.",
    )
    types: Types | None = Field(default=None, description="Only of these types.")
    path: Path | None = Field(default=None, description="Only at this path and below it.")
    limit: Annotated[QueryInteger, Field(ge=1, le=MAX_PAGE)] = DEFAULT_PAGE
