"""Webhooks in the OpenAPI document."""

from faultbook.gateway.documentation import Documentation
from functions.webhooks import answers, schemas

_DESCRIPTION = """\
What other tools post when something happens. Alertmanager (webhook version 4) and Grafana \
(contact point *Webhook*) send their own payloads, without a template.

Send an API key as a bearer token, as the password of any user, or, where a tool knows nothing but \
an address, as `?key=`.

* **One fault for a set of labels**, not one for a group: grouping is a matter of notices. An \
alert that is also pushed by Prometheus is the same fault. Each opens, follows what is said anew, \
and resolves as its own `status` says; nothing closes by itself.
* **An alert that is wrong does not hold up the others**: `refused` says which were, and the \
answer is 200.
* **What is over always passes**, also where a customer is over the quota. What opens has to wait \
then: 503 with `Retry-After`, since Alertmanager drops what is answered 429.
* Use one way for one tool: as its PagerDuty or Opsgenie, Alertmanager tells of groups, as its \
webhook of alerts, and the two do not meet.
* Places, severities, labels and annotations are as those of alerts that are pushed; Grafana's \
links, images and values stand in the fault's `detail`.
"""

_ALERT = {
    "status": "firing",
    "labels": {"alertname": "InstanceDown", "instance": "web-1:9100", "severity": "critical"},
    "annotations": {"summary": "web-1 is down"},
    "startsAt": "2026-01-15T12:00:00.123456789Z",
    "endsAt": "0001-01-01T00:00:00Z",
    "generatorURL": "http://prometheus:9090/graph?g0.expr=up",
}

DOCUMENTATION = Documentation(
    title="Webhooks",
    prefix="Webhook",
    description=_DESCRIPTION,
    error=answers.Error,
    security={
        "webhookBearer": {
            "type": "http",
            "scheme": "bearer",
            "description": "An API key.",
            "x-example": "Bearer $API_KEY",
        },
        "webhookBasic": {
            "type": "http",
            "scheme": "basic",
            "description": "An API key as the password of any user.",
        },
        "webhookKey": {
            "type": "apiKey",
            "in": "query",
            "name": "key",
            "description": "An API key.",
            "x-example": "$API_KEY",
        },
    },
    members={
        "alerts": "Each as Alertmanager or Grafana has it.",
        "truncatedAlerts": "How many were left out; the first fault is commented with it.",
        "accepted": "Alerts that were taken.",
        "refused": "Alerts that were not, and why.",
    },
    examples={
        schemas.Notification: {"version": "4", "status": "firing", "alerts": [_ALERT]},
        answers.Taken: {"accepted": 1, "refused": []},
    },
)
