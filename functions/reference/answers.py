"""The wire of the reference: what answers carry."""

from typing import Literal

from typing_extensions import TypedDict


class Health(TypedDict):
    status: Literal["ok"]
    version: str
