"""Core error -> the JsonError of Micronaut, on which the Incidents service runs."""

from http import HTTPStatus
from typing import Any

from faultbook.domain import errors
from faultbook.gateway.http import Answer, Request

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


def error_answer(error: errors.FaultbookError, request: Request) -> Answer:
    """`logref` is the request's id, which the log of the service has too."""
    body: dict[str, Any] = {
        "message": str(error),
        "logref": request.request_id,
        "path": request.path,
        "_links": {"self": {"href": request.path, "templated": False}},
        "_embedded": {"errors": [{"message": text} for text in _details(error)]},
    }
    return Answer(status_of(error), body, _headers(error))


def status_of(error: errors.FaultbookError) -> HTTPStatus:
    """Of the error's class or the nearest one above it."""
    return next(STATUS[cls] for cls in type(error).__mro__ if cls in STATUS)


def _details(error: errors.FaultbookError) -> list[str]:
    if isinstance(error, errors.InvalidRequest) and error.fields:
        return [f"{name}: {', '.join(said)}" for name, said in error.fields.items()]
    return [str(error)]


def _headers(error: errors.FaultbookError) -> dict[str, str]:
    if isinstance(error, errors.MethodNotAllowed):
        return {"Allow": ", ".join(error.allowed)}
    if isinstance(error, errors.NotAuthenticated):
        return {"WWW-Authenticate": "Bearer"}
    if isinstance(error, (errors.TooManyRequests, errors.Unavailable)):
        return {"Retry-After": str(error.retry_after)}
    return {}
