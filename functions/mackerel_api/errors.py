"""Core error -> Mackerel's `{"error": {"message": ...}}`; 401 is a plain `{"error": ...}`.

Both are as mackerel-client-go and mackerel-client-ruby have recorded them.
"""

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
_NO_KEY = "Authentication failed. Send a valid API key in the header X-Api-Key."


def error_answer(error: errors.FaultbookError, request: Request) -> Answer:
    del request
    return Answer(status_of(error), {"error": _detail(error)}, _headers(error))


def status_of(error: errors.FaultbookError) -> HTTPStatus:
    """Of the error's class or the nearest one above it."""
    return next(STATUS[cls] for cls in type(error).__mro__ if cls in STATUS)


def _detail(error: errors.FaultbookError) -> Any:
    if isinstance(error, errors.NotAuthenticated):
        return _NO_KEY
    if isinstance(error, errors.InvalidRequest) and error.fields:
        complaints = (f"{name}: {', '.join(texts)}" for name, texts in error.fields.items())
        return {"message": f"{error} {'; '.join(complaints)}"}
    return {"message": str(error)}


def _headers(error: errors.FaultbookError) -> dict[str, str]:
    if isinstance(error, errors.MethodNotAllowed):
        return {"Allow": ", ".join(error.allowed)}
    if isinstance(error, (errors.TooManyRequests, errors.Unavailable)):
        return {"Retry-After": str(error.retry_after)}
    return {}
