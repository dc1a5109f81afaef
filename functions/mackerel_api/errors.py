"""Core error -> Mackerel's `{"error": {"message": ...}}`; 401 is a plain `{"error": ...}`.

Both are as mackerel-client-go and mackerel-client-ruby have recorded them.
"""

from faultbook.domain import errors
from faultbook.gateway.error_status import headers_of, status_of
from faultbook.gateway.http import Answer, Request
from functions.mackerel_api import answers

_NO_KEY = "Authentication failed. Send a valid API key in the header X-Api-Key."


def error_answer(error: errors.FaultbookError, _request: Request) -> Answer:
    return Answer(status_of(error), _body(error), headers_of(error))


def complaints_of(error: errors.InvalidRequest) -> str:
    complaints = (f"{name}: {', '.join(rules)}" for name, rules in error.fields.items())
    return " ".join([str(error), "; ".join(complaints)]).strip()


def _body(error: errors.FaultbookError) -> answers.Error:
    if isinstance(error, errors.NotAuthenticated):
        return {"error": _NO_KEY}
    if isinstance(error, errors.InvalidRequest):
        return {"error": {"message": complaints_of(error)}}
    return {"error": {"message": str(error)}}
