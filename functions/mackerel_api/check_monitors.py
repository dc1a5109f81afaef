"""Check monitors: the reporters of faults; monitors of other kinds are their senders' own."""

from faultbook.domain.errors import NotFound
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from functions.mackerel_api import answers, schemas
from functions.mackerel_api.api import api
from functions.mackerel_api.inventory import check_monitors_of, name_of_check_monitor

_NOT_THERE = "There is no such check monitor."


@api.route(
    "GET",
    "/api/v0/monitoring/checks",
    scope=Scope.READ,
    query=schemas.ListChecks,
    answers={200: answers.CheckMonitorList},
)
def list_check_monitors(call: Call, query: schemas.ListChecks) -> Answer:
    """Check monitors by ascending id, from `nextId` on."""
    names = check_monitors_of(call.customer_id)
    ids = sorted(monitor_id for monitor_id in names if monitor_id >= query.next_id)
    page = ids[: query.limit]
    body: answers.CheckMonitorList = {
        "checks": [{"id": monitor_id, "name": names[monitor_id]} for monitor_id in page]
    }
    if len(ids) > query.limit:
        body["nextId"] = ids[query.limit]
    return Answer(200, body)


@api.route(
    "GET",
    "/api/v0/monitoring/checks/<monitor_id>",
    scope=Scope.READ,
    answers={200: answers.OneCheckMonitor},
    errors=(NotFound(_NOT_THERE),),
)
def get_check_monitor(call: Call) -> Answer:
    """One check monitor."""
    monitor_id = call.parameters["monitor_id"]
    name = name_of_check_monitor(call.customer_id, monitor_id)
    if name is None:
        raise NotFound(_NOT_THERE)
    check = answers.CheckMonitor(id=monitor_id, name=name)
    return Answer(200, answers.OneCheckMonitor(check=check))


@api.route("GET", "/api/v0/monitors", scope=Scope.READ, answers={200: answers.MonitorList})
def list_monitors(_call: Call) -> Answer:
    """No monitors: what checks there are is the list of check monitors."""
    return Answer(200, answers.MonitorList(monitors=[]))
