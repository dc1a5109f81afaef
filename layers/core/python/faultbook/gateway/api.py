"""One API: its routes, who may call them, and how its errors look.

A request goes: route -> credential -> scope -> quota -> query and body -> handler -> answer. The
table of routes is data: the route map, 405 and the OpenAPI document are made from it. Nothing of
a request is kept between requests, so threads of the local stack can share one Api.
"""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from typing import TYPE_CHECKING, Any, NoReturn

from faultbook.domain.errors import (
    FaultbookError,
    NotPermitted,
    TooLarge,
    UnexpectedFailure,
)
from faultbook.gateway import strict_json
from faultbook.gateway.content_coding import unzipped
from faultbook.gateway.errors import MethodNotAllowed, RouteNotFound, UnsupportedMediaType
from faultbook.gateway.http import Answer, Request
from faultbook.gateway.validation import body_of, unknown_members, validated
from faultbook.telemetry import log_defect, log_request
from faultbook.usecases.caller import Caller, Scope

if TYPE_CHECKING:
    from pydantic import BaseModel

MAX_BODY = 262_144  # bytes; API Gateway takes 10 MB, Lambda 6
_JSON_MEDIA_TYPE = re.compile(
    r'application/([a-z0-9.+-]+\+)?json\s*(;\s*charset="?utf-8"?\s*)?', re.IGNORECASE
)
_PARAMETER = re.compile(r"<(\w+)>")

Handler = Callable[..., Answer]


@dataclass(frozen=True, slots=True)
class Call:
    """What a handler gets: the verified caller, the path's parameters, the request as it came."""

    caller: Caller
    parameters: Mapping[str, str]
    request: Request

    @property
    def customer_id(self) -> str:
        return self.caller.customer_id


@dataclass(frozen=True, slots=True)
class Route:
    """`answers` maps a status to the type of its body, None for an empty one; `scope` None: open.

    `path` has parameters as `<name>`; `alias_of` is the documented path of the same handler. A
    strict `body` is validated as Python's values, so an enumeration in it is marked `AS_TEXT`.
    `headers`, `answer_headers` and `errors` are for the OpenAPI document only: the request headers
    that the handler reads, the headers of its answers, and errors that scope, parameters, headers
    and models do not imply. `max_body` is in bytes, unpacked; `unzips`: the body may be in gzip.
    """

    method: str
    path: str
    scope: Scope | None
    summary: str
    handler: Handler
    answers: Mapping[int, Any]
    query: "type[BaseModel] | None" = None
    body: "type[BaseModel] | None" = None
    alias_of: str | None = None
    headers: tuple[str, ...] = ()
    answer_headers: tuple[str, ...] = ()
    errors: tuple[FaultbookError, ...] = ()
    max_body: int = MAX_BODY
    unzips: bool = False


@dataclass(slots=True)
class Api:
    """`authenticate` raises NotAuthenticated, `admit` TooManyRequests; both may raise Unavailable.

    `error_answer` gives each error the API's own shape. `any_media_type`: JSON is read whatever
    Content-Type says; `ignores_unknown_query`: also where a route declares no query. Both are what
    the clients of the compatible APIs expect. `headers` are those that every route reads, for the
    OpenAPI document. `slashed_parameters` are names in paths that may hold a slash: API Gateway
    decodes `%2F` before anybody sees the path. `read_json` makes a value of a body.
    """

    name: str
    authenticate: Callable[[Request], Caller]
    admit: Callable[[Caller], None]
    error_answer: Callable[[FaultbookError, Request], Answer]
    any_media_type: bool = False
    ignores_unknown_query: bool = False
    headers: tuple[str, ...] = ()
    read_json: Callable[[bytes], Any] = strict_json.parse
    slashed_parameters: frozenset[str] = frozenset()
    routes: list[Route] = field(default_factory=list)
    _paths: dict[str, tuple[re.Pattern[str], dict[str, Route]]] = field(default_factory=dict)

    def route(
        self,
        methods: str,
        path: str,
        *aliases: str,
        scope: Scope | None,
        answers: Mapping[int, Any],
        query: "type[BaseModel] | None" = None,
        body: "type[BaseModel] | None" = None,
        headers: tuple[str, ...] = (),
        answer_headers: tuple[str, ...] = (),
        errors: tuple[FaultbookError, ...] = (),
        max_body: int = MAX_BODY,
        unzips: bool = False,
    ) -> Callable[[Handler], Handler]:
        """The handler is called with the Call and, where declared, with `query=` and `body=`.

        `methods` may name several, as `PUT PATCH`; HEAD is answered wherever GET changes nothing.
        """

        def register(handler: Handler) -> Handler:
            summary = (handler.__doc__ or handler.__name__).strip().splitlines()[0]
            for method, route_path in product(methods.split(), (path, *aliases)):
                self._register(
                    Route(
                        method,
                        route_path,
                        scope,
                        summary,
                        handler,
                        answers,
                        query,
                        body,
                        alias_of=None if route_path == path else path,
                        headers=(*self.headers, *headers),
                        answer_headers=answer_headers,
                        errors=errors,
                        max_body=max_body,
                        unzips=unzips,
                    )
                )
            return handler

        return register

    def handle(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """Answer an HTTP API event (payload 2.0); whatever happens, in this API's own shape."""
        started = time.perf_counter()
        request = Request.of(event)
        route: Route | None = None
        caller: Caller | None = None
        try:
            route, parameters = self._match(request)
            caller = self._admitted(route, request)
            given = self._answered(route, Call(caller or _NOBODY, parameters, request))
            answer = given.as_event(request)
        except FaultbookError as error:
            answer = self.error_answer(error, request).as_event(request)
        except Exception as error:  # noqa: BLE001 - the last line: a defect becomes this API's 500
            log_defect(error, request=request)
            answer = self.error_answer(UnexpectedFailure(), request).as_event(request)
        if request.method == "HEAD":
            answer |= {"body": "", "isBase64Encoded": False}
        milliseconds = round((time.perf_counter() - started) * 1000, 1)
        pattern = route.path if route else None
        log_request(
            self.name,
            request=request,
            route=pattern,
            caller=caller,
            status=answer["statusCode"],
            milliseconds=milliseconds,
        )
        return answer

    def _register(self, route: Route) -> None:
        self.routes.append(route)
        pattern = re.compile(_PARAMETER.sub(self._parameter_pattern, route.path))
        methods = self._paths.setdefault(route.path, (pattern, {}))[1]
        methods[route.method] = route
        if route.method == "GET" and route.scope is not Scope.WRITE:
            methods["HEAD"] = route
        self._paths = dict(sorted(self._paths.items(), key=_by_specificity))

    def _parameter_pattern(self, found: re.Match[str]) -> str:
        name = found[1]
        return f"(?P<{name}>.+)" if name in self.slashed_parameters else f"(?P<{name}>[^/]+)"

    def _match(self, request: Request) -> tuple[Route, Mapping[str, str]]:
        for pattern, methods in self._paths.values():
            if found := pattern.fullmatch(request.path):
                if request.method not in methods:
                    raise MethodNotAllowed(list(methods))
                return methods[request.method], found.groupdict()
        raise RouteNotFound

    def _admitted(self, route: Route, request: Request) -> Caller | None:
        if route.scope is None:
            return None
        caller = self.authenticate(request)
        if route.scope not in caller.scopes:
            raise NotPermitted
        self.admit(caller)
        return caller

    def _answered(self, route: Route, call: Call) -> Answer:
        if call.request.malformed:
            raise call.request.malformed
        inputs = self._queried(route, call.request)
        if route.body:
            document = self._document(call.request, route)
            inputs["body"] = body_of(route.body, document)
            call = replace(call, request=replace(call.request, document=document))
        return route.handler(call, **inputs)

    def _document(self, request: Request, route: Route) -> Any:
        """An absent body is an empty object where the model requires nothing."""
        members = route.body.model_fields.values() if route.body else ()
        if not request.body and not any(member.is_required() for member in members):
            return {}
        return self.read_json(_body_in(request, route, any_media_type=self.any_media_type))

    def _queried(self, route: Route, request: Request) -> "dict[str, BaseModel]":
        inputs: dict[str, BaseModel] = {}
        if route.query:
            inputs["query"] = validated(route.query.model_validate, dict(request.query))
        elif request.query and not self.ignores_unknown_query:
            raise unknown_members(request.query)
        return inputs


def _by_specificity(path: tuple[str, Any]) -> tuple[int, int]:
    """A longer path goes before a shorter one, whose last parameter may hold a slash.

    One without parameters goes before one with them, so `/fault/token` is no id.
    """
    pattern = path[0]
    return -pattern.count("/"), pattern.count("<")


_NOBODY = Caller(customer_id="", subject="", scopes=frozenset())


def closed(_: object) -> NoReturn:
    """For an API whose routes are all open: a route with a scope would admit nobody."""
    raise NotPermitted


def _body_in(request: Request, route: Route, *, any_media_type: bool) -> bytes:
    """Unpacked. Raises TooLarge, UnsupportedMediaType or MalformedBody."""
    if len(request.body) > route.max_body:
        raise TooLarge(route.max_body)
    coding = request.headers.get("content-encoding", "identity").lower()
    if coding != "identity" and not (route.unzips and coding == "gzip"):
        raise UnsupportedMediaType
    media_type = request.headers.get("content-type", "").strip()
    if not any_media_type and not _JSON_MEDIA_TYPE.fullmatch(media_type):
        raise UnsupportedMediaType
    return unzipped(request.body, route.max_body) if coding == "gzip" else request.body
