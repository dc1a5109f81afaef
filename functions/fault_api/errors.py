"""Core error -> RFC 9457 problem details, which carry Altostrat's `message` and `errors` too."""

from typing import Any

from faultbook.domain import errors
from faultbook.gateway.error_status import headers_of, status_of
from faultbook.gateway.http import Answer, Request, phrase_of


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


def _headers(error: errors.FaultbookError) -> dict[str, str]:
    if isinstance(error, errors.NotAuthenticated):
        return {"WWW-Authenticate": 'Bearer realm="faultbook"'}
    return headers_of(error)
