"""Core error -> the JsonError of Micronaut, on which the Incidents service runs."""

from typing import TYPE_CHECKING

from faultbook.domain import errors
from faultbook.gateway.error_status import headers_of, status_of
from faultbook.gateway.http import Answer, Request

if TYPE_CHECKING:
    from functions.incidents_api.answers import Error


class TypeNotFound(errors.NotFound):
    def __init__(self) -> None:
        super().__init__("There is no such type of incident.")


def error_answer(error: errors.FaultbookError, request: Request) -> Answer:
    """`logref` is the request's id, which the log of the service has too."""
    body: Error = {
        "message": str(error),
        "logref": request.request_id,
        "path": request.path,
        "_links": {"self": {"href": request.path, "templated": False}},
        "_embedded": {"errors": [{"message": text} for text in _details(error)]},
    }
    return Answer(status_of(error), body, _headers(error))


def _details(error: errors.FaultbookError) -> list[str]:
    if isinstance(error, errors.InvalidRequest) and error.fields:
        return [f"{name}: {', '.join(complaints)}" for name, complaints in error.fields.items()]
    return [str(error)]


def _headers(error: errors.FaultbookError) -> dict[str, str]:
    if isinstance(error, errors.NotAuthenticated):
        return {"WWW-Authenticate": "Bearer"}
    return headers_of(error)
