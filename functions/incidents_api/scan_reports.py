"""Scan reports: the newest of each scanner, and the cluster's score."""

import gzip

from faultbook import wiring
from faultbook.domain.errors import InvalidRequest, NotFound, TooLarge
from faultbook.gateway.answer_size import size_of
from faultbook.gateway.api import Call
from faultbook.gateway.content_coding import takes_gzip
from faultbook.gateway.http import Answer
from faultbook.incidents.cluster_score import ScanReport
from faultbook.incidents.scan_reports import MAX_PAYLOAD
from faultbook.usecases.caller import Scope
from functions.incidents_api import answers, schemas, translate
from functions.incidents_api.api import api

# A payload is text in JSON, where a quote and a line break take two bytes each.
_MAX_BODY = 2 * MAX_PAYLOAD
# Lambda takes 6 MB of an answer, headers included. A plain body is JSON in a JSON text there: a
# quote of the payload takes four bytes, so 4 MB of a scanner's report are within it and 5 are not.
_MAX_ANSWER = 6 * 1024 * 1024 - 4096


@api.route(
    "GET",
    "/api/v1/scan-reports",
    scope=Scope.READ,
    query=schemas.ReadScanReport,
    answers={200: answers.ScanReport},
    errors=(NotFound("There is no scan report of this source."),),
)
def get_scan_report(call: Call, query: schemas.ReadScanReport) -> Answer:
    """The newest report of a source; one that Lambda carries in gzip only comes in gzip."""
    report = wiring.scan_reports().newest(call.customer_id, query.source)
    wire = translate.scan_report_wire(report)
    if size_of(wire) <= _MAX_ANSWER:
        return Answer(200, wire)
    if not takes_gzip(call.request.headers.get("accept-encoding", "")):
        complaint = "gzip; the report is too long for a plain answer"
        raise InvalidRequest("The request is not valid.", {"Accept-Encoding": [complaint]})
    return Answer(200, _zipped(wire), {"Content-Encoding": "gzip"})


@api.route(
    "POST",
    "/api/v1/scan-reports",
    scope=Scope.WRITE,
    body=schemas.StoreScanReport,
    answers={201: None},
    errors=(TooLarge(MAX_PAYLOAD, "payload"),),
    max_body=_MAX_BODY,
    unzips=True,
)
def store_scan_report(call: Call, body: schemas.StoreScanReport) -> Answer:
    """Keep a report in place of the source's former one, unless that was created later."""
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
    """The mean score of the sources' newest reports, its grade, and the sources it leaves out."""
    found = wiring.scan_reports().score(call.customer_id)
    return Answer(200, translate.cluster_score_wire(found))


def _zipped(wire: answers.ScanReport) -> bytes:
    return gzip.compress(Answer(200, wire).text.encode(), mtime=0)
