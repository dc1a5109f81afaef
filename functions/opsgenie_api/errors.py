"""Core error -> Opsgenie's `message`, `took` and `requestId`, and at 422 `errors` by field."""

from http import HTTPStatus

from faultbook.domain import errors
from faultbook.gateway import error_status
from faultbook.gateway.error_status import Statuses
from faultbook.gateway.errors import TooManyRequests
from faultbook.gateway.http import Answer, Request
from functions.opsgenie_api import answers

# That clients want to be above 0. How long a request took stands in the log.
TOOK = 0.001
STATUS: Statuses = error_status.STATUS | {
    errors.InvalidRequest: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.FaultChanged: HTTPStatus.SERVICE_UNAVAILABLE,  # others were faster: try again
}
_MESSAGES: dict[type[errors.FaultbookError], str] = {
    errors.NotAuthenticated: "The API key is missing or not known.",
    errors.FaultNotFound: "Alert does not exist",
}


class RequestNotFound(errors.NotFound):
    def __init__(self) -> None:
        super().__init__("The request is not known: it was made for another customer, or never.")


class NotSupported(errors.InvalidRequest):
    def __init__(self, what: str) -> None:
        super().__init__(f"{what} are not supported here.")


def invalid(field: str, complaint: str) -> errors.InvalidRequest:
    return errors.InvalidRequest("The request is not valid.", {field: [complaint]})


def error_answer(error: errors.FaultbookError, request: Request) -> Answer:
    status = error_status.status_of(error, STATUS)
    body = answers.Error(
        message=_MESSAGES.get(type(error), str(error)), took=TOOK, requestId=request.request_id
    )
    if isinstance(error, errors.InvalidRequest) and error.fields:
        body["errors"] = {name: ", ".join(complaints) for name, complaints in error.fields.items()}
    return Answer(status, body, headers(error) | error_status.headers_of(error))


def headers(error: errors.FaultbookError | None = None) -> dict[str, str]:
    """What the Go client warns of where it is missing (opsgenie-go-sdk-v2, client.go)."""
    sent = {"X-Response-Time": str(TOOK), "X-RateLimit-State": "OK"}
    if isinstance(error, TooManyRequests):
        sent |= {
            "X-RateLimit-State": "THROTTLED",
            "X-RateLimit-Reason": "ACCOUNT",
            "X-RateLimit-Period-In-Sec": str(error.retry_after),
        }
    return sent
