"""Core error -> status, `ErrorCode` and `ErrorMessage` headers, and a JSON body.

Clients were seen to read `message`, `error`, a key for each field, or the headers; all are there.
The vendor lists 400, 401, 404, 405 and 500; 429 and 503 are those that its clients try again on.
"""

from http import HTTPStatus

from faultbook.domain import errors
from faultbook.gateway import error_status
from faultbook.gateway.error_status import Statuses
from faultbook.gateway.errors import UnsupportedMediaType
from faultbook.gateway.http import Answer, Request, phrase_of

STATUS: Statuses = error_status.STATUS | {
    errors.NotPermitted: HTTPStatus.UNAUTHORIZED,  # as the vendor answers a key without the right
    errors.Conflict: HTTPStatus.BAD_REQUEST,
    errors.FaultChanged: HTTPStatus.SERVICE_UNAVAILABLE,  # others were faster: try again
    errors.VersionMismatch: HTTPStatus.BAD_REQUEST,
    errors.IdempotencyKeyReused: HTTPStatus.BAD_REQUEST,
    errors.TooLarge: HTTPStatus.BAD_REQUEST,
    UnsupportedMediaType: HTTPStatus.BAD_REQUEST,
}
_MAX_HEADER = 256


class ServerNotFound(errors.NotFound):
    def __init__(self) -> None:
        super().__init__("There is no such server.")


class CompoundServiceNotFound(errors.NotFound):
    def __init__(self) -> None:
        super().__init__("There is no such compound service.")


class UserNotFound(errors.NotFound):
    def __init__(self) -> None:
        super().__init__("There is no such user.")


class ResourceNotFound(errors.NotFound):
    def __init__(self) -> None:
        super().__init__("There is no such resource.")


class MetadataNotFound(errors.NotFound):
    def __init__(self) -> None:
        super().__init__("There is no such metadata.")


class MetadataLimitReached(errors.Conflict):
    def __init__(self, limit: int) -> None:
        super().__init__(f"An outage has at most {limit} entries of metadata.")


class OutageIsOver(errors.Conflict):
    def __init__(self) -> None:
        super().__init__("The outage is over; only one that is active can be acknowledged.")


def invalid(field: str, complaint: str) -> errors.InvalidRequest:
    """Of one field, in the words of those that the schemas refuse."""
    return errors.InvalidRequest("The request is not valid.", {field: [complaint]})


def error_answer(error: errors.FaultbookError, _request: Request) -> Answer:
    status = error_status.status_of(error, STATUS)
    fields = _fields(error)
    message = str(error)
    if fields:
        message += " " + "; ".join(f"{name}: {complaint}" for name, complaint in fields.items())
    body = fields | {"error": phrase_of(status), "message": message}
    return Answer(status, body, {"ErrorCode": str(status.value)} | _headers(error, message))


def _fields(error: errors.FaultbookError) -> dict[str, str]:
    if not isinstance(error, errors.InvalidRequest):
        return {}
    return {name: ", ".join(complaints) for name, complaints in error.fields.items()}


def _headers(error: errors.FaultbookError, message: str) -> dict[str, str]:
    """A header is a line of printable ASCII, and a field's name may be anything."""
    line = "".join(c if " " <= c <= "~" else "?" for c in message)[:_MAX_HEADER]
    headers = {"ErrorMessage": line}
    if isinstance(error, errors.FaultChanged):
        headers["Retry-After"] = "1"
    return headers | error_status.headers_of(error)
