"""The HTTP status of each error, the same in every API; bodies are each API's own."""

from http import HTTPStatus

from faultbook.domain import errors
from faultbook.gateway.errors import MethodNotAllowed, TooManyRequests, UnsupportedMediaType

Statuses = dict[type[errors.FaultbookError], HTTPStatus]

STATUS: Statuses = {
    errors.InvalidRequest: HTTPStatus.BAD_REQUEST,
    errors.NotAuthenticated: HTTPStatus.UNAUTHORIZED,
    errors.NotPermitted: HTTPStatus.FORBIDDEN,
    errors.NotFound: HTTPStatus.NOT_FOUND,
    MethodNotAllowed: HTTPStatus.METHOD_NOT_ALLOWED,
    errors.Conflict: HTTPStatus.CONFLICT,
    errors.VersionMismatch: HTTPStatus.PRECONDITION_FAILED,
    errors.IdempotencyKeyReused: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    UnsupportedMediaType: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    TooManyRequests: HTTPStatus.TOO_MANY_REQUESTS,
    errors.Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.UnexpectedFailure: HTTPStatus.INTERNAL_SERVER_ERROR,
}


def status_of(error: errors.FaultbookError, statuses: Statuses = STATUS) -> HTTPStatus:
    """Of the error's class or the nearest one above it."""
    return next(statuses[cls] for cls in type(error).__mro__ if cls in statuses)


def headers_of(error: errors.FaultbookError) -> dict[str, str]:
    """Allow or Retry-After, where the error has one."""
    if isinstance(error, MethodNotAllowed):
        return {"Allow": ", ".join(error.allowed)}
    if isinstance(error, (TooManyRequests, errors.Unavailable)):
        return {"Retry-After": str(error.retry_after)}
    return {}
