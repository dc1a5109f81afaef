"""Webhooks in the OpenAPI document."""

from faultbook.gateway.documentation import Documentation
from functions.webhooks import answers, datadog_schemas, schemas, sns_schemas

_DESCRIPTION = """\
What other tools post when something happens. Alertmanager (webhook version 4) and Grafana \
(contact point *Webhook*) send their own payloads, without a template; a topic of Amazon SNS sends \
CloudWatch's alarms; Datadog sends what its webhook is told to.

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
* **A topic of Amazon SNS** needs a key that names it (`topics`), which then opens nothing else: \
each message is one that SNS has signed for that topic within the last hour. The subscription, \
over https without raw message delivery, confirms itself.
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
        "Message": "An alarm of CloudWatch, as JSON.",
        "Token": "What confirms the subscription at the topic's own SNS.",
        "SubscribeURL": "Is signed, and never followed.",
        "SigningCertURL": "A certificate of SNS in the topic's region.",
        "monitor": "`$ALERT_ID`",
        "cycle": "`$ALERT_CYCLE_KEY`: from a trigger to its recovery.",
        "transition": "`$ALERT_TRANSITION`: `Recovered` resolves, all others open or follow.",
        "accepted": "Alerts that were taken.",
        "refused": "Alerts that were not, and why.",
    },
    examples={
        schemas.Notification: {"version": "4", "status": "firing", "alerts": [_ALERT]},
        datadog_schemas.MonitorEvent: {
            "monitor": "1234",
            "cycle": "6177832",
            "transition": "Triggered",
            "title": "CPU of web-1 is high",
            "priority": "P2",
            "host": "web-1",
            "tags": "env:production, service:shop",
        },
        sns_schemas.SnsMessage: {
            "Type": "Notification",
            "MessageId": "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
            "TopicArn": "arn:aws:sns:us-east-1:123456789012:alarms",
            "Subject": "ALARM: web-1 is busy",
            "Message": '{"AlarmName": "web-1 is busy", "NewStateValue": "ALARM"}',
            "Timestamp": "2026-01-15T12:00:00.000Z",
            "SignatureVersion": "2",
            "Signature": "c2lnbmF0dXJl",
            "SigningCertURL": "https://sns.us-east-1.amazonaws.com/"
            "SimpleNotificationService-0123abcd.pem",
        },
        answers.Taken: {"accepted": 1, "refused": []},
    },
)
