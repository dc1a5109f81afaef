"""What checks report: the API's own way to open and close alerts."""

from datetime import datetime

from faultbook import wiring
from faultbook.domain import identifiers
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from faultbook.usecases.report_faults import report_fault, resolve_reported_fault
from functions.mackerel_api import answers, schemas, translate
from functions.mackerel_api.api import actor_of, api


@api.route(
    "POST",
    "/api/v0/monitoring/checks/report",
    scope=Scope.WRITE,
    body=schemas.PostCheckReports,
    answers={200: answers.Success},
)
def post_check_reports(call: Call, body: schemas.PostCheckReports) -> Answer:
    """Open, follow and close the alerts of checks, one for each host and name."""
    now = wiring.clock()
    for report in body.reports:
        if now - translate.occurred_at(report, now) < translate.OLDEST_REPORT:
            _take(call, report, now)
    return Answer(200, answers.Success(success=True))


def _take(call: Call, report: schemas.CheckReport, now: datetime) -> None:
    store = wiring.fault_store()
    by = actor_of(call)
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
