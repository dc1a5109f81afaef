"""The Mackerel API over any stores, called as API Gateway calls it."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import TypeAdapter

from faultbook import wiring
from faultbook.domain.fault import Actor, Fault, Origin
from faultbook.domain.idempotency import Claim
from faultbook.domain.listing import Page
from faultbook.domain.timeline import Observation, observation_of
from faultbook.gateway.api_key import ApiKeyAuthenticator
from faultbook.gateway.quota import Quota
from faultbook.usecases.access_ports import AccessStore, ApiKeyDirectory
from faultbook.usecases.credentials import Credentials
from faultbook.usecases.hosts import HostStore
from faultbook.usecases.ports import FailureStore, FaultStore
from faultbook.usecases.record_changes import RecordChanges
from faultbook.usecases.statistics_ports import Ledger
from functions.mackerel_api.main import lambda_handler
from tests.support.builders import CUSTOMER, SteppingClock
from tests.support.fakes import InMemoryCommentStore, InMemoryFailureStore
from tests.support.fresh_wiring import replace_part
from tests.support.http_events import Response, an_event

PEPPER = b"a pepper of thirty-two bytes and more"
READ, WRITE = "faults:read", "faults:write"
SOMEBODY = Actor("user_1", Origin.FAULTS)
_BOUND = (wiring.faults, wiring.changes, wiring.reports, wiring.hosts, wiring.failures)


class RecordingFaultStore:
    """Any fault store; `observations` are what its stream shows, `pages` how many were read."""

    def __init__(self, store: FaultStore) -> None:
        self._store = store
        self.observations: list[Observation] = []
        self.pages = 0

    def page(self, *place: Any, **options: Any) -> Page:
        self.pages += 1
        return self._store.page(*place, **options)

    def create(
        self, customer_id: str, fault: Fault, claims: Sequence[Claim] = (), **beside: Any
    ) -> None:
        self._store.create(customer_id, fault, claims, **beside)
        self.observations.append(observation_of(fault))

    def save(
        self, customer_id: str, before: Fault, after: Fault, claims: Sequence[Claim] = ()
    ) -> None:
        self._store.save(customer_id, before, after, claims)
        self.observations.append(observation_of(after))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


class Impatient:
    def has_time(self) -> bool:
        return True

    def wait(self, attempt: int) -> bool:
        del attempt
        return False


class World:
    def __init__(
        self,
        clock: SteppingClock,
        faults: FaultStore,
        access: AccessStore,
        directory: ApiKeyDirectory,
        ledger: Ledger,
        *,
        hosts: HostStore,
    ) -> None:
        self.clock = clock
        self.faults = RecordingFaultStore(faults)
        self.access = access
        self.ledger = ledger
        self.hosts = hosts
        self.failures: FailureStore = InMemoryFailureStore(clock)
        self.keys = ApiKeyAuthenticator(directory, lambda: PEPPER, clock)
        self.quota = Quota(1e9)
        self.host = ""  # the id of one that is registered
        self._made: dict[Any, str] = {}

    def install(self, monkeypatch: pytest.MonkeyPatch) -> "World":
        parts: dict[str, Any] = {
            "clock": self.clock,
            "fault_store": lambda: self.faults,
            "timeline_store": lambda: self.ledger,
            "host_store": lambda: self.hosts,
            "api_key_authenticator": lambda: self.keys,
            "quota": lambda: self.quota,
            "comment_store": lambda: InMemoryCommentStore(self.clock),
            "failure_store": lambda: self.failures,
        }
        for bound in _BOUND:
            parts[bound.__name__] = bound.__wrapped__  # anew at each call, over the parts above
        for name, part in parts.items():
            replace_part(monkeypatch, name, part)
        return self

    def key(
        self,
        customer_id: str = CUSTOMER,
        scopes: Iterable[str] = (READ, WRITE),
        cidrs: Iterable[str] = (),
        apis: Iterable[Origin] = (),
    ) -> str:
        """Made at the first request for one of this kind."""
        kind = (customer_id, frozenset(scopes), tuple(cidrs), frozenset(apis))
        if kind not in self._made:
            _, self._made[kind] = Credentials(self.access, lambda: PEPPER, self.clock).make_api_key(
                customer_id, name="tests", scopes=kind[1], by="tests", cidrs=kind[2], apis=kind[3]
            )
        return self._made[kind]

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        query: str = "",
        key: str | None = None,
        headers: dict[str, str] | None = None,
        source_ip: str = "192.0.2.7",
    ) -> Response:
        """`path` is what follows /api/v0; `key` None is one that reads and writes, "" is none."""
        sent = dict(headers or {})
        if key != "":
            sent["x-api-key"] = self.key() if key is None else key
        event = an_event(method, f"/api/v0{path}", query=query, body=body, headers=sent)
        event["requestContext"]["http"]["sourceIp"] = source_ip
        return Response.of(lambda_handler(event, LambdaContext()))

    def ok(self, method: str, path: str, body: Any = None, **parts: Any) -> Any:
        """The body of an answer that has to be 200."""
        response = self.call(method, path, body, **parts)
        assert response.status == 200, response.text
        return response.json

    def report(self, status: str = "CRITICAL", **fields: Any) -> None:
        """Of the check `disk` on the host `web-1`, now."""
        report = a_report(occurredAt=int(self.clock().timestamp()), status=status) | fields
        key = report.pop("key", None)
        self.ok("POST", "/monitoring/checks/report", {"reports": [report]}, key=key)

    def alerts(self, query: str = "", key: str | None = None) -> list[dict[str, Any]]:
        """All pages."""
        found: list[dict[str, Any]] = []
        next_id = ""
        for _ in range(1000):
            page = self.ok("GET", "/alerts", query=f"{query}&nextId={next_id}", key=key)
            found += page["alerts"]
            if "nextId" not in page:
                return found
            next_id = page["nextId"]
        raise AssertionError("paging never ends")

    def the_alert(self, query: str = "") -> dict[str, Any]:
        [alert] = self.alerts(query)
        return alert

    def put(self, fault: Fault) -> Fault:
        self.faults.create(fault.customer_id, fault)
        return fault

    def drain(self) -> None:
        """The stream has brought everything to the ledger."""
        left = RecordChanges(self.ledger, self.clock, Impatient()).record(self.faults.observations)
        assert left == []
        self.faults.observations.clear()


def conforms(answer: Any, wire: Any) -> None:
    """Nothing is missing, nothing is there that the type of answer does not name."""
    TypeAdapter(answer).validate_json(json.dumps(wire), strict=True, extra="forbid")


def a_report(**fields: Any) -> dict[str, Any]:
    """A check report on the wire."""
    report = {
        "source": {"type": "host", "hostId": "web-1"},
        "name": "disk",
        "status": "CRITICAL",
        "message": "DISK CRITICAL: / is 96 % full",
        "occurredAt": 1768478400,
    }
    return report | fields
