"""The functions of the Incidents API in this process, on tables of an engine."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext

from faultbook import wiring
from faultbook.domain.fault import Fault
from faultbook.usecases.record_changes import RecordChanges
from functions.incidents_api import main, statistics
from local.environment import in_environment
from tests.support.builders import CUSTOMER, SteppingClock, a_fault
from tests.support.engines import Engine
from tests.support.fresh_wiring import forget_wiring
from tests.support.http_events import Response, an_event
from tests.support.mackerel_world import Impatient, RecordingFaultStore
from tests.support.native_api import environment_of
from tests.support.tokens import a_token

OTHER = "cus_other"
READ, WRITE = "faults:read", "faults:write"
Handler = Callable[[dict[str, Any], Any], dict[str, Any]]


def handler_of(path: str) -> Handler:
    """Of what follows /api/v1, as the routes of the template say."""
    of_statistics = path.startswith("/statistics/")
    return statistics.lambda_handler if of_statistics else main.lambda_handler


class IncidentsApi:
    def __init__(self, clock: SteppingClock) -> None:
        self.clock = clock
        self.stored = RecordingFaultStore(wiring.stores.fault_store())

    def __call__(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        query: Mapping[str, Any] | str = "",
        headers: Mapping[str, str] | None = None,
        token: str | None = None,
        **claims: Any,
    ) -> Response:
        """`path` is what follows /api/v1; an empty token is none."""
        token = self.token(**claims) if token is None else token
        credential = {"authorization": f"Bearer {token}"} if token else {}
        event = an_event(
            method,
            f"/api/v1{path}",
            query=query if isinstance(query, str) else urlencode(query, doseq=True),
            headers=credential | dict(headers or {}),
            body=body,
        )
        return Response.of(handler_of(path)(event, LambdaContext()))

    def token(self, **claims: Any) -> str:
        issued = int(self.clock.at.timestamp())
        return a_token(**({"iat": issued, "exp": issued + 3600} | claims))

    def ok(self, method: str, path: str, body: Any = None, **parts: Any) -> Any:
        """The body of an answer that has to be 200 or 201."""
        response = self(method, path, body, **parts)
        assert response.status in {200, 201}, response.text
        return response.json

    def put(self, **fields: Any) -> int:
        """The id of an incident, new or not."""
        number: int = self.ok("POST", "/incidents", an_incident(**fields))
        return number

    def get(self, number: int, **parts: Any) -> dict[str, Any]:
        incident: dict[str, Any] = self.ok("GET", f"/incidents/{number}", **parts)
        return incident

    def ids(self, **query: Any) -> list[int]:
        """Of one page."""
        return [item["id"] for item in self.ok("GET", "/incidents", query=query)["data"]]

    def drain(self) -> None:
        """The stream has brought everything to the counters."""
        observations = self.stored.observations
        left = RecordChanges(wiring.stores.ledger(), self.clock, Impatient()).record(observations)
        assert left == []
        observations.clear()

    def store(self, customer_id: str = CUSTOMER, **report: Any) -> Fault:
        """A fault as another API made it."""
        fault = a_fault(customer_id, opened_at=report.pop("opened_at", self.clock.at), **report)
        wiring.stores.fault_store().create(customer_id, fault)
        return fault


def an_incident(**fields: Any) -> dict[str, Any]:
    """`None` leaves a member out."""
    incident: dict[str, Any] = {
        "type": "INCIDENT",
        "incidentId": "INC-1",
        "title": "Orders fail",
        "category": "RELIABILITY",
        "description": "Every fifth order is refused.",
        "recommendation": "Roll back the last release.",
        "source": "prometheus",
        "status": "OPEN",
        "resolution": "",
        "services": [{"name": "orders", "namespace": "shop", "tier": 1}],
        "metricNames": ["orders_failed_total"],
        "sourceSite": "frankfurt",
        "severity": "HIGH",
        "priority": "P2",
        "metadata": {"release": "1.4.2"},
    } | fields
    return {name: value for name, value in incident.items() if value is not None}


@contextmanager
def incidents_api(
    engine: Engine, clock: SteppingClock, **environment: str
) -> Iterator[IncidentsApi]:
    variables = environment_of(engine, **environment)
    with pytest.MonkeyPatch.context() as patch, in_environment(variables):
        forget_wiring()
        patch.setattr(wiring.stores, "clock", clock)
        patch.setattr(wiring.stores, "dynamodb", lambda: engine.client)
        api = IncidentsApi(clock)
        patch.setattr(wiring.stores, "fault_store", lambda: api.stored)
        yield api
    forget_wiring()
