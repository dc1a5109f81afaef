"""The functions of the template, called in this process as Lambda calls them."""

import importlib
import json
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from local.intrinsics import ACCOUNT, REGION
from local.template import Function, Template

# Of all functions together. They share one interpreter and one client: more at once would only
# wait for each other until they time out. The client keeps ten connections.
_AT_ONCE = 8

Handler = Callable[[dict[str, Any], "Context"], Any]


@dataclass(frozen=True, slots=True)
class Context:
    """What of Lambda's context a handler may use."""

    function_name: str
    memory_limit_in_mb: int
    timeout: int
    function_version: str = "$LATEST"
    aws_request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    started: float = field(default_factory=time.monotonic)

    @property
    def invoked_function_arn(self) -> str:
        return f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{self.function_name}"

    @property
    def log_group_name(self) -> str:
        return f"/aws/lambda/{self.function_name}"

    @property
    def log_stream_name(self) -> str:
        return "local"

    def get_remaining_time_in_millis(self) -> int:
        left = self.started + self.timeout - time.monotonic()
        return max(0, round(left * 1000))


class Invocable(Protocol):
    """A function of the template, wherever it runs."""

    @property
    def declared(self) -> Function: ...

    def invoke(self, event: Mapping[str, Any]) -> Any:
        """What the function answers; raises when it crashes."""
        ...


class LocalFunction:
    def __init__(
        self, declared: Function, handler: Handler, places: threading.Semaphore | None = None
    ) -> None:
        self.declared = declared
        self._handler = handler
        self._places = places or threading.BoundedSemaphore(_AT_ONCE)

    def invoke(self, event: Mapping[str, Any]) -> Any:
        """Event and answer go through JSON as in Lambda; what the handler raises comes out.

        Raises TypeError or ValueError for an answer that is not JSON.
        """
        with self._places:
            context = Context(self.declared.name, self.declared.memory, self.declared.timeout)
            answer = self._handler(json.loads(json.dumps(event)), context)
            return json.loads(json.dumps(answer))


def load_functions(template: Template) -> dict[str, LocalFunction]:
    """By logical id. The environment must be set before: handlers read it when they are loaded."""
    places = threading.BoundedSemaphore(_AT_ONCE)
    return {
        function.logical_id: LocalFunction(function, _handler(function.handler), places)
        for function in template.functions
    }


def route_map(template: Template) -> list[dict[str, Any]]:
    """Every documented route of the HTTP functions, from the `api` of their modules.

    Raises AttributeError for a module without one.
    """
    return [
        {
            "api": function.module.split(".")[1],
            "method": route.method,
            "path": route.path,
            "scope": route.scope and str(getattr(route.scope, "value", route.scope)),
            "summary": route.summary,
            "function": function.logical_id,
        }
        for function in template.functions
        if function.routes
        for route in importlib.import_module(function.module).api.routes
    ]


def _handler(path: str) -> Handler:
    module, _, name = path.rpartition(".")
    handler: Handler = getattr(importlib.import_module(module), name)
    return handler
