"""Core error -> a text as JSON, as Alertmanager's API version 2 has its errors."""

import json

from faultbook.domain import errors
from faultbook.gateway.error_status import headers_of, status_of
from faultbook.gateway.http import Answer, Request


class SilenceNotFound(errors.NotFound):
    def __init__(self) -> None:
        super().__init__("There is no such silence.")


def error_answer(error: errors.FaultbookError, _request: Request) -> Answer:
    return Answer(
        status_of(error), json.dumps(_text_of(error), ensure_ascii=False), _headers(error)
    )


def _text_of(error: errors.FaultbookError) -> str:
    fields = error.fields if isinstance(error, errors.InvalidRequest) else {}
    fields_refused = [f"{name}: {', '.join(complaints)}" for name, complaints in fields.items()]
    return " ".join([str(error), "; ".join(fields_refused)]).strip()


def _headers(error: errors.FaultbookError) -> dict[str, str]:
    if isinstance(error, errors.NotAuthenticated):
        return {"WWW-Authenticate": 'Basic realm="faultbook"'}
    return headers_of(error)
