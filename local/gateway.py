"""The HTTP API of the template as a WSGI application."""

import json
import logging
import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug import Request, Response

from local.functions import LocalFunction
from local.http_events import Match, NotAnAnswer, event_of, message, path_of, response_of

log = logging.getLogger("local")

# https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
_MAX_HEAD = 10_240
_MAX_PAYLOAD = 6 * 1024 * 1024  # Lambda's own, for event and answer; the HTTP API takes 10 MB
_GREEDY = re.compile(r"\{(\w+)\+\}")
_SINGLE = re.compile(r"\{(\w+)\}")

Answerer = Callable[[Request], Response]


@dataclass(frozen=True, slots=True)
class _Route:
    method: str
    path: str
    function: str
    pattern: re.Pattern[str]

    @property
    def specificity(self) -> tuple[list[int], bool]:
        """Lowest first. Segment by segment: as written, then `{id}`, then `{proxy+}`."""
        kinds = [
            2 if _GREEDY.fullmatch(part) else 1 if _SINGLE.fullmatch(part) else 0
            for part in self.path.split("/")
        ]
        return kinds, self.method == "ANY"


class Gateway:
    """`extra` answers paths that no API of the template has, before its routes are tried."""

    def __init__(
        self,
        functions: Mapping[str, LocalFunction],
        *,
        domain: str,
        extra: Mapping[str, Answerer] | None = None,
        report: Callable[[str], None] = log.info,
    ) -> None:
        self._functions = functions
        self._domain = domain
        self._extra = extra or {}
        self._report = report
        self._routes = sorted(_routes(functions), key=lambda route: route.specificity)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        request = Request(environ)
        started = time.perf_counter()
        label, response = self._answer(request)
        milliseconds = (time.perf_counter() - started) * 1000
        self._report(f"{label} {response.status_code} {milliseconds:.0f} ms")
        return response(environ, start_response)

    def match(self, method: str, path: str) -> Match | None:
        for route in self._routes:
            if route.method in ("ANY", method) and (found := route.pattern.fullmatch(path)):
                return Match(route.function, route.method, route.path, found.groupdict())
        return None

    def _answer(self, request: Request) -> tuple[str, Response]:
        """With the route rather than the path, because a path can hold a credential."""
        path = path_of(request)
        for prefix, answerer in self._extra.items():
            if path.startswith(prefix):
                return f"{request.method} {path}", answerer(request)
        match = self.match(request.method, path)
        if match is None:
            return f"{request.method} (no route)", message(404, "Not Found")
        return f"{request.method} {match.path}", self._routed(request, match)

    def _routed(self, request: Request, match: Match) -> Response:
        if _head_size(request) > _MAX_HEAD:
            return message(431, "Request Header Fields Too Large")
        event = event_of(request, match, domain=self._domain)
        if len(json.dumps(event)) > _MAX_PAYLOAD:
            return message(413, "Request Entity Too Large")
        return self._invoke(match.function, event)

    def _invoke(self, function: str, event: dict[str, Any]) -> Response:
        try:
            answer = self._functions[function].invoke(event)
            if len(json.dumps(answer)) > _MAX_PAYLOAD:
                raise NotAnAnswer("an answer above Lambda's limit")  # noqa: TRY301 - one way out
            return response_of(answer)
        except Exception:
            # As API Gateway: whatever a handler raises stays in its log.
            log.exception("%s did not answer", function)
            return message(500, "Internal Server Error")


def _routes(functions: Mapping[str, LocalFunction]) -> Iterable[_Route]:
    for function in functions.values():
        for route in function.declared.routes:
            pattern = "/".join(_segment_pattern(part) for part in route.path.split("/"))
            compiled = re.compile(pattern, re.DOTALL)
            yield _Route(route.method, route.path, function.declared.logical_id, compiled)


def _segment_pattern(segment: str) -> str:
    if greedy := _GREEDY.fullmatch(segment):
        return f"(?P<{greedy[1]}>.+)"
    if single := _SINGLE.fullmatch(segment):
        return f"(?P<{single[1]}>[^/]+)"
    return re.escape(segment)


def _head_size(request: Request) -> int:
    path: str = request.environ.get("RAW_PATH", request.path)
    line = len(request.method) + len(path) + len(request.query_string)
    return line + sum(len(name) + len(value) for name, value in request.headers.items())
