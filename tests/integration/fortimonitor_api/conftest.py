"""The real handler over Dynoxide, at a clock that stands until it is moved."""

import itertools
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext

from faultbook import wiring
from faultbook.domain.fault import Fault
from faultbook.usecases.credentials import Credentials
from functions.fortimonitor_api import main
from tests.support.builders import NOW, SteppingClock, a_fault
from tests.support.engines import Engine
from tests.support.fresh_wiring import forget_wiring
from tests.support.http_events import Response, an_event

ORIGIN = "https://faults.example"
SECRETS = ("JWT_SECRET", "CURSOR_SECRET", "API_KEY_PEPPER", "OUTAGE_LINK_SECRET")
_SERIALS = itertools.count()
BOTH = frozenset({"faults:read", "faults:write"})


class FortiMonitor:
    """`send` is a request with the customer's key, unless headers or query carry another."""

    def __init__(self, engine: Engine, clock: SteppingClock, customer_id: str) -> None:
        self.engine = engine
        self.tables = engine.tables
        self.customer_id = customer_id
        self.clock = clock
        self.key = self.make_key()

    def make_key(self, customer_id: str = "", **fields: Any) -> str:
        defaults: dict[str, Any] = {"name": "monitor", "scopes": BOTH, "by": "tests"}
        _, text = Credentials(
            wiring.stores.access_store(), lambda: b"API_KEY_PEPPER".ljust(32, b"-"), self.clock
        ).make_api_key(customer_id or self.customer_id, **defaults | fields)
        return text

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        query: str = "",
        key: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        sent = {"authorization": f"ApiKey {key or self.key}"} if key != "" else {}
        event = an_event(method, path, query=query, headers=sent | dict(headers or {}), body=body)
        return Response.of(main.lambda_handler(event, LambdaContext()))

    def get(self, path: str, query: str = "", **how: Any) -> Any:
        """The body of an answer that has to be 200."""
        response = self.send("GET", path, query=query, **how)
        assert response.status == 200, response.text
        return response.json

    def open_incident(self, server: str = "42", **fields: Any) -> int:
        body = {"description": "Disk is full"} | fields
        response = self.send("POST", f"/v2/server/{server}/custom_incident", body)
        assert response.status == 201, response.text
        return int(response.headers["id"])

    def stored(self, number: int) -> Fault:
        return wiring.stores.fault_store().get(self.customer_id, number)

    def put(self, customer_id: str = "", **report: Any) -> Fault:
        """A fault as another API made it."""
        customer_id = customer_id or self.customer_id
        fault = a_fault(customer_id, opened_at=report.pop("opened_at", self.clock.at), **report)
        wiring.stores.fault_store().create(customer_id, fault)
        return fault

    def all_items(self) -> list[Any]:
        tables = self.tables
        return [
            sorted(
                (
                    json.dumps(item, sort_keys=True)
                    for page in self.engine.client.get_paginator("scan").paginate(TableName=table)
                    for item in page["Items"]
                    if item["sk"]["S"] != "key"  # its last day of use may change
                ),
            )
            for table in (tables.faults, tables.statistics, tables.access)
        ]


@pytest.fixture(scope="module")
def service(dynoxide: Engine) -> Iterator[SteppingClock]:
    """One set of tables and clients for all tests of a file: customers keep them apart."""
    clock = SteppingClock()
    with dynoxide.fresh_tables() as tables, pytest.MonkeyPatch.context() as patch:
        environment = {
            "FAULTS_TABLE": tables.faults,
            "DELIVER_FUNCTION": "faultbook-fault-api-deliver",
            "STATISTICS_TABLE": tables.statistics,
            "EVENTS_TABLE": tables.events,
            "ACCESS_TABLE": tables.access,
            "PUBLIC_URL": ORIGIN,
            "REQUESTS_PER_SECOND": "100000",
            "SECRETS_PATH": "",
            "AWS_ENDPOINT_URL_DYNAMODB": dynoxide.endpoint,
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_DEFAULT_REGION": "us-east-1",
        } | {name: name.ljust(32, "-") for name in SECRETS}
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.setattr(wiring.stores, "clock", clock)
        forget_wiring()
        yield clock
        forget_wiring()


@pytest.fixture
def fortimonitor(dynoxide: Engine, service: SteppingClock) -> FortiMonitor:
    service.at = NOW
    return FortiMonitor(dynoxide, service, f"cus_{next(_SERIALS)}")


def at(moment: datetime = NOW) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"
