"""What is asked of Amazon SNS itself: its certificates, and that a subscription counts.

Both at the topic's own origin, by addresses that are made here; what a message says is followed
nowhere, for anybody can write a message.
"""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

from faultbook.domain.deliveries import Attempt
from faultbook.domain.errors import InvalidRequest, Unavailable
from faultbook.outgoing.connection import Connection, Request
from faultbook.telemetry import logger

SECONDS = 3.0
MAX_CERTIFICATE = 16_384  # bytes
_VERSION = "2010-03-31"  # of SNS's API
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True, slots=True)
class Sns:
    connection: Connection
    origin_of: Callable[[str], str]

    def certificate(self, address: str) -> bytes | None:
        """None where SNS has none. Raises Unavailable."""
        attempt = self.connection.get(address)
        if attempt.status == HTTPStatus.OK:
            return attempt.answer.encode()
        _raise_unless_refused("certificate", attempt)
        return None

    def confirm(self, topic: str, token: str) -> None:
        """Raises InvalidRequest for a token that SNS does not take, or Unavailable."""
        parameters = {"Action": "ConfirmSubscription", "Version": _VERSION}
        form = urlencode(parameters | {"TopicArn": topic, "Token": token}).encode()
        attempt = self.connection.post(Request(f"{self.origin_of(topic)}/", _FORM, form))
        if attempt.status == HTTPStatus.OK:
            return
        _raise_unless_refused("confirmation", attempt)
        raise InvalidRequest("Amazon SNS does not take the token; request the confirmation again.")


def _raise_unless_refused(what: str, attempt: Attempt) -> None:
    """Raises Unavailable where SNS may answer otherwise later."""
    failed = {"status": attempt.status, "failure": attempt.failure}
    logger.warning(f"SNS gave no {what}", extra=failed)
    status = attempt.status or 0
    if not HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR or status in {
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.TOO_MANY_REQUESTS,
    }:
        raise Unavailable
