"""Alerts as dashboards read them: every open fault is one, of whichever API."""

from datetime import datetime

from faultbook import wiring
from faultbook.domain.fault import Fault, Status
from faultbook.domain.listing import MAX_PAGE, FaultFilter, Position
from faultbook.gateway.answer_size import as_many_as_fit
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from functions.alertmanager_api import answers, schemas, translate
from functions.alertmanager_api.api import api
from functions.alertmanager_api.matchers import matcher_of, pattern_of

MAX_ALERTS = 1_000
_MAX_READS = 5  # of a page whose faults have expired and are still in the table
_OPEN = FaultFilter(status=Status.UNRESOLVED)


@api.route(
    "GET",
    "/api/v2/alerts",
    scope=Scope.READ,
    query=schemas.ListAlerts,
    answers={200: list[answers.Alert]},
)
def list_alerts(call: Call, query: schemas.ListAlerts) -> Answer:
    """The newest 1,000 open faults, as far as they match."""
    return Answer(200, as_many_as_fit(_matching(call, query), dict))


@api.route(
    "GET",
    "/api/v2/alerts/groups",
    scope=Scope.READ,
    query=schemas.ListAlerts,
    answers={200: list[answers.AlertGroup]},
)
def list_groups(call: Call, query: schemas.ListAlerts) -> Answer:
    """The same, by `alertname`."""
    return Answer(200, translate.groups_wire(as_many_as_fit(_matching(call, query), lambda a: a)))


@api.route(
    "GET",
    "/api/v2/receivers",
    scope=Scope.READ,
    answers={200: list[answers.Receiver]},
)
def list_receivers(_: Call) -> Answer:
    """There is one."""
    return Answer(200, [translate.RECEIVER])


def _matching(call: Call, query: schemas.ListAlerts) -> list[answers.Alert]:
    wiring.admit(call.caller)
    matches = [matcher_of(text) for text in query.filter]
    is_for_us = not query.receiver or pattern_of(query.receiver).fullmatch(
        translate.RECEIVER["name"]
    )
    if not query.active or not is_for_us:
        return []
    now = wiring.clock()
    alerts: list[answers.Alert] = []
    after: Position | None = None
    for _ in range(MAX_ALERTS // MAX_PAGE):
        page = wiring.faults().page(call.customer_id, _OPEN, MAX_PAGE, after, most_reads=_MAX_READS)
        alerts += _wires(page.faults, now)
        after = page.next
        if after is None:
            break
    return [alert for alert in alerts if all(match(alert["labels"]) for match in matches)]


def _wires(faults: tuple[Fault, ...], now: datetime) -> list[answers.Alert]:
    details = wiring.faults().details(faults)
    return [translate.alert_wire(fault, details.get(fault.number, {}), now) for fault in faults]
