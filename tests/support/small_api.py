"""A small Api to test the gateway with; its tests know no real one."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from faultbook.domain import errors
from faultbook.gateway.api import Api, Call
from faultbook.gateway.errors import TooManyRequests
from faultbook.gateway.http import Answer, Request
from faultbook.usecases.caller import Caller, Scope
from tests.support.http_events import Response, an_event


class Thing(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    name: Annotated[str, Field(max_length=10)]
    size: int = 1


class Nothing(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    reason: str = ""


class Search(BaseModel):
    model_config = ConfigDict(extra="forbid")
    q: str = ""


CALLERS = {
    "reader": Caller("cus_1", "user_r", frozenset({Scope.READ})),
    "writer": Caller("cus_1", "user_w", frozenset({Scope.READ, Scope.WRITE})),
    "flooder": Caller("cus_2", "user_f", frozenset({Scope.READ})),
}


def authenticate(request: Request) -> Caller:
    try:
        return CALLERS[request.headers["authorization"]]
    except KeyError as error:
        raise errors.NotAuthenticated from error


def admit(caller: Caller) -> None:
    if caller.customer_id == "cus_2":
        raise TooManyRequests(3)


def error_answer(error: errors.FaultbookError, request: Request) -> Answer:
    """The error's class as the answer, so that a test sees which one it was."""
    body = {"error": type(error).__name__, "fields": getattr(error, "fields", {})}
    allow = {"Allow": ", ".join(error.allowed)} if hasattr(error, "allowed") else {}
    return Answer(418, body | {"request": request.request_id}, allow)


api = Api("tests", authenticate, admit, error_answer)


@api.route("GET", "/things", scope=Scope.READ, query=Search, answers={200: dict})
def list_things(call: Call, query: Search) -> Answer:
    """Things.

    Not the summary any more.
    """
    return Answer(200, {"q": query.q, "who": call.caller.subject, "of": call.customer_id})


@api.route("POST", "/things", "/objects", scope=Scope.WRITE, body=Thing, answers={201: dict})
def make_thing(call: Call, body: Thing) -> Answer:
    del call
    return Answer(201, {"name": body.name, "size": body.size})


@api.route("GET", "/things/<name>", scope=Scope.READ, answers={200: dict})
def get_thing(call: Call) -> Answer:
    return Answer(200, dict(call.parameters))


@api.route("GET", "/things/newest", scope=Scope.READ, answers={200: dict})
def get_newest_thing(call: Call) -> Answer:
    del call
    return Answer(200, {"name": "the newest"})


@api.route("DELETE", "/things/<name>", scope=Scope.WRITE, body=Nothing, answers={200: dict})
def remove_thing(call: Call, body: Nothing) -> Answer:
    return Answer(200, {"removed": call.parameters["name"], "reason": body.reason})


@api.route("GET", "/parts/<name>", "/pieces/<name>", scope=None, answers={200: dict})
def get_part(call: Call) -> Answer:
    return Answer(200, {"name": call.parameters["name"]}, {"ETag": '"1"'})


@api.route("GET", "/open", scope=None, answers={200: dict})
def get_open(call: Call) -> Answer:
    return Answer(200, {"customer": call.customer_id})


@api.route("GET", "/broken", scope=Scope.READ, answers={200: dict})
def get_broken(call: Call) -> Answer:
    raise ValueError("s3cret " + call.request.headers["x-text"])


@api.route("GET", "/unwritable", scope=Scope.READ, answers={200: dict})
def get_unwritable(call: Call) -> Answer:
    del call
    return Answer(200, {"a": float("nan")})


def ask(method: str, path: str, who: str | None = "writer", **parts: Any) -> Response:
    headers = dict(parts.pop("headers", {})) | ({"authorization": who} if who else {})
    return Response.of(api.handle(an_event(method, path, headers=headers, **parts)))


def error_of(response: Response) -> str:
    assert response.status == 418
    return str(response.json["error"])
