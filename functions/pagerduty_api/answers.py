"""The wire of PagerDuty's Events API v2: answers."""

from typing import Literal

from typing_extensions import TypedDict


class Accepted(TypedDict):
    """`dedup_key` is the event's own, or one that was made for it."""

    status: Literal["success"]
    message: str
    dedup_key: str


class ChangeAccepted(TypedDict):
    status: Literal["success"]
    message: str


class Error(TypedDict):
    """`errors` has one sentence for each complaint."""

    status: str
    message: str
    errors: list[str]
