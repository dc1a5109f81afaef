"""Answers as models, or as the errors that they report."""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar, cast

import httpx
from pydantic import TypeAdapter, ValidationError

from faultbook_client.change_models import ChangeEvent
from faultbook_client.endpoint_models import Delivery, Endpoint, MadeEndpoint, WholeDelivery
from faultbook_client.errors import FaultbookError, Problem, UnexpectedAnswer, failure
from faultbook_client.event_models import Event
from faultbook_client.group_models import Group
from faultbook_client.heartbeat_models import Heartbeat
from faultbook_client.models import CustomerSettings, Fault, Statistics, TimelineEntry

Model = TypeVar("Model")

# What a gateway or a firewall before Faultbook says with good reason, and not as Faultbook does.
_FROM_BEFORE = frozenset({401, 403, 413, 429, 431})
_SHOWN = 200  # characters of a body that nobody expected
_SECRET = 8  # characters: what is shorter guards nothing, and is found within words
_WITH_WIRE = (
    Fault,
    Group,
    Statistics,
    TimelineEntry,
    CustomerSettings,
    Event,
    Heartbeat,
    ChangeEvent,
    Endpoint,
    MadeEndpoint,
    Delivery,
    WholeDelivery,
)


def reader(model: type[Model], *names: str) -> Callable[[Any], Model]:
    """Reads the member of these names; without names the answer itself."""
    return lambda wire: read(model, member(wire, *names))


def list_reader(model: type[Model], *names: str) -> Callable[[Any], list[Model]]:
    return lambda wire: read_each(model, member(wire, *names))


def read(model: type[Model], wire: Any) -> Model:
    """Raises UnexpectedAnswer."""
    members = {**wire, "wire": wire} if model in _WITH_WIRE and isinstance(wire, dict) else wire
    try:
        value: Model = _adapter(cast("Any", model)).validate_python(members)
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


def json_of(answer: httpx.Response) -> Any:
    """None where there is no body. Raises UnexpectedAnswer."""
    if not answer.content:
        return None
    try:
        return answer.json()
    except (ValueError, RecursionError) as error:
        raise UnexpectedAnswer(_not_faultbook(answer)) from error


def failure_of(answer: httpx.Response) -> FaultbookError:
    """The error of a problem document, or of a gateway's answer in front of Faultbook."""
    try:
        body = answer.json()
    except (ValueError, RecursionError):
        body = None
    problem = body if isinstance(body, dict) else {}
    status = answer.status_code
    if "detail" not in problem and not answer.is_server_error and status not in _FROM_BEFORE:
        return UnexpectedAnswer(_not_faultbook(answer))
    return failure(
        Problem(
            status=status,
            title=str(problem.get("title") or answer.reason_phrase or status),
            detail=_shown(answer, problem.get("detail") or problem.get("message"))
            or _not_faultbook(answer),
            request_id=str(problem.get("request_id") or answer.headers.get("X-Request-Id", "")),
            errors=errors_of(problem),
        )
    )


def errors_of(problem: dict[str, Any]) -> dict[str, list[str]]:
    """A problem document's complaints by field."""
    errors = problem.get("errors")
    if not isinstance(errors, dict):
        return {}
    return {
        str(name): [str(word) for word in (words if isinstance(words, list) else [words])]
        for name, words in errors.items()
    }


@cache
def _adapter(model: Any) -> TypeAdapter[Any]:
    return TypeAdapter(model)


def _not_faultbook(answer: httpx.Response) -> str:
    moved = answer.has_redirect_location
    text = _shown(answer, f"Location: {answer.headers['Location']}" if moved else answer.text)
    quoted = f": {text[:_SHOWN]}" if text else "."
    return (
        f"{answer.url.host} answered {answer.status_code} in a way that is not Faultbook's{quoted}"
    )


def _shown(answer: httpx.Response, detail: Any) -> str:
    """In one line, and without the token, which the other side may repeat."""
    text = " ".join(str(detail or "").split())
    token = answer.request.headers.get("Authorization", "").partition(" ")[2]
    return text.replace(token, "(the token)") if len(token) >= _SECRET else text
