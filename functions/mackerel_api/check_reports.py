"""What checks report: the API's own way to open and close alerts."""

from datetime import datetime

from faultbook import wiring
from faultbook.domain.host import Host
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from functions.mackerel_api import answers, identifiers, schemas, translate, translate_hosts
from functions.mackerel_api.api import actor_of, api
from functions.mackerel_api.inventory import known_resource


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
    kept: dict[str, Host | None] = {}
    for report in body.reports:
        if now - translate.occurred_at(report, now) < translate.OLDEST_REPORT:
            _take(call, report, now, kept)
    return Answer(200, answers.Success(success=True))


def _take(
    call: Call, report: schemas.CheckReport, now: datetime, kept: dict[str, Host | None]
) -> None:
    """`kept` are the hosts that reports of this request have asked for."""
    host_id = identifiers.host_id(call.customer_id, report.source.host_id)
    if report.status == "OK":
        wiring.reports().resolve_reported(
            call.customer_id,
            translate.deduplication_key(host_id, report),
            actor_of(call),
            at=translate.occurred_at(report, now),
            reason=translate.reason_of(report),
        )
        return
    if host_id not in kept:
        kept[host_id] = wiring.hosts().find_recent(call.customer_id, host_id)
    host = kept[host_id]
    if host is None or host.opens_alerts:
        checked = _checked_host(call.customer_id, host_id, report.source.host_id, host)
        fault = translate.report_of(report, checked, now)
        wiring.reports().report(call.customer_id, fault, actor_of(call), follow=True)


def _checked_host(
    customer_id: str, host_id: str, reported_as: str, host: Host | None
) -> translate.CheckedHost:
    if host:
        return translate.CheckedHost(host_id, host.name, translate_hosts.path_of(host))
    if reported_as == host_id and identifiers.may_stand_for_a_name(host_id):
        resource = known_resource(customer_id, host_id)
        if resource:
            return translate.CheckedHost(host_id, resource.name, resource.path)
    return translate.CheckedHost(host_id, reported_as)
