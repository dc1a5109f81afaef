"""Alertmanager's API in the OpenAPI document."""

from datetime import UTC, datetime
from typing import Any

from faultbook.gateway.documentation import Documentation, Parameter
from functions.alertmanager_api import answers, schemas, translate
from functions.alertmanager_api.errors import SilenceNotFound

_DESCRIPTION = """\
Alertmanager's API v2: Prometheus, vmalert and the rulers of Loki and Mimir push their alerts \
here, and amtool, karma and Grafana read what is open, of whichever API.

Send an API key as a bearer token (`authorization.credentials`), as the password of any user, or \
in `X-Api-Key`.

* **One fault for a set of labels.** It opens with the first push, follows what annotations and \
severity say anew, and resolves when `endsAt` has come. What is not sent any more resolves after \
20 minutes, or at a later `endsAt`, at the end that was promised last.
* **Standing alerts cost little.** A push that says nothing new is written down once in eleven \
minutes: 100 alerts that stand for a day cost about 30,000 write units. `occurrences` counts what \
pushes say anew, not pushes.
* **A batch keeps its good part.** 400 says which alerts were not valid; all others were taken.
* **What is over always passes**, also where a customer is over the quota.
* **Places.** Behind the key's own `path` stand `site`, `datacenter`, `region` or `cluster`, then \
`namespace` or `job`, then the resource: `instance`, `host`, `node`, `pod`, `device` or \
`alertname`.
* **Severities.** `critical`, `page`, `emergency`, `disaster` are CRITICAL; `error`, `high`, \
`major` HIGH; `average`, `medium` MEDIUM; `warning`, `warn`, `minor` WARNING; `info`, `low`, \
`none` LOW; other words are looked up, and one that nobody knows is MEDIUM.
* **Labels and annotations** stand in the fault's `detail`. A fault of another API has labels \
made of its fields: `alertname` is its type, `instance` its resource, then `severity`, `site`, \
`path`, `reporter`, `fault_id`.
* **Silences** there are none yet. Patterns of matchers repeat at most twice without a bound.
"""

_LABELS = {"alertname": "InstanceDown", "instance": "web-1:9100", "severity": "critical"}
_ALERT: dict[str, Any] = {
    "annotations": {"summary": "web-1 is down"},
    "endsAt": "2026-01-15T12:04:00.000Z",
    "fingerprint": "30eee2ed81da51b4",
    "receivers": [{"name": "faultbook"}],
    "startsAt": "2026-01-15T12:00:00.000Z",
    "status": {"state": "active", "silencedBy": [], "inhibitedBy": [], "mutedBy": []},
    "updatedAt": "2026-01-15T12:00:00.000Z",
    "generatorURL": "http://prometheus:9090/graph?g0.expr=up",
    "labels": _LABELS,
}
_PUSHED = {
    "labels": _LABELS,
    "annotations": {"summary": "web-1 is down"},
    "startsAt": "2026-01-15T12:00:00.123456789Z",
    "endsAt": "2026-01-15T12:04:00.123456789Z",
    "generatorURL": "http://prometheus:9090/graph?g0.expr=up",
}

DOCUMENTATION = Documentation(
    title="Alertmanager v2",
    prefix="Alertmanager",
    description=_DESCRIPTION,
    error=answers.Error,
    security={
        "alertmanagerBearer": {
            "type": "http",
            "scheme": "bearer",
            "description": "An API key.",
            "x-example": "Bearer $API_KEY",
        },
        "alertmanagerBasic": {
            "type": "http",
            "scheme": "basic",
            "description": "An API key as the password of any user.",
        },
    },
    parameters={
        "silence_id": Parameter(
            "The silence's `id`.",
            {"type": "string"},
            "6d1d26a4-1d1f-4e2f-9a3a-0f6d0c5d7a11",
            (SilenceNotFound(),),
        )
    },
    members={
        "labels": "What the alert is; its identity.",
        "annotations": "What is said of it.",
        "startsAt": "When it began.",
        "endsAt": "When it is over, unless it is sent again.",
        "updatedAt": "When something changed, or was said anew.",
        "generatorURL": "Where it comes from; the fault's source.",
        "fingerprint": "Of the labels, as Alertmanager has it.",
        "active": "`false` asks for none.",
    },
    media_types={"/metrics": "text/plain", "/-/healthy": "text/plain"},
    examples={
        schemas.PostableAlerts: [_PUSHED],
        schemas.ListAlerts: {"filter": ['severity="critical"']},
        answers.Alert: _ALERT,
        answers.Status: translate.status_wire(datetime(2026, 1, 15, 12, tzinfo=UTC)),
    },
)
