"""Reports of checks: the API's own way to open and close alerts."""

from collections.abc import Mapping
from datetime import datetime

from faultbook import wiring
from faultbook.domain.errors import InvalidRequest
from faultbook.domain.host import Host
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.gateway.validation import validated
from faultbook.usecases.caller import Scope
from functions.mackerel_api import answers, hosts_translate, identifiers, schemas, translate
from functions.mackerel_api.api import actor_of, api
from functions.mackerel_api.inventory import known_resource

_MAX_SHOWN = 10  # refused reports of which an error tells
_TOO_MANY = f"At most {schemas.MAX_REPORTS} reports at a time; from this one on none was taken."


@api.route(
    "POST",
    "/api/v0/monitoring/checks/report",
    scope=Scope.WRITE,
    body=schemas.PostCheckReports,
    answers={200: answers.ReportsTaken},
)
def post_check_reports(call: Call, body: schemas.PostCheckReports) -> Answer:
    """Open, follow and close the alerts of checks, one for each host and name.

    A report that cannot be taken holds up no other: an agent sends what was refused again and
    again, all of it. 400 only where none was taken.
    """
    now = wiring.clock()
    kept: dict[str, Host | None] = {}
    refused: dict[int, InvalidRequest] = {}
    read = body.reports[: schemas.MAX_REPORTS]
    for place, report in enumerate(read):
        try:
            _take(call, validated(schemas.CheckReport.model_validate, report), now, kept)
        except InvalidRequest as error:
            refused[place] = error
    if refused and len(refused) == len(read):
        raise _none_taken(refused)
    if len(body.reports) > len(read):
        refused[schemas.MAX_REPORTS] = InvalidRequest(_TOO_MANY)
    return Answer(200, translate.reports_taken_wire(refused))


def _none_taken(refused: Mapping[int, InvalidRequest]) -> InvalidRequest:
    fields = {
        f"reports.{place}.{name}": complaints
        for place, error in list(refused.items())[:_MAX_SHOWN]
        for name, complaints in error.fields.items()
    }
    return InvalidRequest("No report could be taken.", fields)


def _take(
    call: Call, report: schemas.CheckReport, now: datetime, kept: dict[str, Host | None]
) -> None:
    """`kept` are the hosts that reports of this request have asked for.

    Raises InvalidRequest.
    """
    if now - translate.occurred_at(report, now) >= translate.OLDEST_REPORT:
        return
    host_id = identifiers.host_id(call.customer_id, report.source.host_id)
    if report.status == "OK":
        _is_ok(call, host_id, report, now)
        return
    if host_id not in kept:
        kept[host_id] = wiring.hosts().find_recent(call.customer_id, host_id)
    host = kept[host_id]
    if host and not host.opens_alerts:
        return
    if _has_failed_enough(call.customer_id, host_id, report, now):
        checked = _checked_host(call.customer_id, host_id, report.source.host_id, host)
        fault = translate.report_of(report, checked, now)
        wiring.reports().report(call.customer_id, fault, actor_of(call), follow=True)


def _is_ok(call: Call, host_id: str, report: schemas.CheckReport, now: datetime) -> None:
    key, at = translate.deduplication_key(host_id, report), translate.occurred_at(report, now)
    if report.max_check_attempts > 1:
        wiring.failures().succeeded(call.customer_id, key, at)
    wiring.reports().resolve_reported(
        call.customer_id, key, actor_of(call), at=at, reason=translate.reason_of(report)
    )


def _has_failed_enough(
    customer_id: str, host_id: str, report: schemas.CheckReport, now: datetime
) -> bool:
    """Whether the check failed often enough in a row, or has an open alert already."""
    if report.max_check_attempts == 1:
        return True
    key, at = translate.deduplication_key(host_id, report), translate.occurred_at(report, now)
    failures = wiring.failures().failed(customer_id, key, at)
    return failures >= report.max_check_attempts or wiring.reports().is_open(customer_id, key)


def _checked_host(
    customer_id: str, host_id: str, reported_as: str, host: Host | None
) -> translate.CheckedHost:
    if host:
        return translate.CheckedHost(host_id, host.name, hosts_translate.path_of(host))
    if reported_as == host_id and identifiers.may_stand_for_a_name(host_id):
        resource = known_resource(customer_id, host_id)
        if resource:
            return translate.CheckedHost(host_id, resource.name, resource.path)
    return translate.CheckedHost(host_id, reported_as)
