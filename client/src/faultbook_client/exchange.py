"""What follows an attempt: an answer, another attempt after a pause, or an error."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic

import httpx

from faultbook_client.calls import PASSING, Answer, Call
from faultbook_client.errors import InvalidArgument, UnexpectedAnswer, Unreachable
from faultbook_client.reading import failure_of, json_of
from faultbook_client.retry import Retry, retry_after_seconds
from faultbook_client.wire import NO_TEXT, json_wire

_BUSY = 429  # refused at the door: nothing was done, whatever the request was
# The request never left, so that sending it again cannot do anything twice.
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
# A name that no resolver takes, or a port that no socket has, comes as one of the last two.
SENDING_ERRORS = (httpx.RequestError, UnicodeError, OverflowError)


_VISIBLE = re.compile(r"[!-~]{1,255}")


@dataclass(frozen=True, slots=True)
class Done(Generic[Answer]):
    answer: Answer


def request_of(http: httpx.Client | httpx.AsyncClient, call: Call[Answer]) -> httpx.Request:
    """Raises InvalidArgument."""
    for name, value in call.headers.items():
        if not _VISIBLE.fullmatch(value):
            raise InvalidArgument(f"{name} is of up to 255 visible ASCII characters.")
    content = None if call.content is None else json_wire(call.content)
    kind = {} if content is None else {"Content-Type": "application/json"}
    try:
        return http.build_request(
            call.method,
            call.path,
            params={name: value for name, value in call.query.items() if value is not None},
            content=content,
            headers={**call.headers, **kind},
        )
    except (UnicodeEncodeError, httpx.InvalidURL) as error:
        raise InvalidArgument(NO_TEXT) from error


def after(
    call: Call[Answer], outcome: httpx.Response | Exception, failed: int, retry: Retry
) -> Done[Answer] | float:
    """The answer, or the seconds until the next attempt; `failed` counts attempts up to this one.

    Raises FaultbookError.
    """
    if not isinstance(outcome, httpx.Response):
        return _after_silence(call, outcome, failed, retry)
    if outcome.is_success:
        answer = call.read(json_of(outcome))
        pause = retry.pause(failed) if call.is_passing(answer) else None
        return Done(answer) if pause is None else pause
    status = outcome.status_code
    if call.removes and failed > 1 and status == httpx.codes.NOT_FOUND:
        return Done(call.read(None))
    if status == _BUSY or (call.is_repeatable and status in PASSING):
        server_pause = retry_after_seconds(outcome.headers.get("Retry-After"), datetime.now(UTC))
        pause = retry.pause(failed, server_pause)
        if pause is not None:
            return pause
    raise failure_of(outcome)


def _after_silence(call: Call[Answer], error: Exception, failed: int, retry: Retry) -> float:
    can_repeat = isinstance(error, _NOT_SENT) or (
        call.is_repeatable and isinstance(error, httpx.TransportError)
    )
    pause = retry.pause(failed) if can_repeat else None
    if pause is None:
        raise unanswered(error) from error
    return pause


def unanswered(error: Exception) -> Unreachable | UnexpectedAnswer:
    """Texts of errors other than the network's are left out: they may quote what was sent."""
    if isinstance(error, httpx.DecodingError):
        return UnexpectedAnswer(f"The answer cannot be decoded: {error}")
    if not isinstance(error, httpx.RequestError):
        return Unreachable("The host of the URL cannot be looked up.")
    url = error.request.url
    base = f"{url.scheme}://{url.netloc.decode()}"
    if isinstance(error, httpx.TimeoutException):
        return Unreachable(f"{base} did not answer in time ({type(error).__name__}).")
    if isinstance(error, httpx.LocalProtocolError | httpx.UnsupportedProtocol):
        return Unreachable(f"{base} cannot be asked this ({type(error).__name__}).")
    return Unreachable(f"{base} cannot be reached: {str(error) or type(error).__name__}")
