"""PagerDuty's events in the OpenAPI document."""

from faultbook.gateway.documentation import Documentation
from functions.pagerduty_api import answers, schemas
from functions.pagerduty_api.api import MAX_EVENT

_DESCRIPTION = f"""\
PagerDuty's Events API v2: point a sender's URL here, and give an API key as its `routing_key` (in \
PagerDuty's own words the integration key).

* **One fault for a `dedup_key`.** While it is open, a trigger counts one more, and its severity \
and summary are followed; an acknowledgement stands. After a resolve it opens a new one. A key \
counts within the API key that it was sent with. A trigger without one gets one that is made for \
it, so that a trigger which is sent again makes a second fault.
* **What acknowledges or resolves always passes**, also where a customer is over the quota, and \
where nothing is open under its key: then it is accepted and nothing happens.
* **Severities.** `critical` is CRITICAL, `error` HIGH, `warning` WARNING, `info` LOW; other words \
are looked up, and one that nobody knows is MEDIUM.
* **Places.** `group`, `source` and `component` are the path, behind the key's own `path` where it \
has one; `source` is the resource and `class` the type.
* **Texts** are cleaned and cut. `custom_details`, `links` and `images` stand in the fault's \
`detail`. An event has up to {MAX_EVENT} bytes.
* **Change events** open nothing. They are kept for 90 days and listed by `GET /changes`.
"""

_KEY = "fb_4Fh8QzT1LmW6xRb2_0000000000000000000000000000000000000"
_LINK = {"href": "https://grafana.example/d/4711", "text": "Dashboard"}

DOCUMENTATION = Documentation(
    title="PagerDuty Events v2",
    prefix="PagerDuty",
    description=_DESCRIPTION,
    error=answers.Error,
    members={
        "routing_key": "An API key.",
        "event_action": "`trigger` opens or counts; the others change what is open.",
        "dedup_key": "Which fault is meant, within the API key.",
        "payload": "What is wrong; of a trigger only.",
        "summary": "The message; of more than 500 characters the whole is in the fault's `detail`.",
        "source": "The resource.",
        "severity": "`critical`, `error`, `warning` or `info`.",
        "timestamp": "When it began, within the last year; now if not given.",
        "component": "What of the source; the last segment of the path.",
        "group": "What the source belongs to; before it in the path.",
        "class": "The type.",
        "custom_details": "Anything, most often an object.",
        "client": "The reporter; the name of the API key if not given.",
        "client_url": "The fault's source.",
        "links": "Of up to 50, `href` and `text`.",
        "images": "Of up to 50, `src`, `href` and `alt`.",
        "ChangePayload.source": "Where; the end of the path.",
        "ChangePayload.summary": "What was changed.",
        "ChangePayload.timestamp": "When, within the last year; now if not given.",
    },
    examples={
        schemas.Event: {
            "routing_key": _KEY,
            "event_action": "trigger",
            "dedup_key": "disk-web-1",
            "payload": {
                "summary": "Disk /var is 98 % full on web-1",
                "source": "web-1",
                "severity": "critical",
                "component": "disk",
                "group": "frankfurt",
                "class": "disk-full",
                "custom_details": {"used": "98 %"},
            },
            "client": "checkd",
            "links": [_LINK],
        },
        schemas.ChangeEvent: {
            "routing_key": _KEY,
            "payload": {"summary": "Release 1.4.2 went out", "source": "web-1"},
            "links": [_LINK],
        },
        answers.Accepted: {
            "status": "success",
            "message": "Event processed",
            "dedup_key": "disk-web-1",
        },
        answers.ChangeAccepted: {"status": "success", "message": "Change event processed"},
    },
)
