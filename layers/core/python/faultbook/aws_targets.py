"""Calls of AWS that tell somebody of a change; whatever happens is an attempt."""

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError, ConnectTimeoutError, ReadTimeoutError

from faultbook.aws import reason_of
from faultbook.domain.deliveries import Attempt, Failure
from faultbook.outgoing.aws_call import AwsCall, Operation
from faultbook.telemetry import logger
from faultbook.usecases.ports import Clock

if TYPE_CHECKING:
    from faultbook.aws import Aws

_SERVICES = {
    Operation.PUT_EVENTS: "events",
    Operation.PUBLISH: "sns",
    Operation.SEND_EMAIL: "sesv2",
}
_GOOD, _REFUSED, _TROUBLE = 200, 400, 503
# Of an entry that a bus did not take; the others are the entry's own fault.
_PASSING = {"InternalFailure", "InternalException", "ThrottlingException"}


@dataclass(frozen=True, slots=True)
class AwsTargets:
    """A client is made when it is first needed, and kept."""

    aws: "Aws"
    clock: Clock
    mail_from: str
    _clients: dict[tuple[str, str], Any] = field(default_factory=dict)

    def post(self, call: AwsCall) -> Attempt:
        started, at = time.monotonic(), self.clock()
        status, failure, answer = _GOOD, None, ""
        try:
            status, answer = self._made(call)
        except ClientError as error:
            status, answer = _status_of(error), reason_of(error)
        except BotoCoreError as error:
            late = isinstance(error, ConnectTimeoutError | ReadTimeoutError)
            failure = Failure.TIMEOUT if late else Failure.CONNECT
        if status != _GOOD and failure is None:
            failure = Failure.STATUS
            logger.warning("told nobody", extra={"operation": call.operation, "reason": answer})
        return Attempt(
            at=at,
            milliseconds=round((time.monotonic() - started) * 1000),
            status=None if failure in {Failure.TIMEOUT, Failure.CONNECT} else status,
            failure=failure,
            answer=answer,
        )

    def _made(self, call: AwsCall) -> tuple[int, str]:
        """Status and answer. Raises ClientError or BotoCoreError."""
        client = self._client(_SERVICES[call.operation], call.region)
        if call.operation is Operation.PUT_EVENTS:
            return _of_entry(client.put_events(**call.parameters)["Entries"][0])
        if call.operation is Operation.SEND_EMAIL:
            sent = client.send_email(FromEmailAddress=self.mail_from, **call.parameters)
            return _GOOD, str(sent["MessageId"])
        return _GOOD, str(client.publish(**call.parameters)["MessageId"])

    def _client(self, service: str, region: str) -> Any:
        key = service, region
        if key not in self._clients:
            self._clients[key] = self.aws.client(service, region)
        return self._clients[key]


def _of_entry(entry: dict[str, str]) -> tuple[int, str]:
    """PutEvents answers 200 also where it took nothing."""
    code = entry.get("ErrorCode", "")
    if not code:
        return _GOOD, entry.get("EventId", "")
    return (_TROUBLE if code in _PASSING else _REFUSED), code


def _status_of(error: ClientError) -> int:
    """Throttling is answered 400."""
    if "Throttl" in error.response["Error"]["Code"]:
        return _TROUBLE
    return int(error.response["ResponseMetadata"].get("HTTPStatusCode", _TROUBLE))
