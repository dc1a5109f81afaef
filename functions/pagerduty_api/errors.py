"""Core error -> PagerDuty's `status`, `message` and `errors`, one sentence for each.

An unknown key is 400 as at PagerDuty: none of its clients knows the answer 401.
"""

from http import HTTPStatus

from faultbook.domain import errors
from faultbook.gateway.error_status import STATUS, headers_of, status_of
from faultbook.gateway.errors import MalformedBody, TooManyRequests
from faultbook.gateway.http import Answer, Request, phrase_of
from functions.pagerduty_api import answers

_STATUS = STATUS | {errors.NotAuthenticated: HTTPStatus.BAD_REQUEST}
_UNKNOWN_KEY = "'routing_key' is not known"
_INVALID = "Event object is invalid"


def error_answer(error: errors.FaultbookError, _request: Request) -> Answer:
    return Answer(status_of(error, _STATUS), _body(error), headers_of(error))


def _body(error: errors.FaultbookError) -> answers.Error:
    match error:
        case MalformedBody():
            return _error(
                "Unrecognized object", "Event object format is unrecognized", ["JSON parse error"]
            )
        case errors.NotAuthenticated():
            return _error("invalid event", _INVALID, [_UNKNOWN_KEY])
        case errors.InvalidRequest():
            return _error("invalid event", _INVALID, _sentences(error) or [str(error)])
        case TooManyRequests():
            return _error(
                "throttle exceeded",
                "Requests for this service are arriving too quickly.",
                [f"try again in {error.retry_after} s"],
            )
        case _:
            return _error(phrase_of(status_of(error, _STATUS)).lower(), str(error), [str(error)])


def _error(status: str, message: str, details: list[str]) -> answers.Error:
    return {"status": status, "message": message, "errors": details}


def _sentences(error: errors.InvalidRequest) -> list[str]:
    return [
        f"'{name}' is missing or blank" if message == "Field required" else f"'{name}': {message}"
        for name, messages in error.fields.items()
        for message in messages
    ]
