"""Alerts: created, listed, counted, shown, deleted; and what became of a request."""

from urllib.parse import urlencode

from faultbook import wiring
from faultbook.domain.errors import FaultNotFound
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from faultbook.usecases.target import Target
from functions.opsgenie_api import answers, schemas, searches, translate
from functions.opsgenie_api.api import actor_of, admitted, alert_in, route
from functions.opsgenie_api.errors import NotSupported, RequestNotFound, invalid
from functions.opsgenie_api.request_status import Action, Outcome, processed_of
from functions.opsgenie_api.responses import accepted, acted, found, secret

MAX_CREATE = 262_144  # bytes; Opsgenie's fields together have less


@route(
    "POST",
    "/v2/alerts",
    scope=Scope.WRITE,
    body=schemas.CreateAlert,
    answers={202: answers.Accepted},
    max_body=MAX_CREATE,
)
@admitted
def create_alert(call: Call, body: schemas.CreateAlert) -> Answer:
    """Create an alert; while one is open under the alias, count it once more and change nothing."""
    report = translate.report_of(body, call.caller)
    reported = wiring.reports().report(call.customer_id, report, actor_of(call))
    if body.note and reported.created:
        target = Target(call.customer_id, reported.fault.number, actor_of(call))
        wiring.comments().add(target, body.note)
    return accepted(call, Action.CREATE, reported.fault.number)


@route(
    "GET",
    "/v2/alerts",
    scope=Scope.READ,
    query=schemas.ListAlerts,
    answers={200: answers.AlertList},
)
@admitted
def list_alerts(call: Call, query: schemas.ListAlerts) -> Answer:
    """List alerts that a query finds, the newest first unless it is sorted otherwise."""
    end = query.offset + query.limit
    if end > schemas.MAX_FOUND:
        raise invalid("offset", f"`offset` and `limit` are at most {schemas.MAX_FOUND} together")
    search = searches.read(query.query)
    faults = list(searches.found(call.customer_id, search, query, end + 1))
    page = [translate.listed_wire(fault) for fault in faults[query.offset : end]]
    return found(call, page, paging=_paging(call, query, is_last=len(faults) <= end))


@route(
    "GET",
    "/v2/alerts/count",
    scope=Scope.READ,
    query=schemas.CountAlerts,
    answers={200: answers.CountAnswer},
)
@admitted
def count_alerts(call: Call, query: schemas.CountAlerts) -> Answer:
    """Count alerts that a query finds, up to 5,000."""
    count: answers.Count = {"count": searches.count(call.customer_id, searches.read(query.query))}
    return found(call, count)


@route(
    "GET",
    "/v2/alerts/requests/<request_id>",
    scope=Scope.READ,
    answers={200: answers.RequestStatusAnswer},
)
@admitted
def get_request_status(call: Call) -> Answer:
    """What became of a request; it was done before it was answered."""
    processed = processed_of(call.parameters["request_id"], call.customer_id, secret())
    if processed is None:
        raise RequestNotFound
    alert_id, alias = "", ""
    if processed.number:
        alert_id = translate.alert_id_of(call.customer_id, processed.number)
        alias = _alias_of(call.customer_id, processed.number)
    status: answers.RequestStatus = {
        "success": processed.outcome is Outcome.DONE,
        "isSuccess": processed.outcome is Outcome.DONE,
        "action": processed.action,
        "processedAt": translate.time_wire(processed.at),
        "integrationId": call.caller.subject,
        "status": processed.status,
        "alertId": alert_id,
        "alias": alias or alert_id,
    }
    return found(call, status)


@route(
    "GET",
    "/v2/alerts/<identifier>",
    scope=Scope.READ,
    query=schemas.Identified,
    answers={200: answers.AlertAnswer},
)
@admitted
def get_alert(call: Call, query: schemas.Identified) -> Answer:
    """One alert by its id, its tiny id, or the alias that it was last created under."""
    fault = alert_in(call, query)
    return found(call, translate.alert_wire(fault, wiring.faults().detail(fault)))


@route(
    "DELETE",
    "/v2/alerts/<identifier>",
    scope=Scope.WRITE,
    query=schemas.Identified,
    answers={202: answers.Accepted},
)
@admitted
def delete_alert(call: Call, query: schemas.Identified) -> Answer:
    """Remove an alert and its notes for good."""
    return acted(call, query, Action.DELETE, lambda target, _: wiring.changes().delete(target))


@route(
    "GET",
    "/v2/alerts/saved-searches",
    scope=Scope.READ,
    answers={200: answers.NothingListed},
)
def list_saved_searches(call: Call) -> Answer:
    """There are none: a search is saved by whoever makes it."""
    return found(call, [])


@route(
    "POST",
    "/v2/alerts/saved-searches",
    scope=Scope.WRITE,
    answers={},
    errors=(NotSupported("Saved searches"),),
)
def save_search(call: Call) -> Answer:
    """Refused."""
    del call
    raise NotSupported("Saved searches")


def _alias_of(customer_id: str, number: int) -> str:
    try:
        return translate.alias_of(wiring.faults().get(customer_id, number))
    except FaultNotFound:
        return ""


def _paging(call: Call, query: schemas.ListAlerts, *, is_last: bool) -> answers.Paging:
    def page(offset: int) -> str:
        parameters = query.model_dump(exclude={"offset"}, exclude_defaults=True)
        encoded = urlencode(parameters | {"offset": offset})
        return f"{wiring.public_url(call.request)}/v2/alerts?{encoded}"

    paging: answers.Paging = {"first": page(0)}
    if not is_last:
        paging["next"] = page(query.offset + query.limit)
    if query.offset:
        paging["prev"] = page(max(0, query.offset - query.limit))
    return paging
