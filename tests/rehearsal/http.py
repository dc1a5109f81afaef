"""Calls to a deployed Faultbook that say what came instead of what was expected."""

import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import httpx

_PATIENCE_SECONDS = 30


class Http:
    def __init__(self, url: str, token: str) -> None:
        self._client = httpx.Client(base_url=url, timeout=60, trust_env=False)
        self.headers = {"authorization": f"Bearer {token}"}

    def get(self, path: str, status: int = 200, **request: Any) -> Any:
        return self.call("GET", path, status, **request)

    def post(self, path: str, status: int = 200, **request: Any) -> Any:
        return self.call("POST", path, status, **request)

    def call(self, method: str, path: str, status: int, **request: Any) -> Any:
        """What the answer holds. `headers` take the place of the token."""
        response = self.response(method, path, **request)
        said = f"{method} {path}: {response.status_code}\n{response.text}"
        assert response.status_code == status, said
        return response.json() if response.content else None

    def response(self, method: str, path: str, **request: Any) -> httpx.Response:
        request.setdefault("headers", self.headers)
        return self._client.request(method, path, **request)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()


def eventually(ask: Callable[[], object], expected: object) -> None:
    """For what the stream brings."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while (seen := ask()) != expected and time.monotonic() < deadline:
        time.sleep(0.5)
    assert seen == expected, f"{seen} instead of {expected}"
