"""The wire of webhooks: what answers carry."""

from typing_extensions import TypedDict


class Refused(TypedDict):
    """`alert` is its place in the notification, from 0."""

    alert: int
    message: str


class Taken(TypedDict):
    """Of a notification, alert by alert."""

    accepted: int
    refused: list[Refused]


class Error(TypedDict):
    """`errors` says of each member what is wrong with it."""

    message: str
    errors: list[str]
