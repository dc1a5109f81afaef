"""The wire of groups of faults: what requests carry."""

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from faultbook.domain.hierarchy import MAX_SEGMENTS
from faultbook.gateway.http import list_values
from functions.fault_api.schemas import Cursor, Filters

_MAX_DIMENSIONS = 4
_NAMED = ("type", "site", "resource", "reporter", "severity", "kind")
_DIMENSION = re.compile(rf"{'|'.join(_NAMED)}|path:([1-9]|1[0-9]|{MAX_SEGMENTS})")


def _dimensions(value: Any) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(list_values(value)))
    if len(names) > _MAX_DIMENSIONS or not all(_DIMENSION.fullmatch(name) for name in names):
        raise ValueError(
            f"at most {_MAX_DIMENSIONS} of {', '.join(_NAMED)} and path:1 to path:{MAX_SEGMENTS}"
        )
    if sum(name.startswith("path:") for name in names) > 1:
        raise ValueError("one level of the path")
    return names


Dimensions = Annotated[
    tuple[str, ...],
    BeforeValidator(
        _dimensions,
        json_schema_input_type=list[
            Annotated[str, Field(json_schema_extra={"pattern": f"^({_DIMENSION.pattern})$"})]
        ],
    ),
    Field(
        json_schema_extra={
            "maxItems": _MAX_DIMENSIONS,
            "uniqueItems": True,
            "contains": {"pattern": "^path:"},
            "minContains": 0,
            "maxContains": 1,
            "x-words": "what faults of a group have in common, repeated or joined by commas",
        }
    ),
]


class ReadGroups(Filters):
    by: Dimensions = ()
    cursor: Cursor | None = None
