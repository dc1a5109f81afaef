"""What checks report: the API's own way to open and close alerts."""

from datetime import datetime

from faultbook import wiring
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
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
    if report.status == "OK":
        wiring.reports().resolve_reported(
            call.customer_id,
            translate.deduplication_key(report),
            actor_of(call),
            at=translate.occurred_at(report, now),
            reason=translate.reason_of(report),
        )
    else:
        wiring.reports().report(
            call.customer_id, translate.report_of(report, now), actor_of(call), follow=True
        )
