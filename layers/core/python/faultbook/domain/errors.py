"""Everything that can go wrong, one tree; each API's `errors.py` turns it into that API's answer.

The gateway adds leaves for what can be wrong with an HTTP request itself.

FaultbookError
├── InvalidRequest              the request breaks a rule; carries the fields
├── NotAuthenticated            no credential, or one that does not hold
├── NotPermitted                a good credential without the right for this call
├── NotFound
│   ├── FaultNotFound           missing, expired, or another customer's: never told apart
│   ├── CommentNotFound
│   ├── AccessTokenNotFound
│   ├── ApiKeyNotFound
│   ├── EndpointNotFound
│   ├── DeliveryNotFound
│   ├── HeartbeatNotFound
│   └── HostNotFound
├── Conflict
│   ├── FaultChanged            somebody else changed the fault first
│   ├── KeyHeldByAnother        another open fault has the key of one that is to be reopened
│   ├── FaultIsResolved         and takes no acknowledgement any more
│   ├── HeartbeatExists
│   ├── HeartbeatChanged
│   ├── TooManyHeartbeats
│   ├── EndpointIsOff           and is sent nothing
│   ├── HostChanged
│   ├── HostIdentifierTaken     another host has this custom identifier
│   ├── HostIsRetired           and takes no change any more
│   ├── TooManyHosts
│   ├── TooManyDocuments        kept with one host
│   └── CommentLimitReached
├── VersionMismatch             the caller has seen another version (If-Match)
├── IdempotencyKeyReused        same key, other body
├── TooLarge                    carries the most bytes that there may be
├── Unavailable                 a store or key source does not answer; carries the wait
└── UnexpectedFailure           a defect of ours; the log has it, the caller does not
"""

from collections.abc import Mapping, Sequence

from faultbook.domain.identifiers import fault_id


class FaultbookError(Exception):
    """Root of the tree; the message is meant for the caller and names no internals."""


class InvalidRequest(FaultbookError):
    """`fields` maps a field's wire name to its complaints."""

    def __init__(self, message: str, fields: Mapping[str, Sequence[str]] | None = None) -> None:
        super().__init__(message)
        self.fields = dict(fields or {})


class NotAuthenticated(FaultbookError):
    def __init__(self, message: str = "The credential is missing or not valid.") -> None:
        super().__init__(message)


class NotPermitted(FaultbookError):
    def __init__(self, message: str = "The credential does not permit this call.") -> None:
        super().__init__(message)


class NotFound(FaultbookError):
    pass


class FaultNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("There is no such fault.")


class CommentNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("There is no such comment.")


class AccessTokenNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("There is no such access token.")


class ApiKeyNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("There is no such API key.")


class EndpointNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("There is no such endpoint.")


class DeliveryNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("There is no such delivery.")


class HeartbeatNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("There is no such heartbeat.")


class HostNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("There is no such host.")


class Conflict(FaultbookError):
    pass


class FaultChanged(Conflict):
    def __init__(self) -> None:
        super().__init__("The fault was changed meanwhile; read it again.")


class KeyHeldByAnother(Conflict):
    def __init__(self, customer_id: str, number: int) -> None:
        named = f"{fault_id(customer_id, number)} (number {number})"
        super().__init__(f"Another fault is open under the same deduplication key: {named}.")


class FaultIsResolved(Conflict):
    def __init__(self) -> None:
        super().__init__("The fault is resolved; only an open one can be acknowledged.")


class HeartbeatExists(Conflict):
    def __init__(self) -> None:
        super().__init__("There is a heartbeat of this name.")


class HeartbeatChanged(Conflict):
    def __init__(self) -> None:
        super().__init__("The heartbeat was changed meanwhile; read it again.")


class TooManyHeartbeats(Conflict):
    def __init__(self) -> None:
        super().__init__("There are as many heartbeats as there may be; delete some of them.")


class EndpointIsOff(Conflict):
    def __init__(self) -> None:
        super().__init__("The endpoint is switched off; switch it on before anything is sent.")


class HostChanged(Conflict):
    def __init__(self) -> None:
        super().__init__("The host was changed meanwhile; read it again.")


class HostIdentifierTaken(Conflict):
    def __init__(self) -> None:
        super().__init__("Another host has this custom identifier.")


class HostIsRetired(Conflict):
    def __init__(self) -> None:
        super().__init__("The host is retired.")


class TooManyHosts(Conflict):
    def __init__(self) -> None:
        super().__init__("There are as many hosts as there may be; retire some of them.")


class TooManyDocuments(Conflict):
    def __init__(self) -> None:
        super().__init__("The host has as many metadata as it may have; delete some of them.")


class CommentLimitReached(Conflict):
    def __init__(self, limit: int) -> None:
        super().__init__(f"A fault takes at most {limit} comments.")


class VersionMismatch(FaultbookError):
    def __init__(self) -> None:
        super().__init__("The fault is not at the version that If-Match names.")


class IdempotencyKeyReused(FaultbookError):
    def __init__(self) -> None:
        super().__init__("This Idempotency-Key was used with another request.")


class TooLarge(FaultbookError):
    def __init__(self, limit: int, what: str = "body") -> None:
        super().__init__(f"The {what} may have at most {limit} bytes.")
        self.limit = limit


class Unavailable(FaultbookError):
    """`retry_after` is in whole seconds."""

    def __init__(self, retry_after: int = 2) -> None:
        super().__init__("The service cannot answer right now; try again.")
        self.retry_after = retry_after


class UnexpectedFailure(FaultbookError):
    def __init__(self) -> None:
        super().__init__("The service failed; the request id leads to the reason in its log.")
