"""Check reports, and what clients look up beside alerts: check monitors, monitors, hosts.

Nothing of these is kept: hosts and check monitors are the resources and reporters of the newest
faults.
"""

from datetime import datetime
from typing import Any

from faultbook import wiring
from faultbook.domain import identifiers
from faultbook.domain.errors import NotFound
from faultbook.domain.fault import Origin
from faultbook.gateway.api import Api, Call
from faultbook.gateway.http import Answer
from faultbook.gateway.short_memory import ShortMemory
from faultbook.usecases.caller import Scope
from faultbook.usecases.inventory import Inventory, take_inventory
from faultbook.usecases.report_faults import report_fault, resolve_reported_fault
from functions.mackerel_api import schemas, translate
from functions.mackerel_api.errors import error_answer

api = Api(
    "mackerel checks",
    wiring.authenticate_mackerel,
    wiring.admit,
    error_answer,
    any_media_type=True,
    ignores_unknown_query=True,
)
wiring.prepare(api_keys=True)

_NO_HOST = "There is no such host."
_NO_CHECK_MONITOR = "There is no such check monitor."

# `mkr alerts list` asks for each check monitor by itself; a name never changes under its id.
_names: ShortMemory[str, dict[str, str]] = ShortMemory()


@api.route(
    "POST",
    "/api/v0/monitoring/checks/report",
    scope=Scope.WRITE,
    body=schemas.PostCheckReports,
    answers={200: schemas.Success},
)
def post_check_reports(call: Call, body: schemas.PostCheckReports) -> Answer:
    """Open, follow and close the alerts of checks, one for each host and name."""
    now = wiring.clock()
    for report in body.reports:
        if now - translate.occurred_at(report, now) < translate.OLDEST_REPORT:
            _take(call, report, now)
    return Answer(200, {"success": True})


@api.route(
    "GET",
    "/api/v0/monitoring/checks",
    scope=Scope.READ,
    query=schemas.ListChecks,
    answers={200: schemas.CheckMonitorList},
)
def list_check_monitors(call: Call, query: schemas.ListChecks) -> Answer:
    """Check monitors by ascending id, from `nextId` on."""
    names = _check_monitors(call.customer_id)
    ids = sorted(monitor_id for monitor_id in names if monitor_id >= query.next_id)
    page = ids[: query.limit]
    body: dict[str, Any] = {"checks": [{"id": one, "name": names[one]} for one in page]}
    if len(ids) > query.limit:
        body["nextId"] = ids[query.limit]
    return Answer(200, body)


@api.route(
    "GET",
    "/api/v0/monitoring/checks/<monitor_id>",
    scope=Scope.READ,
    answers={200: schemas.OneCheckMonitor},
    errors=(NotFound(_NO_CHECK_MONITOR),),
)
def get_check_monitor(call: Call) -> Answer:
    """One check monitor."""
    monitor_id = call.parameters["monitor_id"]
    remembered = _names.recall(call.customer_id)
    names = remembered[0] if remembered else {}
    if monitor_id not in names:
        names = _check_monitors(call.customer_id)
    if monitor_id not in names:
        raise NotFound(_NO_CHECK_MONITOR)
    return Answer(200, {"check": {"id": monitor_id, "name": names[monitor_id]}})


@api.route(
    "GET",
    "/api/v0/monitors",
    scope=Scope.READ,
    answers={200: schemas.MonitorList},
)
def list_monitors(call: Call) -> Answer:
    """No monitors: what checks there are is the list of check monitors."""
    del call
    return Answer(200, {"monitors": []})


@api.route(
    "GET",
    "/api/v0/hosts",
    "/api/v0/hosts.json",
    scope=Scope.READ,
    query=schemas.ListHosts,
    answers={200: schemas.HostList},
)
def list_hosts(call: Call, query: schemas.ListHosts) -> Answer:
    """The resources of the newest faults, by name."""
    hosts = [host for host in _hosts(call.customer_id) if translate.is_wanted(host, query)]
    return Answer(200, {"hosts": hosts})


@api.route(
    "GET",
    "/api/v0/hosts/<host_id>",
    scope=Scope.READ,
    answers={200: schemas.OneHost},
    errors=(NotFound(_NO_HOST),),
)
def get_host(call: Call) -> Answer:
    """One host."""
    wanted = call.parameters["host_id"]
    host = next((host for host in _hosts(call.customer_id) if host["id"] == wanted), None)
    if host is None:
        raise NotFound(_NO_HOST)
    return Answer(200, {"host": host})


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    del context
    return api.handle(event)


def _take(call: Call, report: schemas.CheckReport, now: datetime) -> None:
    store = wiring.fault_store()
    by = call.caller.actor(Origin.MACKEREL)
    if report.status == "OK":
        resolve_reported_fault(
            call.customer_id,
            translate.deduplication_key(report),
            by,
            at=translate.occurred_at(report, now),
            reason=translate.reason_of(report),
            store=store,
            clock=wiring.clock,
        )
    else:
        report_fault(
            call.customer_id,
            translate.report_of(report, now),
            by,
            store=store,
            clock=wiring.clock,
            draw_number=identifiers.draw_number,
            follow=True,
        )


def _inventory(customer_id: str) -> Inventory:
    inventory = take_inventory(customer_id, store=wiring.fault_store())
    _names.keep(customer_id, _by_id(customer_id, inventory))
    return inventory


def _check_monitors(customer_id: str) -> dict[str, str]:
    """Names by id."""
    return _by_id(customer_id, _inventory(customer_id))


def _by_id(customer_id: str, inventory: Inventory) -> dict[str, str]:
    return {identifiers.monitor_id(customer_id, name): name for name in inventory.reporters}


def _hosts(customer_id: str) -> list[dict[str, Any]]:
    return [translate.host_wire(customer_id, one) for one in _inventory(customer_id).resources]
