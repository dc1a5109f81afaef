"""Every API in this process, for one customer, on tables of an engine."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from faultbook import wiring
from faultbook.domain.fault import Fault
from faultbook.usecases.credentials import Credentials
from functions.alertmanager_api import main as alertmanager
from functions.fault_api import faults
from functions.fault_api import statistics as fault_statistics
from functions.fortimonitor_api import main as fortimonitor
from functions.mackerel_api import main as mackerel
from functions.opsgenie_api import main as opsgenie
from functions.pagerduty_api import main as pagerduty
from functions.webhooks import main as webhooks
from tests.support.builders import CUSTOMER, SteppingClock, a_fault
from tests.support.client_between import ClientBetween
from tests.support.engines import Engine
from tests.support.http_events import Response, an_event
from tests.support.incidents_world import handler_of
from tests.support.native_api import environment_of, native_api
from tests.support.tokens import a_token

BOTH = frozenset({"faults:read", "faults:write"})


Handler = Callable[[dict[str, Any], Any], dict[str, Any]]
_BY_PREFIX: dict[str, Handler] = {  # the longer ones first
    "/v2/enqueue": pagerduty.lambda_handler,
    "/v2/alerts": opsgenie.lambda_handler,
    "/v2/heartbeats": opsgenie.lambda_handler,
    "/v2/change": pagerduty.lambda_handler,
    "/v2": fortimonitor.lambda_handler,
    "/api/v0": mackerel.lambda_handler,
    "/api/v2": alertmanager.lambda_handler,
    "/webhooks": webhooks.lambda_handler,
}


class EveryApi:
    """Called with a path of any of them; the credential is the one that the path asks for."""

    def __init__(self, clock: SteppingClock, pepper: str) -> None:
        self.clock = clock
        self._pepper = pepper
        self.key = self.key_of(CUSTOMER)

    def key_of(self, customer: str) -> str:
        """Another one each time."""
        access = wiring.stores.access_store()
        _, text = Credentials(access, self._pepper.encode, self.clock).make_api_key(
            customer, name="tests", scopes=BOTH, by="tests"
        )
        return text

    def __call__(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        query: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        sent = self._credential(path) | dict(headers or {})
        event = an_event(method, path, query=query, headers=sent, body=body)
        return Response.of(_handler_of(path)(event, None))

    def ok(self, method: str, path: str, body: Any = None, *, query: str = "") -> Any:
        """The body of an answer that has to be a success; None of an empty one."""
        response = self(method, path, body, query=query)
        assert 200 <= response.status < 300, response.text
        return response.json if response.text else None

    def put(self, **report: Any) -> Fault:
        """A fault as the native API makes it, straight into the store."""
        fault = a_fault(opened_at=report.pop("opened_at", self.clock.at), **report)
        wiring.stores.fault_store().create(CUSTOMER, fault)
        return fault

    def _credential(self, path: str) -> dict[str, str]:
        if path.startswith(("/v2/alerts", "/v2/heartbeats")):
            return {"authorization": f"GenieKey {self.key}"}
        if path.startswith("/v2"):
            return {"authorization": f"ApiKey {self.key}"}
        if path.startswith("/api/v0"):
            return {"x-api-key": self.key}
        if path.startswith(("/api/v2", "/webhooks")):
            return {"authorization": f"Bearer {self.key}"}
        issued = int(self.clock.at.timestamp())
        return {"authorization": f"Bearer {a_token(iat=issued, exp=issued + 3600)}"}


@contextmanager
def every_api(
    engine: Engine, clock: SteppingClock, client: ClientBetween | None = None
) -> Iterator[EveryApi]:
    """`client` stands between the functions and the engine."""
    parts = {"dynamodb": lambda: client} if client else {}
    with native_api(engine, clock, parts):
        yield EveryApi(clock, environment_of(engine)["API_KEY_PEPPER"])


def _handler_of(path: str) -> Handler:
    for prefix, handler in _BY_PREFIX.items():
        if path.startswith(prefix):
            return handler
    if path.startswith("/api/v1"):
        return handler_of(path.removeprefix("/api/v1"))
    is_statistics = path.endswith(("/statistics", "/top_faults", "/top_resources", "/changes"))
    return fault_statistics.lambda_handler if is_statistics else faults.lambda_handler
