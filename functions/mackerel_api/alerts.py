"""Alerts: list, get, memo, close, logs."""

from faultbook import wiring
from faultbook.domain.errors import FaultNotFound, InvalidRequest, TooLarge
from faultbook.domain.listing import Position
from faultbook.gateway.answer_size import page_that_fits
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from functions.mackerel_api import answers, identifiers, schemas, translate
from functions.mackerel_api.api import alert_in, api, target_of

_MAX_READS = 5  # of a page whose faults have expired and are still in the table


@api.route(
    "GET",
    "/api/v0/alerts",
    scope=Scope.READ,
    query=schemas.ListAlerts,
    answers={200: answers.AlertList},
)
def list_alerts(call: Call, query: schemas.ListAlerts) -> Answer:
    """Open alerts, with `withClosed=true` all alerts, newest first."""
    fault_filter = translate.filter_of(query)
    after = _position(call.customer_id, query.next_id) if query.next_id else None
    page = wiring.faults().page(
        call.customer_id, fault_filter, query.limit, after, most_reads=_MAX_READS
    )
    alerts, further = page_that_fits(page, fault_filter, translate.alert_wire)
    body: answers.AlertList = {"alerts": alerts}
    if further and alerts:  # ids of expired faults lead nowhere
        body["nextId"] = alerts[-1]["id"]
    return Answer(200, body)


@api.route(
    "GET",
    "/api/v0/alerts/<alert_id>",
    scope=Scope.READ,
    answers={200: answers.Alert},
)
def get_alert(call: Call) -> Answer:
    """One alert."""
    return Answer(200, translate.alert_wire(alert_in(call)))


@api.route(
    "PUT",
    "/api/v0/alerts/<alert_id>",
    scope=Scope.WRITE,
    body=schemas.UpdateAlert,
    answers={200: answers.Memo},
)
def update_alert(call: Call, body: schemas.UpdateAlert) -> Answer:
    """Set an alert's memo."""
    if len(body.memo.encode()) > schemas.MAX_MEMO:
        raise TooLarge(schemas.MAX_MEMO, "memo")
    reason = translate.reason_of_memo(body.memo)
    fault = wiring.changes().edit(target_of(call), {"memo": body.memo}, reason=reason)
    return Answer(200, answers.Memo(id=identifiers.alert_id(fault.number), memo=fault.memo))


@api.route(
    "POST",
    "/api/v0/alerts/<alert_id>/close",
    scope=Scope.WRITE,
    body=schemas.CloseAlert,
    answers={200: answers.Alert},
)
def close_alert(call: Call, body: schemas.CloseAlert) -> Answer:
    """Close an alert; a closed one is answered as it stands."""
    fault = wiring.changes().resolve(target_of(call), body.reason)
    return Answer(200, translate.alert_wire(fault))


@api.route(
    "GET",
    "/api/v0/alerts/<alert_id>/logs",
    scope=Scope.READ,
    query=schemas.ListAlertLogs,
    answers={200: answers.AlertLogList},
)
def list_alert_logs(call: Call, query: schemas.ListAlertLogs) -> Answer:
    """When and why an alert's status changed, newest first."""
    fault = alert_in(call)
    timeline = wiring.faults().timeline(fault)
    logs = translate.log_wires(fault, translate.log_entries(fault, timeline))
    page = _after(logs, query.next_id)
    body: answers.AlertLogList = {"logs": page[: query.limit]}
    if len(page) > query.limit:
        body["nextId"] = page[query.limit - 1]["id"]
    return Answer(200, body)


def _position(customer_id: str, next_id: str) -> Position:
    """Behind the alert with this id, which is looked up among the caller's own."""
    number = identifiers.number_of_alert_id(next_id)
    if number is None:
        raise _unknown_next_id()
    try:
        fault = wiring.faults().get(customer_id, number)
    except FaultNotFound as error:
        raise _unknown_next_id() from error
    return Position(fault.opened_at, number)


def _after(logs: list[answers.AlertLog], next_id: str) -> list[answers.AlertLog]:
    if not next_id:
        return logs
    for place, log in enumerate(logs):
        if log["id"] == next_id:
            return logs[place + 1 :]
    raise _unknown_next_id()


def _unknown_next_id() -> InvalidRequest:
    return InvalidRequest("The request is not valid.", {"nextId": ["not the id of a former page"]})
