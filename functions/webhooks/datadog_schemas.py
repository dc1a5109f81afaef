"""What Datadog's webhook posts with the payload of docs/point-your-sender-here.md.

The payload is one's own, of Datadog's variables; one that does not apply is empty, `null`, or stays
as it is written ("Webhooks" in Datadog's documentation, under Variables).
"""

import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from faultbook.gateway.wire_types import any_as_text, cut_after, seen, seen_and_cut_after

MAX_EVENT = 262_144  # bytes
_MAX_TEXT = 15_000
_MAX_NAME = 1_000
_VARIABLE = re.compile(r"\$[A-Z_]+")


def _read(most: int) -> BeforeValidator:
    clean: Any = any_as_text(most).func

    def read(value: Any) -> str:
        text: str = clean(value).strip()
        return "" if text == "null" or _VARIABLE.fullmatch(text) else text

    return BeforeValidator(read, json_schema_input_type=Any)


Name = Annotated[str, _read(_MAX_NAME), cut_after(_MAX_NAME)]
Text = Annotated[str, _read(_MAX_TEXT), cut_after(_MAX_TEXT)]
Needed = Annotated[str, seen(_MAX_NAME), seen_and_cut_after(_MAX_NAME)]


class MonitorEvent(BaseModel):
    """`monitor` and `cycle` are which alert it is, from its trigger to its recovery."""

    model_config = ConfigDict(defer_build=True, extra="ignore", frozen=True)

    monitor: Needed
    transition: Needed
    cycle: Name = ""
    scope: Name = ""
    title: Name = ""
    text: Text = ""
    priority: Name = ""
    host: Name = ""
    metric: Name = ""
    tags: Text = Field(default="", description="`name:value`, with commas between.")
    link: Name = ""
