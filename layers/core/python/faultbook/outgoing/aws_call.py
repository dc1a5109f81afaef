"""A call of AWS that tells somebody: an event on a bus, a message to a topic, an e-mail."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Operation(StrEnum):
    """As IAM names them."""

    PUT_EVENTS = "events:PutEvents"
    PUBLISH = "sns:Publish"
    SEND_EMAIL = "ses:SendEmail"


@dataclass(frozen=True, slots=True)
class AwsCall:
    """Made in `region`, or in the function's own; `parameters` are those of the operation's API."""

    operation: Operation
    region: str
    parameters: Mapping[str, Any]


def region_of(arn: str) -> str:
    return arn.split(":")[3]
