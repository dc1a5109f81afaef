"""Every API of the template in this process, over stores in memory, for one customer."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest

from faultbook import wiring
from faultbook.gateway.api_key import ApiKeyAuthenticator
from faultbook.usecases.credentials import Credentials
from local.environment import in_environment
from local.functions import LocalFunction, load_functions
from local.gateway import Gateway
from local.template import read_template
from tests.support.access_fakes import InMemoryAccessStore, InMemorySettingsStore
from tests.support.builders import CUSTOMER, SteppingClock
from tests.support.change_event_fakes import InMemoryChangeEventStore
from tests.support.fakes import InMemoryCommentStore, InMemoryFailureStore, InMemoryFaultStore
from tests.support.fresh_wiring import forget_wiring, replace_part
from tests.support.heartbeat_fakes import InMemoryHeartbeatStore
from tests.support.host_fakes import InMemoryHostStore
from tests.support.http_events import Response, an_event
from tests.support.lease_fakes import InMemoryLeaseStore
from tests.support.native_api import environment_of
from tests.support.statistics_fakes import InMemoryStatistics
from tests.support.tokens import a_token

PEPPER = b"a pepper of thirty-two bytes and more"


class InMemoryApis:
    """Called with a path of any of them; the credential is the one that the path asks for."""

    def __init__(self, clock: SteppingClock, access: InMemoryAccessStore) -> None:
        self._functions, self._gateway = _functions()
        scopes = frozenset({"faults:read", "faults:write"})
        _, self.key = Credentials(access, lambda: PEPPER, clock).make_api_key(
            CUSTOMER, name="tests", scopes=scopes, by="tests"
        )
        issued = int(clock().timestamp())
        self._token = a_token(iat=issued, exp=issued + 3600)

    def __call__(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        query: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        match = self._gateway.match(method, path)
        if match is None:
            pytest.fail(f"the template has no route for {path}")
        sent = self._credential(path) | dict(headers or {})
        event = an_event(method, path, query=query, body=body, headers=sent)
        return Response.of(self._functions[match.function].invoke(event))

    def _credential(self, path: str) -> dict[str, str]:
        if path.startswith(("/v2/alerts", "/v2/heartbeats")):
            return {"authorization": f"GenieKey {self.key}"}
        if path.startswith("/v2"):
            return {"authorization": f"ApiKey {self.key}"}
        if path.startswith("/api/v0"):
            return {"x-api-key": self.key}
        if path.startswith(("/api/v2", "/webhooks")):
            return {"authorization": f"Bearer {self.key}"}
        return {"authorization": f"Bearer {self._token}"}


@contextmanager
def in_memory_apis(
    clock: SteppingClock,
    faults: InMemoryFaultStore,
    further: Mapping[str, Callable[[], Any]] | None = None,
) -> Iterator[InMemoryApis]:
    """`further` are more parts of the wiring."""
    access = InMemoryAccessStore(clock)
    comments, statistics = InMemoryCommentStore(clock), InMemoryStatistics()
    failures = InMemoryFailureStore(clock)
    leases, heartbeats = InMemoryLeaseStore(), InMemoryHeartbeatStore()
    settings = InMemorySettingsStore()
    hosts, changes = InMemoryHostStore(clock), InMemoryChangeEventStore(clock)
    keys = ApiKeyAuthenticator(access, lambda: PEPPER, clock)
    parts: dict[str, Any] = {
        "access_store": lambda: access,
        "fault_store": lambda: faults,
        "comment_store": lambda: comments,
        "due_store": lambda: faults.dues,
        "host_store": lambda: hosts,
        "failure_store": lambda: failures,
        "change_event_store": lambda: changes,
        "lease_store": lambda: leases,
        "heartbeat_store": lambda: heartbeats,
        "settings_store": lambda: settings,
        "ledger": lambda: statistics,
        "timeline_store": lambda: statistics,
        "statistics_store": lambda: statistics,
        "api_key_authenticator": lambda: keys,
    }
    with pytest.MonkeyPatch.context() as patch, in_environment(environment_of(None)):
        forget_wiring()
        patch.setattr(wiring.stores, "clock", clock)
        for name, part in (parts | dict(further or {})).items():
            replace_part(patch, name, part)
        yield InMemoryApis(clock, access)
    forget_wiring()


@cache
def _functions() -> tuple[dict[str, LocalFunction], Gateway]:
    template = read_template()
    with_routes = tuple(function for function in template.functions if function.routes)
    functions = load_functions(dataclasses.replace(template, functions=with_routes))
    return functions, Gateway(functions, domain="faults.example")
