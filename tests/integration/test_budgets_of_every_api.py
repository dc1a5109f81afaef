"""Each operation costs through each API what it costs through the native one."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from faultbook.domain.fault import Fault
from faultbook.domain.identifiers import fault_id, short_id
from tests.support.builders import CUSTOMER, SteppingClock
from tests.support.engines import Engine
from tests.support.every_api import EveryApi, every_api
from tests.support.incidents_world import an_incident
from tests.support.mackerel_world import a_report
from tests.support.metered import MeteredClient
from tests.support.native_api import a_body

Call = tuple[str, str, Any]


class Bill:
    """Read and write units of a call."""

    def __init__(self, api: EveryApi, client: MeteredClient) -> None:
        self.api = api
        self._client = client

    def of(self, method: str, path: str, body: Any = None, query: str = "") -> tuple[float, float]:
        self._client.reset()
        self.api.ok(method, path, body, query=query)
        return self._client.reads, self._client.writes


@pytest.fixture(scope="module")
def bill(dynoxide: Engine) -> Iterator[Bill]:
    """The API key is known by then, and that the customer has no settings."""
    client = MeteredClient(dynoxide.client)
    with dynoxide.fresh_tables(), every_api(dynoxide, SteppingClock(), client) as api:
        api.ok("GET", "/v2/server/42")
        api.ok("GET", "/api/v0/alerts")
        yield Bill(api, client)


def native(action: str, body: Any, method: str = "POST") -> Callable[[Fault], Call]:
    return lambda fault: (method, f"/fault/{fault_id(CUSTOMER, fault.number)}{action}", body)


def outage(action: str, body: Any, method: str = "PUT") -> Callable[[Fault], Call]:
    return lambda fault: (method, f"/v2/outage/{fault.number}{action}", body)


def incident(action: str, body: Any, method: str = "POST") -> Callable[[Fault], Call]:
    return lambda fault: (method, f"/api/v1/incidents/{fault.number}{action}", body)


def alert(action: str, body: Any, method: str = "POST") -> Callable[[Fault], Call]:
    return lambda fault: (method, f"/api/v0/alerts/{short_id(fault.number)}{action}", body)


PATCHED = {
    "title": "Uplink is slow",
    "description": "No carrier on port 1",
    "recommendation": "",
    "resolution": "",
    "severity": "HIGH",
    "priority": "NONE",
}

# What the native API has for it, and what the other APIs have.
ON_A_FAULT: dict[str, tuple[Callable[[Fault], Call], list[Callable[[Fault], Call]]]] = {
    "get": (
        native("", None, "GET"),
        [outage("", None, "GET"), incident("", None, "GET"), alert("", None, "GET")],
    ),
    "acknowledge": (
        native("/acknowledge", {"reason": "mine"}),
        [
            outage("/acknowledge", {"who": "me", "message": "mine"}),
            outage("/acknowledge", None, "GET"),
            incident("/acknowledge", None),
        ],
    ),
    "assign": (native("/assign", {"assignee": "ann"}), [outage("/lead", {"who": "ann"})]),
    "comment": (
        native("/comment", {"comment": "Rebooted the modem."}),
        [
            outage("/outage_log", {"entry": "Rebooted the modem."}, "POST"),
            incident("/notes", {"body": "Rebooted the modem."}),
        ],
    ),
    "change": (
        native("", {"message": "Uplink is slow"}, "PUT"),
        [
            outage("/description", {"description": "Uplink is slow"}),
            outage("/summary", {"summary": "Uplink is slow"}),
            outage("/tags", {"tags": ["uplink"]}),
            outage("/broadcast", {"message": "Uplink is slow"}),
            outage("/escalate", {}),
            outage("/delay/60", {}),
            outage("/outage_metadata", {"outage_metadata_type": "a", "value": "b"}, "POST"),
            incident("", PATCHED | {"status": "OPEN"}, "PATCH"),
            alert("", {"memo": "Uplink is slow"}, "PUT"),
        ],
    ),
    "resolve": (
        native("/resolve", {"reason": "fixed"}),
        [
            outage("/force_resolve", {"reason": "fixed"}),
            incident("", PATCHED | {"status": "RESOLVED", "resolution": "fixed"}, "PATCH"),
            alert("/close", {"reason": "fixed"}),
        ],
    ),
    "history": (
        native("/timeline", None, "GET"),
        [
            outage("/outage_log", None, "GET"),
            outage("/actions", None, "GET"),
            alert("/logs", None, "GET"),
        ],
    ),
}


@pytest.mark.parametrize("operation", ON_A_FAULT)
def test_an_operation_on_a_fault_costs_no_more_than_natively(bill: Bill, operation: str):
    by_native, by_others = ON_A_FAULT[operation]
    reads, writes = bill.of(*by_native(bill.api.put()))

    costs = [bill.of(*by_other(bill.api.put())) for by_other in by_others]

    assert max(cost[0] for cost in costs) <= reads
    assert max(cost[1] for cost in costs) <= writes


def test_a_create_costs_no_more_than_natively(bill: Bill):
    """Those with a name of the sender's are the native create with a deduplication key."""
    plain = bill.of("POST", "/fault", a_body())
    named = bill.of("POST", "/fault", a_body(deduplication_key="uplink of edge-7"))

    custom_incident = {
        "description": "WAN link latency high: Primary link (WAN1) latency is elevated",
        "plugin_textkey": "wan",
        "resource_textkey": "latency",
    }
    assert bill.of("POST", "/v2/server/42/custom_incident", custom_incident) == plain
    assert bill.of("POST", "/api/v1/incidents", an_incident()) == named
    # A check is taken where its host is at work: half a unit to look at the host.
    report = {"reports": [a_report()]}
    reads, writes = named
    assert bill.of("POST", "/api/v0/monitoring/checks/report", report) == (reads + 0.5, writes)


def test_an_incident_that_closes_by_itself_costs_the_note_of_it(bill: Bill):
    fields = {"description": "Disk is full"}
    plain = bill.of("POST", "/v2/server/42/custom_incident", fields)
    closing = bill.of("POST", "/v2/server/42/custom_incident", fields | {"auto_close_duration": 60})

    assert closing == (plain[0], plain[1] + 1)


def test_saying_the_same_again_costs_no_more_than_natively(bill: Bill):
    named = a_body(deduplication_key="again")
    reports = {"reports": [a_report(name="again")]}
    for path, body in (("/fault", named), ("/api/v0/monitoring/checks/report", reports)):
        bill.api.ok("POST", path, body)
    bill.api.ok("POST", "/api/v1/incidents", an_incident(incidentId="again"))

    reads, writes = bill.of("POST", "/fault", named)

    # A check's host is read too, and the fault, for a report may be known already.
    assert bill.of("POST", "/api/v0/monitoring/checks/report", reports) == (reads + 1.5, 0)
    news = {"reports": [a_report(name="again", message="worse")]}
    assert bill.of("POST", "/api/v0/monitoring/checks/report", news) == (reads + 1.5, writes)
    # An upsert compares before it writes: a read more where native writes four units.
    upsert = bill.of("POST", "/api/v1/incidents", an_incident(incidentId="again"))
    assert upsert == (reads + 1, 0)


def test_a_note_by_its_own_id_costs_its_pointer_and_itself(bill: Bill):
    fault = bill.api.put()
    note = bill.api.ok("POST", f"/api/v1/incidents/{fault.number}/notes", {"body": "x"})
    path = f"/api/v1/notes/{note['id']}"
    fault_alone, _ = bill.of("GET", f"/api/v1/incidents/{fault.number}")

    assert bill.of("GET", path) == (fault_alone + 2, 0)
    assert bill.of("PUT", path, {"body": "y"}) == (fault_alone + 2, 5)
    assert bill.of("DELETE", path) == (fault_alone + 2, 6)
