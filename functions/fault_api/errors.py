"""Core error -> RFC 9457 problem details, which carry Altostrat's `message` and `errors` too."""

from http import HTTPStatus
from typing import Any

from faultbook.domain import errors
from faultbook.gateway.http import Answer, Request, phrase_of

STATUS: dict[type[errors.FaultbookError], HTTPStatus] = {
    errors.InvalidRequest: HTTPStatus.BAD_REQUEST,
    errors.NotAuthenticated: HTTPStatus.UNAUTHORIZED,
    errors.NotPermitted: HTTPStatus.FORBIDDEN,
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.MethodNotAllowed: HTTPStatus.METHOD_NOT_ALLOWED,
    errors.Conflict: HTTPStatus.CONFLICT,
    errors.PreconditionFailed: HTTPStatus.PRECONDITION_FAILED,
    errors.IdempotencyKeyReused: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.PayloadTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.UnsupportedMediaType: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    errors.TooManyRequests: HTTPStatus.TOO_MANY_REQUESTS,
    errors.Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.UnexpectedFailure: HTTPStatus.INTERNAL_SERVER_ERROR,
}


def problem(error: errors.FaultbookError, request: Request) -> Answer:
    status = status_of(error)
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": phrase_of(status),
        "status": status.value,
        "detail": str(error),
        "message": str(error),
        "request_id": request.request_id,
    }
    if isinstance(error, errors.InvalidRequest) and error.fields:
        body["errors"] = error.fields
    return Answer(status, body, _headers(error), "application/problem+json")


def status_of(error: errors.FaultbookError) -> HTTPStatus:
    """Of the error's class or the nearest one above it."""
    return next(STATUS[cls] for cls in type(error).__mro__ if cls in STATUS)


def _headers(error: errors.FaultbookError) -> dict[str, str]:
    if isinstance(error, errors.NotAuthenticated):
        return {"WWW-Authenticate": 'Bearer realm="faultbook"'}
    if isinstance(error, errors.MethodNotAllowed):
        return {"Allow": ", ".join(error.allowed)}
    if isinstance(error, (errors.TooManyRequests, errors.Unavailable)):
        return {"Retry-After": str(error.retry_after)}
    return {}
