"""Core error -> RFC 9457 problem details, for functions that ask for no credential."""

from dataclasses import dataclass
from http import HTTPStatus

from faultbook.domain import errors
from faultbook.gateway.http import Answer, Request, phrase_of

_STATUS: dict[type[errors.FaultbookError], HTTPStatus] = {
    errors.InvalidRequest: HTTPStatus.BAD_REQUEST,
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.MethodNotAllowed: HTTPStatus.METHOD_NOT_ALLOWED,
    errors.FaultbookError: HTTPStatus.INTERNAL_SERVER_ERROR,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    request_id: str


def problem(error: errors.FaultbookError, request: Request) -> Answer:
    status = next(_STATUS[cls] for cls in type(error).__mro__ if cls in _STATUS)
    body = {
        "type": "about:blank",
        "title": phrase_of(status),
        "status": status.value,
        "detail": str(error),
        "request_id": request.request_id,
    }
    allowed = isinstance(error, errors.MethodNotAllowed) and {"Allow": ", ".join(error.allowed)}
    return Answer(status, body, allowed or {}, "application/problem+json")
