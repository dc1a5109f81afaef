"""Requests with retries, and answers as errors or as models."""

import time
import urllib.parse
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar, cast

import httpx
from pydantic import TypeAdapter, ValidationError

from faultbook_client.errors import (
    FaultbookError,
    Problem,
    UnexpectedAnswer,
    Unreachable,
    failure,
)
from faultbook_client.models import Fault, Statistics, TimelineEntry
from faultbook_client.retry import Retry, retry_after_seconds

Model = TypeVar("Model")

_BUSY = 429  # refused at the door: nothing was done, whatever the request was
PASSING = frozenset({500, 502, 503, 504})
# What a gateway or a firewall before Faultbook says with good reason, and not as Faultbook does.
_FROM_BEFORE = frozenset({401, 403, 413, 429, 431})
# The request never left, so that sending it again cannot do anything twice.
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_SHOWN = 200  # characters of a body that nobody expected
_WITH_WIRE = (Fault, Statistics, TimelineEntry)


class Transport:
    def __init__(self, http: httpx.Client, retry: Retry) -> None:
        self._http = http
        self._retry = retry

    def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        content: Any = None,
        headers: Mapping[str, str] | None = None,
        repeatable: bool = True,
        removes: bool = False,
    ) -> Any:
        """The JSON of the answer; None where there is none.

        Not `repeatable` is what would be done twice when its answer was lost: it is sent again only
        where it cannot have arrived, or was refused at the door. What `removes`, and finds nothing
        at a second attempt, did so at the first.

        Raises FaultbookError.
        """
        request = self._http.build_request(
            method,
            path,
            params={name: value for name, value in (query or {}).items() if value is not None},
            json=content,
            headers=dict(headers or {}),
        )
        failed = 0
        while True:
            try:
                answer = self._http.send(request)
            except httpx.TransportError as error:
                failed += 1
                can_repeat = repeatable or isinstance(error, _NOT_SENT)
                self._pause(failed if can_repeat else None, None, _unreachable(request, error))
                continue
            if answer.is_success:
                return _json(answer)
            failed += 1
            can_repeat = answer.status_code == _BUSY or (
                repeatable and answer.status_code in PASSING
            )
            told = retry_after_seconds(answer.headers.get("Retry-After"), datetime.now(UTC))
            if removes and failed > 1 and answer.status_code == httpx.codes.NOT_FOUND:
                return None
            self._pause(failed if can_repeat else None, told, _failure(answer))

    def wait(self, failed: int) -> bool:
        """Whether there is another attempt after so many failed ones; it is time for it then."""
        seconds = self._retry.pause(failed)
        if seconds is None:
            return False
        time.sleep(seconds)
        return True

    def _pause(self, failed: int | None, told: float | None, error: Exception) -> None:
        """Waits for the next attempt. Raises `error` where there is none."""
        seconds = self._retry.pause(failed, told) if failed is not None else None
        if seconds is None:
            raise error
        time.sleep(seconds)


def read(model: type[Model], wire: Any) -> Model:
    """Raises UnexpectedAnswer."""
    told = {**wire, "wire": wire} if model in _WITH_WIRE and isinstance(wire, dict) else wire
    try:
        value: Model = _adapter(cast("Any", model)).validate_python(told)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise UnexpectedAnswer(
            f"The answer is not a {model.__name__}: {place}: {first['msg']}"
        ) from error
    return value


def read_each(model: type[Model], wires: Any) -> list[Model]:
    """Raises UnexpectedAnswer."""
    if not isinstance(wires, list):
        raise UnexpectedAnswer(f"The answer is not a list of {model.__name__}.")
    return [read(model, wire) for wire in wires]


def member(wire: Any, *names: str) -> Any:
    """Of an object within an object. Raises UnexpectedAnswer."""
    for name in names:
        if not isinstance(wire, dict) or name not in wire:
            raise UnexpectedAnswer(f"The answer has no {'.'.join(names)}.")
        wire = wire[name]
    return wire


def quoted(segment: str) -> str:
    """One segment of a path, whatever is in it."""
    return urllib.parse.quote(segment, safe="")


def time_wire(at: datetime) -> str:
    """A time without a zone is the local time of this machine."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


@cache
def _adapter(model: Any) -> TypeAdapter[Any]:
    return TypeAdapter(model)


def _json(answer: httpx.Response) -> Any:
    if not answer.content:
        return None
    try:
        return answer.json()
    except ValueError as error:
        raise UnexpectedAnswer(_not_faultbook(answer)) from error


def _failure(answer: httpx.Response) -> FaultbookError:
    """The error that a problem document tells of, or whatever is said in front of Faultbook."""
    try:
        body = answer.json()
    except ValueError:
        body = None
    told = body if isinstance(body, dict) else {}
    status = answer.status_code
    if "detail" not in told and not answer.is_server_error and status not in _FROM_BEFORE:
        return UnexpectedAnswer(_not_faultbook(answer))
    errors = told.get("errors")
    return failure(
        Problem(
            status=status,
            title=str(told.get("title") or answer.reason_phrase or status),
            detail=str(told.get("detail") or told.get("message") or _not_faultbook(answer)),
            request_id=str(told.get("request_id") or answer.headers.get("X-Request-Id", "")),
            errors=errors if isinstance(errors, dict) else {},
        )
    )


def _not_faultbook(answer: httpx.Response) -> str:
    text = " ".join(answer.text.split())[:_SHOWN]
    told = f"Location: {answer.headers['Location']}" if answer.has_redirect_location else text
    said = f": {told}" if told else "."
    return f"{answer.url.host} answered {answer.status_code} in a way that is not Faultbook's{said}"


def _unreachable(request: httpx.Request, error: httpx.TransportError) -> Unreachable:
    base = f"{request.url.scheme}://{request.url.netloc.decode()}"
    if isinstance(error, httpx.TimeoutException):
        return Unreachable(f"{base} did not answer in time ({type(error).__name__}).")
    return Unreachable(f"{base} cannot be reached: {str(error) or type(error).__name__}")
