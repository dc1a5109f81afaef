"""Core error -> RFC 9457 problem details."""

from typing_extensions import TypedDict

from faultbook.domain.errors import FaultbookError
from faultbook.gateway.error_status import headers_of, status_of
from faultbook.gateway.http import Answer, Request, phrase_of

MEDIA_TYPE = "application/problem+json"


class Details(TypedDict):
    """The members that RFC 9457 defines."""

    type: str
    title: str
    status: int
    detail: str


class Problem(Details):
    """RFC 9457."""

    request_id: str


def problem(error: FaultbookError, request: Request) -> Answer:
    """For functions that ask for no credential."""
    body: Problem = {**details_of(error), "request_id": request.request_id}
    return Answer(status_of(error), body, headers_of(error), MEDIA_TYPE)


def details_of(error: FaultbookError) -> Details:
    status = status_of(error)
    return {
        "type": "about:blank",
        "title": phrase_of(status),
        "status": status.value,
        "detail": str(error),
    }
