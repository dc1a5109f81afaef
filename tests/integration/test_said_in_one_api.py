"""What is said through one API is seen through the others, as far as they have room for it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from faultbook import wiring
from faultbook.domain import identifiers
from faultbook.domain.fault import Fault
from tests.support.builders import CUSTOMER, SteppingClock
from tests.support.engines import Engine, Tables
from tests.support.every_api import EveryApi, every_api
from tests.support.incidents_world import an_incident

LONG = "The modem was replaced by a newer one."
ROOM = 20  # characters of a resolution of the Incidents service


@pytest.fixture
def apis(dynoxide: Engine, tables: Tables, clock: SteppingClock) -> Iterator[EveryApi]:
    assert tables.faults
    with every_api(dynoxide, clock) as apis:
        yield apis


def native(fault: Fault) -> str:
    return f"/fault/{identifiers.fault_id(CUSTOMER, fault.number)}"


def alert(fault: Fault) -> str:
    return f"/api/v0/alerts/{identifiers.short_id(fault.number)}"


def reasons(apis: EveryApi, fault: Fault) -> dict[str, str]:
    log = apis.ok("GET", f"/v2/outage/{fault.number}/outage_log")["outage_log_list"]
    return {
        "native": apis.ok("GET", native(fault))["resolution_reason"],
        "mackerel": apis.ok("GET", alert(fault))["reason"],
        "incidents": apis.ok("GET", f"/api/v1/incidents/{fault.number}")["resolution"],
        "fortimonitor": log[-1]["entry"],
    }


def a_patch(apis: EveryApi, fault: Fault, **fields: Any) -> dict[str, Any]:
    shown = apis.ok("GET", f"/api/v1/incidents/{fault.number}")
    names = ("title", "description", "recommendation", "status", "resolution", "severity")
    return {name: shown[name] for name in (*names, "priority")} | fields


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", lambda fault: f"{native(fault)}/resolve", {"reason": LONG}),
        ("PATCH", native, {"status": "resolved", "reason": LONG}),
        ("PUT", lambda fault: f"/v2/outage/{fault.number}/force_resolve", {"reason": LONG}),
        ("POST", lambda fault: f"{alert(fault)}/close", {"reason": LONG}),
    ],
)
def test_a_reason_is_the_resolution_reason_in_every_api(
    apis: EveryApi, method: str, path: Any, body: dict[str, str]
):
    fault = apis.put()

    apis.ok(method, path(fault), body)

    assert reasons(apis, fault) == {
        "native": LONG,
        "mackerel": LONG,
        "incidents": LONG[: ROOM - 1] + "…",
        "fortimonitor": f"Incident resolved: {LONG}",
    }


def test_a_resolution_of_the_incidents_service_is_the_reason_elsewhere(apis: EveryApi):
    fault = apis.put()

    body = a_patch(apis, fault, status="RESOLVED", resolution="FIXED")
    apis.ok("PATCH", f"/api/v1/incidents/{fault.number}", body)
    assert set(reasons(apis, fault).values()) == {"FIXED", "Incident resolved: FIXED"}

    body = a_patch(apis, fault, resolution="DUPLICATE")
    apis.ok("PATCH", f"/api/v1/incidents/{fault.number}", body)
    shown = reasons(apis, fault)
    assert (shown["native"], shown["mackerel"]) == ("DUPLICATE", "DUPLICATE")


def test_a_reason_finds_the_incident_as_it_is_shown(apis: EveryApi):
    fault = apis.put()
    apis.put()
    apis.ok("POST", f"{native(fault)}/resolve", {"reason": "fixed by hand"})

    found = apis.ok("GET", "/api/v1/incidents", query="resolution=fixed%20by%20hand")["data"]
    facets = apis.ok("GET", "/api/v1/incidents/facets")["facets"]

    assert [one["id"] for one in found] == [fault.number]
    [values] = [facet["values"] for facet in facets if facet["name"] == "resolution"]
    assert values == [{"value": "fixed by hand", "count": 1}]


def test_an_incident_that_comes_back_as_it_was_shown_keeps_the_whole_reason(apis: EveryApi):
    fault = apis.put()
    apis.ok("POST", f"{native(fault)}/resolve", {"reason": LONG})
    before = apis.ok("GET", native(fault))

    apis.ok("PATCH", f"/api/v1/incidents/{fault.number}", a_patch(apis, fault))

    assert apis.ok("GET", native(fault)) == before


def test_what_an_incident_said_stays_where_nobody_gives_another_reason(apis: EveryApi):
    number = apis.ok("POST", "/api/v1/incidents", an_incident(resolution="ROLLBACK"))
    fault = wiring.faults().get(CUSTOMER, number)

    apis.ok("POST", f"{native(fault)}/resolve")

    assert apis.ok("GET", f"/api/v1/incidents/{number}")["resolution"] == "ROLLBACK"


def test_a_memo_is_a_field_and_an_entry_of_the_timeline(apis: EveryApi):
    fault = apis.put()
    assert apis.ok("GET", native(fault))["memo"] is None

    apis.ok("PUT", alert(fault), {"memo": "Vendor is called."})

    [listed] = apis.ok("GET", "/fault")["data"]
    assert listed["memo"] == apis.ok("GET", native(fault))["memo"] == "Vendor is called."
    entry = apis.ok("GET", f"{native(fault)}/timeline")["data"][-1]
    assert (entry["what"], entry["api"]) == ("updated", "mackerel")
    assert entry["reason"] == "memo: Vendor is called."


def test_a_long_memo_is_whole_in_the_field_and_cut_in_the_timeline(apis: EveryApi):
    fault = apis.put()
    memo = "x" * 20_000

    apis.ok("PUT", alert(fault), {"memo": memo})

    assert apis.ok("GET", native(fault))["memo"] == memo
    reason = apis.ok("GET", f"{native(fault)}/timeline")["data"][-1]["reason"]
    assert reason == f"memo: {'x' * 999}…"


def test_the_source_of_a_check_is_its_name(apis: EveryApi, clock: SteppingClock):
    source = {"type": "host", "hostId": "web-1"}
    report = {"source": source, "name": "disk", "status": "CRITICAL", "message": "full"}
    body = {"reports": [report | {"occurredAt": int(clock.at.timestamp())}]}
    apis.ok("POST", "/api/v0/monitoring/checks/report", body)

    [incident] = apis.ok("GET", "/api/v1/incidents", query="source=disk")["data"]

    assert incident["source"] == "disk"
    assert incident["services"] == [{"name": "web-1", "namespace": ""}]
    assert incident["sourceSite"] == ""


@pytest.mark.parametrize(
    ("path", "namespace"), [("dev_1", ""), ("site_1", "site_1"), ("site_1|dev_1", "site_1")]
)
def test_only_a_site_is_a_namespace(apis: EveryApi, path: str, namespace: str):
    fault = apis.put(resource_id="dev_1", path=path)

    [service] = apis.ok("GET", f"/api/v1/incidents/{fault.number}")["services"]

    assert service == {"name": "dev_1", "namespace": namespace}


def test_a_timeline_is_complete_before_the_stream_has_written_it(
    apis: EveryApi, clock: SteppingClock
):
    made = {"resource_id": "r", "microservice_id": "m", "type": "t", "severity": "LOW"}
    fault_id = apis.ok("POST", "/fault", made | {"message": "m", "cause": "c"})["id"]
    number = identifiers.number_of_fault_id(CUSTOMER, fault_id)
    assert number
    changes: list[tuple[str, str, Any]] = [
        ("POST", f"/fault/{fault_id}/acknowledge", {"reason": "mine"}),
        ("PATCH", f"/fault/{fault_id}", {"severity": "HIGH"}),
        ("POST", f"/fault/{fault_id}/resolve", {"reason": "done"}),
        ("POST", f"/fault/{fault_id}/reopen", {}),
    ]
    for method, path, body in changes:
        clock.at += timedelta(seconds=1)
        apis.ok(method, path, body)

    timeline = apis.ok("GET", f"/fault/{fault_id}/timeline")["data"]
    logs = apis.ok("GET", f"/api/v0/alerts/{identifiers.short_id(number)}/logs")["logs"]
    log = apis.ok("GET", f"/v2/outage/{number}/outage_log")["outage_log_list"]

    assert [
        (entry["version"], entry["what"], entry["severity"], entry["status"]) for entry in timeline
    ] == [
        (1, "opened", "LOW", "unresolved"),
        (2, "acknowledged", "LOW", "unresolved"),
        (3, "updated", "HIGH", "unresolved"),
        (4, "resolved", "HIGH", "resolved"),
        (5, "reopened", "HIGH", "unresolved"),
    ]
    assert [entry["reason"] for entry in timeline] == [None, "mine", None, "done", None]
    assert [log["status"] for log in logs] == ["CRITICAL", "OK", "CRITICAL", "WARNING"]
    assert [one["entry"] for one in log] == [
        "Incident opened",
        "Incident acknowledged: mine",
        "Incident updated",
        "Incident resolved: done",
        "Incident reopened",
    ]


def test_who_has_a_fault_is_the_same_person_in_every_api(apis: EveryApi):
    fault = apis.put()
    outage = f"/v2/outage/{fault.number}"

    apis.ok("POST", f"{native(fault)}/assign", {"assignee": "ann"})
    assert apis.ok("GET", outage)["lead"] == "ann"
    apis.ok("PUT", f"{outage}/lead", {"who": "bob"})
    assert apis.ok("GET", native(fault))["assignee"] == "bob"
    apis.ok("DELETE", f"{native(fault)}/assign")

    assert apis.ok("GET", outage)["lead"] is None
    log = apis.ok("GET", f"{outage}/outage_log")["outage_log_list"]
    texts = ["Incident assigned: ann", "Incident assigned: bob", "Assignment withdrawn"]
    assert [one["entry"] for one in log][-3:] == texts


def test_changes_of_a_while_ago_are_left_to_the_timeline_that_is_written(
    apis: EveryApi, clock: SteppingClock
):
    fault = apis.put()
    clock.at += timedelta(minutes=5)
    apis.ok("POST", f"{native(fault)}/acknowledge", {})

    assert wiring.faults().get(CUSTOMER, fault.number).earlier_changes == ()
