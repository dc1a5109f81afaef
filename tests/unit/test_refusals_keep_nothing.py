"""A refused request leaves nothing of itself behind.

An exception that is raised again keeps the frames of each request that raised it, and in them the
credential.
"""

import gc
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import FrameType, TracebackType
from typing import Any

import pytest

from faultbook.domain.fault import ChangeKind
from faultbook.domain.identifiers import fault_id
from tests.support.builders import CUSTOMER, SteppingClock, a_change, a_fault
from tests.support.fakes import InMemoryFaultStore
from tests.support.in_memory_apis import InMemoryApis, in_memory_apis

TIMES = 1000
FEW = 20  # objects that the interpreter may keep for reasons of its own
NUMBER = 270160156777903  # of a fault that is resolved, and takes no more metadata
ABSENT = NUMBER + 1


@dataclass(frozen=True)
class Refusal:
    status: int
    method: str
    path: str
    body: Any = None
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


REFUSALS = {
    "native: no such fault": Refusal(404, "GET", "/fault/flt_unknown"),
    "native: resolved": Refusal(409, "POST", "/fault/{fault_id}/acknowledge", {}),
    "native: stale": Refusal(
        412, "POST", "/fault/{fault_id}/reopen", {}, headers={"if-match": '"99"'}
    ),
    "native: not valid": Refusal(400, "POST", "/fault", {"resource_id": ""}),
    "native: not JSON": Refusal(400, "POST", "/fault", "{"),
    "native: no media type": Refusal(
        415, "POST", "/fault", {}, headers={"content-type": "text/plain"}
    ),
    "native: no such cursor": Refusal(400, "GET", "/fault", query="cursor=abc"),
    "native: no such route": Refusal(404, "GET", "/fault/a/b/c"),
    "native: method": Refusal(405, "DELETE", "/fault"),
    "native: no credential": Refusal(401, "GET", "/fault", headers={"authorization": ""}),
    "native: no scope": Refusal(403, "GET", "/api-keys"),
    "native: no such token": Refusal(404, "DELETE", "/fault/token/tok_unknown"),
    "native: a body too large": Refusal(413, "POST", "/fault", {"message": "x" * 263_000}),
    "FortiMonitor: no such outage": Refusal(404, "GET", f"/v2/outage/{ABSENT}"),
    "FortiMonitor: over": Refusal(400, "PUT", f"/v2/outage/{NUMBER}/acknowledge", {}),
    "FortiMonitor: no such entry": Refusal(404, "GET", f"/v2/outage/{NUMBER}/outage_metadata/99"),
    "FortiMonitor: no such log entry": Refusal(404, "GET", f"/v2/outage/{NUMBER}/outage_log/99"),
    "FortiMonitor: full": Refusal(
        400,
        "POST",
        f"/v2/outage/{NUMBER}/outage_metadata",
        {"outage_metadata_type": "more", "value": "x"},
    ),
    "FortiMonitor: no number": Refusal(404, "GET", "/v2/outage/x"),
    "FortiMonitor: no such delay": Refusal(400, "PUT", f"/v2/outage/{NUMBER}/delay/x", {}),
    "FortiMonitor: no such server": Refusal(404, "GET", "/v2/server/ "),
    "FortiMonitor: no such service": Refusal(404, "GET", "/v2/compound_service/ /outage"),
    "FortiMonitor: no such user": Refusal(404, "GET", "/v2/user/nobody"),
    "FortiMonitor: no such schema": Refusal(404, "GET", "/v2/schema/resources/nonsense"),
    "FortiMonitor: no such capability": Refusal(404, "PUT", "/v2/public/outage/X/escalate", {}),
    "FortiMonitor: no such route": Refusal(404, "GET", "/v2/nothing/at/all"),
    "FortiMonitor: no credential": Refusal(
        401, "GET", "/v2/outage", headers={"authorization": "ApiKey no"}
    ),
    "Incidents: no such incident": Refusal(404, "GET", f"/api/v1/incidents/{ABSENT}"),
    "Incidents: no such type": Refusal(404, "GET", "/api/v1/statistics/NOTHING/count"),
    "Incidents: no such note": Refusal(404, "GET", "/api/v1/notes/7"),
    "Incidents: another customer": Refusal(
        403, "GET", "/api/v1/incidents", headers={"x-scope-orgid": "cus_other"}
    ),
    "Incidents: not valid": Refusal(400, "POST", "/api/v1/incidents", {}),
    "Mackerel: no such alert": Refusal(404, "GET", "/api/v0/alerts/unknown"),
    "Mackerel: no such page": Refusal(400, "GET", "/api/v0/alerts", query="nextId=unknown"),
    "Mackerel: no such host": Refusal(404, "GET", "/api/v0/hosts/unknown"),
    "Mackerel: no such check": Refusal(404, "GET", "/api/v0/monitoring/checks/unknown"),
    "Mackerel: not valid": Refusal(400, "POST", "/api/v0/monitoring/checks/report", {}),
}


@pytest.fixture(scope="module")
def apis() -> Iterator[InMemoryApis]:
    clock = SteppingClock()
    faults = InMemoryFaultStore(clock)
    fault = a_fault(number=NUMBER, metadata={str(place): place for place in range(50)})
    faults.create(CUSTOMER, fault)
    faults.save(CUSTOMER, fault, fault.resolved(a_change(ChangeKind.RESOLVED)))
    logging.disable()  # pytest would keep each line
    with in_memory_apis(clock, faults) as apis:
        yield apis
    logging.disable(logging.NOTSET)


def kept() -> int:
    gc.collect()
    return sum(isinstance(tracked, FrameType | TracebackType) for tracked in gc.get_objects())


@pytest.mark.parametrize("name", REFUSALS)
def test_a_thousand_refusals_keep_no_frame(apis: InMemoryApis, name: str):
    refusal = REFUSALS[name]
    path = refusal.path.replace("{fault_id}", fault_id(CUSTOMER, NUMBER))

    def refused() -> int:
        answer = apis(
            refusal.method, path, refusal.body, query=refusal.query, headers=refusal.headers
        )
        return answer.status

    assert refused() == refusal.status
    before = kept()
    for _ in range(TIMES):
        refused()

    assert kept() - before < FEW
