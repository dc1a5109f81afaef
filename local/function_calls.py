"""Lambda's own API, as far as one function calls another: Invoke, without waiting.

https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
"""

import json
import logging
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Any, Self

from werkzeug import Request, Response

from local.functions import LocalFunction
from local.http_events import message

log = logging.getLogger("local")

PREFIX = "/2015-03-31/functions/"
_SUFFIX = "/invocations"
_AT_ONCE = 4  # each of them waits for somebody else's server


class FunctionCalls:
    """Accepted calls are made one after the other or beside each other; none waits for an end."""

    def __init__(self, functions: Mapping[str, LocalFunction]) -> None:
        self._functions = {function.declared.name: function for function in functions.values()}
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="calls")

    def __call__(self, request: Request) -> Response:
        name = request.path.removeprefix(PREFIX).removesuffix(_SUFFIX)
        function = self._functions.get(name)
        if function is None or request.headers.get("X-Amz-Invocation-Type") != "Event":
            return message(404, "Not Found")
        self._pool.submit(_call, function, json.loads(request.get_data() or b"{}"))
        return Response(status=202)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)


def _call(function: LocalFunction, event: Mapping[str, Any]) -> None:
    """The sweep finds what a failed call has left."""
    try:
        function.invoke(event)
    except Exception:
        log.exception("%s failed", function.declared.name)
