"""Core error -> problem details, which carry Altostrat's `message` and `errors` too."""

from faultbook.domain import errors
from faultbook.gateway.error_status import headers_of, status_of
from faultbook.gateway.http import Answer, Request
from faultbook.gateway.problem import MEDIA_TYPE, details_of
from functions.fault_api.answers import Problem


def problem(error: errors.FaultbookError, request: Request) -> Answer:
    return Answer(status_of(error), problem_of(error, request), _headers(error), MEDIA_TYPE)


def problem_of(error: errors.FaultbookError, request: Request) -> Problem:
    fields = error.fields if isinstance(error, errors.InvalidRequest) else {}
    body: Problem = {
        **details_of(error),
        "message": str(error),
        "request_id": request.request_id,
        "errors": {name: list(complaints) for name, complaints in fields.items()},
    }
    if not fields:
        del body["errors"]
    return body


def _headers(error: errors.FaultbookError) -> dict[str, str]:
    if isinstance(error, errors.NotAuthenticated):
        return {"WWW-Authenticate": 'Bearer realm="faultbook"'}
    return headers_of(error)
