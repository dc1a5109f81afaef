"""The Incidents API in the OpenAPI document."""

from typing import Any

from faultbook.domain.errors import CommentNotFound, FaultNotFound
from faultbook.domain.fault import Kind
from faultbook.domain.severity_words import WORDS
from faultbook.gateway.documentation import AnswerHeader, Documentation, Parameter
from functions.incidents_api import answers, schemas
from functions.incidents_api.errors import TypeNotFound

_SEVERITIES = "; ".join(f"`{' '.join(words)}` are {severity}" for severity, words in WORDS.items())
_DESCRIPTION = """\
The Incidents service, version 1.

Send `Authorization: Bearer <token>` with the scope `faults:read` or `faults:write`. \
`X-Scope-OrgID` selects one of the customers that the token owns: its `customer_id`, or another \
one in its claim `customers`; everything else is 403.

* **Create or update.** An incident is known by its type and its `incidentId`. It is made when \
there is none, and otherwise changed, resolved or reopened as the request says. The `incidentId` \
that an incident of another API is shown with is good for that too. `startTime` counts when it is \
new, `endTime` when it is resolved; its first service is its resource.
* **Incidents of other APIs** have a value in every field: the category `RELIABILITY`, their \
reporter as the source, their resource as the service, the priority `NONE`. A field that comes \
back as it was shown changes nothing.
* **Severities** are free words, kept and shown as they were sent. {severities}. Case, blanks and \
hyphens do not count, and any other word counts as `MEDIUM`.
* **Lists** are newest first. Parameters of several values are repeated or have commas; empty \
ones are absent. `status=OPEN` alone and the span are answered by an index; under any other \
filter up to 1,000 incidents are read for a page, which may then be short while `hasNext` is \
true.
* **Facets** count what matches among the newest 1,000 incidents that are read under the filters; \
`complete` says whether these were all.
* **Statistics.** Spans hold their begin and not their end, and are at most 1,830 days long. \
`resolution` is counted from the incidents that stand, looking through up to 10,000; beyond, the \
answer is 400. \
Services are those that senders have named, at most ten of an incident.
* **Scan reports.** The newest of each source, by `createdAt`: an older one is accepted and \
changes nothing. A payload has up to 5 MB; what is larger is answered with 413. Lambda takes \
6 MB of a request and of an answer, and a quote of the payload counts four bytes there, a line \
break three: beyond about 4 MB of indented JSON send the body in gzip, with \
`Content-Encoding: gzip` and `Content-Type: application/octet-stream`, and read with \
`Accept-Encoding: gzip`.
* **Cluster score.** The mean over the newest report of each source; from 90 it is an A, and so on \
by tens to E at 50. Where no report has a score it is 0 with the grade `NONE`, and `unscored` \
names the sources that it says nothing of.
  - kube-bench, Polaris, compliance reports of trivy-operator: the share of what passed, where a \
pass and a failure (danger) weigh 2 and a warning 1; Polaris's own `Score` where it has one.
  - Trivy, also `trivy k8s`; trivy-operator's other reports; SARIF: `100 / (1 + weight / 100)`, \
where CRITICAL weighs 10, HIGH 4, MEDIUM 1, LOW 1/4. In SARIF a `security-severity` from 9, 7, 4 \
and 0.1 is one of these, or without it the level `error` is HIGH, `warning` MEDIUM and `note` LOW.
  - Exceptions, suppressed results and licences count for nothing. Reports of licences alone, \
SBOMs and everything else have no score.
"""

_ID = 270160156777903
_INCIDENT: dict[str, Any] = {
    "type": "INCIDENT",
    "incidentId": "INC-1",
    "title": "Orders fail",
    "category": "RELIABILITY",
    "description": "Every fifth order is refused.",
    "recommendation": "Roll back the last release.",
    "source": "prometheus",
    "status": "OPEN",
    "resolution": "",
    "services": [{"name": "orders", "namespace": "shop"}],
    "metricNames": ["orders_failed_total"],
    "startTime": "2026-01-15T12:00:00Z",
    "sourceSite": "frankfurt",
    "severity": "HIGH",
    "priority": "P2",
    "metadata": {"release": "1.4.2"},
}
_SHOWN: dict[str, Any] = _INCIDENT | {
    "id": _ID,
    "startTime": "2026-01-15T12:00:00.000Z",
    "endTime": None,
    "ackTime": "2026-01-15T12:05:00.000Z",
    "ackUserId": "user_1",
    "ackUserEmail": "ada@example.com",
}
_PATCH = {
    name: _INCIDENT[name]
    for name in ("title", "description", "recommendation", "severity", "priority")
} | {"status": "RESOLVED", "resolution": "ROLLBACK"}
_PAGE: dict[str, Any] = {
    "data": [_SHOWN],
    "paging": {
        "cursor": {"firstId": _ID, "lastId": _ID},
        "hasNext": False,
        "hasPrevious": False,
    },
}
_FACET = {
    "name": "category",
    "values": [{"value": "RELIABILITY", "count": 1}],
    "complete": True,
}
_NOTE = {
    "id": 270160156778903,
    "incidentId": _ID,
    "body": "Rolling back.",
    "createdAt": "2026-01-15T12:10:00.000Z",
}
_REPORT = {"source": "trivy", "createdAt": "2026-01-15T12:00:00Z", "payload": '{"Results":[]}'}
_INT64 = {"type": "integer", "format": "int64"}
_VERSION = {"type": "string", "minLength": 1, "maxLength": 32}

DOCUMENTATION = Documentation(
    title="Incidents service v1",
    prefix="Incidents",
    description=_DESCRIPTION.replace("{severities}", _SEVERITIES),
    error=answers.Error,
    security={
        "incidentsBearer": {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "x-example": "Bearer $TOKEN",
        }
    },
    parameters={
        "id": Parameter("The incident's `id`.", _INT64, _ID, (FaultNotFound(),)),
        "incident_id": Parameter(
            "The incident's `id`, not its `incidentId`.", _INT64, _ID, (FaultNotFound(),)
        ),
        "note_id": Parameter("The note's `id`.", _INT64, 270160156778903, (CommentNotFound(),)),
        "type": Parameter(
            "The type of the incidents.",
            {"type": "string", "enum": list(Kind)},
            "INCIDENT",
            (TypeNotFound(),),
        ),
    },
    headers={
        "X-Scope-OrgID": Parameter(
            "One of the customers that the token owns; by default its `customer_id`.",
            {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"},
            "cus_1",
        ),
        "Api-Version": Parameter(
            "Comes back as it is. There is one version, whatever is asked for.",
            {"type": "string"},
            "1",
        ),
        "User-ID": Parameter(
            "Kept as an unverified remark; who acknowledges is who the token names.",
            {"type": "string"},
            "user_1",
        ),
    },
    answer_headers={
        "Api-Version": AnswerHeader("As in the request.", _VERSION, always=False),
    },
    always_answered=("Api-Version",),
    media_types={"POST /api/v1/incidents": "text/plain"},
    members={
        "incidentId": "The sender's own id of the incident.",
        "Note.incidentId": "The `id` of the incident.",
        "services": "At least one. `name` and `namespace` are known; other members are kept.",
        "resolution": "Any word, as to how it ended.",
        "severity": "Any word; known ones count as severities.",
        "metadata": f"Anything of the sender's, up to {schemas.MAX_DOCUMENT} bytes as JSON.",
        "startTimestamp": "Begin of the span in epoch seconds.",
        "endTimestamp": "End of the span in epoch seconds; this second is in it.",
        "timestampFrom": "Begin of the span in epoch seconds; a day before the end if not given.",
        "timestampTo": "End of the span in epoch seconds, not in it; now if not given.",
        "startTimestampFrom": "Begin of the span in epoch seconds.",
        "startTimestampTo": "End of the span in epoch seconds, not in it.",
        "direction": "NEXT goes on with older ones behind `lastId`, PREVIOUS before `firstId`.",
        "grade": "`NONE` where no report has a score.",
        "unscored": "Sources whose newest report has no score.",
        "complete": "Whether all incidents under the filters were counted.",
        "payload": "At most 5 MB.",
        "ackUserId": "Who acknowledged, as the token said.",
        "from": "Epoch seconds.",
        "to": "Epoch seconds, not in the bucket.",
    },
    examples={
        schemas.ListIncidents: {"status": ["OPEN"], "pageSize": 20},
        schemas.ListWithFacets: {"type": ["INCIDENT"], "limit": 20},
        schemas.PutIncident: _INCIDENT,
        schemas.UpdateIncident: _PATCH,
        schemas.WriteNote: {"body": "Rolling back."},
        answers.Incident: _SHOWN,
        answers.IncidentPage: _PAGE,
        answers.FacetedPage: _PAGE | {"facets": [_FACET]},
        answers.Note: _NOTE,
        schemas.ReadBuckets: {"buckets": 12},
        schemas.ReadSeverities: {"buckets": 12},
        schemas.ReadCurrent: {"status": "OPEN"},
        answers.Count: {"count": 7},
        answers.CountByStatus: {"OPEN": 12, "RESOLVED": 5},
        schemas.ReadScanReport: {"source": "trivy"},
        schemas.StoreScanReport: _REPORT,
        answers.ScanReport: _REPORT,
        answers.ClusterScore: {"score": 83, "grade": "B", "unscored": ["sbom"]},
    },
)
