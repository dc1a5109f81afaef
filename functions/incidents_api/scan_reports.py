"""Scan reports: the newest of each scanner, and the cluster's score."""

from faultbook import wiring
from faultbook.domain.cluster_score import ScanReport
from faultbook.domain.errors import NotFound, PayloadTooLarge
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from faultbook.usecases.scan_reports import MAX_PAYLOAD
from functions.incidents_api import answers, schemas, translate
from functions.incidents_api.api import api

# A character of the payload can take six in JSON, as \u001b does.
MAX_BODY = 6 * MAX_PAYLOAD + 8192


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
    max_body=MAX_BODY,
)
def store_scan_report(call: Call, body: schemas.StoreScanReport) -> Answer:
    """Keep a report in place of the source's former one."""
    report = ScanReport(body.source, body.created_at, body.payload)
    wiring.scan_reports().keep(call.customer_id, report)
    return Answer(201)


@api.route(
    "GET",
    "/api/v1/scan-reports/score",
    scope=Scope.READ,
    answers={200: answers.ClusterScore},
)
def get_cluster_score(call: Call) -> Answer:
    """The mean score of the reports of Trivy, kube-bench and Polaris, and its grade."""
    found = wiring.scan_reports().score(call.customer_id)
    return Answer(200, translate.cluster_score_wire(found))
