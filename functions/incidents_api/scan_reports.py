"""Scan reports: the newest of each scanner, and the cluster's score."""

from faultbook import wiring
from faultbook.domain.cluster_score import ScanReport
from faultbook.domain.errors import NotFound, PayloadTooLarge
from faultbook.gateway.answer_size import size_of
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from faultbook.usecases.scan_reports import MAX_PAYLOAD
from functions.incidents_api import answers, schemas, translate
from functions.incidents_api.api import api

# Lambda's own, for the event and for the answer. The payload is JSON within JSON within JSON there:
# a quote takes four bytes and a line break three, so that 5 MB of a scanner's report with its
# quotes are above it, and 4 MB are not.
_MAX_EVENT = 6 * 1024 * 1024
_MAX_ANSWER = _MAX_EVENT - 4096  # headers


@api.route(
    "GET",
    "/api/v1/scan-reports",
    scope=Scope.READ,
    query=schemas.ReadScanReport,
    answers={200: answers.ScanReport},
    errors=(NotFound("There is no scan report of this source."),),
)
def get_scan_report(call: Call, query: schemas.ReadScanReport) -> Answer:
    """The report that a source has sent last."""
    report = wiring.scan_reports().newest(call.customer_id, query.source)
    return Answer(200, translate.scan_report_wire(report))


@api.route(
    "POST",
    "/api/v1/scan-reports",
    scope=Scope.WRITE,
    body=schemas.StoreScanReport,
    answers={201: None},
    errors=(PayloadTooLarge(MAX_PAYLOAD, "payload"),),
    max_body=_MAX_EVENT,
)
def store_scan_report(call: Call, body: schemas.StoreScanReport) -> Answer:
    """Keep a report in place of the source's former one, unless that was created later."""
    report = ScanReport(body.source, body.created_at, body.payload)
    if size_of(translate.scan_report_wire(report)) > _MAX_ANSWER:
        raise PayloadTooLarge(_MAX_ANSWER, "report, as JSON in a JSON text,")
    wiring.scan_reports().keep(call.customer_id, report)
    return Answer(201)


@api.route(
    "GET",
    "/api/v1/scan-reports/score",
    scope=Scope.READ,
    answers={200: answers.ClusterScore},
)
def get_cluster_score(call: Call) -> Answer:
    """The mean score of the sources' newest reports, its grade, and the sources it leaves out."""
    found = wiring.scan_reports().score(call.customer_id)
    return Answer(200, translate.cluster_score_wire(found))
