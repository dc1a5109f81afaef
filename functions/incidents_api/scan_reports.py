"""Scan reports: the newest of each scanner, and the cluster's score."""

from typing import Any

from faultbook import wiring
from faultbook.domain.cluster_score import ScanReport
from faultbook.domain.errors import NotFound, PayloadTooLarge
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from faultbook.usecases.scan_reports import MAX_PAYLOAD, keep_scan_report, read_cluster_score
from functions.incidents_api import scan_schemas as schemas
from functions.incidents_api.api import ECHOED, HEADERS, handle, make_api
from functions.incidents_api.translate import time_wire

api = make_api("scan reports")
wiring.prepare()

# A character of the payload can take six in JSON, as \u001b does.
MAX_BODY = 6 * MAX_PAYLOAD + 8192


@api.route(
    "GET",
    "/api/v1/scan-reports",
    scope=Scope.READ,
    query=schemas.ReadScanReport,
    answers={200: schemas.ScanReport},
    headers=HEADERS,
    answer_headers=ECHOED,
    errors=(NotFound("There is no scan report of this source."),),
)
def get_scan_report(call: Call, query: schemas.ReadScanReport) -> Answer:
    """The report that a source has sent last."""
    report = wiring.scan_report_store().get(call.customer_id, query.source)
    body = {
        "source": report.source,
        "createdAt": time_wire(report.created_at),
        "payload": report.payload,
    }
    return Answer(200, body)


@api.route(
    "POST",
    "/api/v1/scan-reports",
    scope=Scope.WRITE,
    body=schemas.StoreScanReport,
    answers={201: None},
    headers=HEADERS,
    answer_headers=ECHOED,
    errors=(PayloadTooLarge(MAX_PAYLOAD, "payload"),),
    max_body=MAX_BODY,
)
def store_scan_report(call: Call, body: schemas.StoreScanReport) -> Answer:
    """Keep a report in place of the source's former one."""
    keep_scan_report(
        call.customer_id,
        ScanReport(body.source, body.created_at, body.payload),
        store=wiring.scan_report_store(),
        clock=wiring.clock,
    )
    return Answer(201)


@api.route(
    "GET",
    "/api/v1/scan-reports/score",
    scope=Scope.READ,
    answers={200: schemas.ClusterScore},
    headers=HEADERS,
    answer_headers=ECHOED,
)
def get_cluster_score(call: Call) -> Answer:
    """The mean score of the reports of Trivy, kube-bench and Polaris, and its grade."""
    found = read_cluster_score(call.customer_id, store=wiring.scan_report_store())
    return Answer(200, {"score": found.score, "grade": found.grade})


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    del context
    return handle(api, event)
