"""Core error -> a `message`, and `errors` where several things are wrong.

Who is over the quota gets 503: Alertmanager sends again what was answered so, and drops what was
answered 429.
"""

from http import HTTPStatus

from faultbook.domain import errors
from faultbook.gateway.error_status import STATUS, headers_of, status_of
from faultbook.gateway.errors import TooManyRequests
from faultbook.gateway.http import Answer, Request
from functions.webhooks import answers

_NO_NOTIFICATION = (
    "This is no notification; send the tool's own payload, without a template: "
    "see docs/point-your-sender-here.md."
)
_STATUS = STATUS | {TooManyRequests: HTTPStatus.SERVICE_UNAVAILABLE}


def error_answer(error: errors.FaultbookError, _request: Request) -> Answer:
    return Answer(status_of(error, _STATUS), _body(error), headers_of(error))


def complaints_of(error: errors.InvalidRequest) -> list[str]:
    return [f"{name}: {', '.join(complaints)}" for name, complaints in error.fields.items()]


def _body(error: errors.FaultbookError) -> answers.Error:
    if isinstance(error, errors.InvalidRequest) and error.fields:
        return {"message": _NO_NOTIFICATION, "errors": complaints_of(error)}
    return {"message": str(error), "errors": []}
