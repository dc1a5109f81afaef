"""The wire of change events: what answers carry."""

from typing import Any

from typing_extensions import TypedDict

from faultbook.gateway.answer_types import Time
from functions.fault_api.answers import ListMeta


class ChangeEvent(TypedDict):
    """`detail` is what its sender said beside the summary; null where that was all."""

    at: Time
    summary: str
    source: str
    path: str | None
    reporter: str
    detail: dict[str, Any] | None


class ChangeList(TypedDict):
    data: list[ChangeEvent]
    meta: ListMeta
