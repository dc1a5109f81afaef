"""Opsgenie's alerts and heartbeats in the OpenAPI document."""

from faultbook.domain.errors import FaultNotFound
from faultbook.gateway.documentation import AnswerHeader, Documentation, Parameter
from functions.opsgenie_api import answers, schemas
from functions.opsgenie_api import heartbeats_documentation as heartbeats
from functions.opsgenie_api.errors import RequestNotFound

_DESCRIPTION = """\
Opsgenie's Alert API and Heartbeat API: give a sender this host as its API URL, and an API key of \
Faultbook as its key. Clients that build `https://` addresses only for hosts with `api` in their \
name (the Go SDK) need that in a custom domain.

Send `Authorization: GenieKey <key>`.

* **Every action is 202**, also on an alert that is not there. It is done by then; \
`GET /v2/alerts/requests/{requestId}` tells how it went, as long as anybody asks.
* **One open alert for an alias.** A create under it counts one more and changes nothing else; \
after a close it opens a new one. Without an alias a create that is sent again makes a second alert.
* **Identifiers.** `identifierType` is `id`, `tiny` or `alias`; an alias may hold slashes, and is \
that of the alert which was last created under it. Faults of other APIs have their id as alias.
* **What closes or acknowledges always passes**, also where a customer is over the quota; and a \
snoozed alert closes.
* **Priorities** are severities one to one: `P1` CRITICAL, `P2` HIGH, `P3` MEDIUM, `P4` WARNING, \
`P5` LOW.
* **Places.** `entity` is the resource, or `source`, or the name of the key. The path is the key's \
own, then the details `path`, or `site`, `host`, `instance`, then the resource.
* **Texts** are cleaned and cut. Description, details, responders and actions stand in the fault's \
`detail`; escalations, responders, teams and custom actions of an alert are kept as its notes, for \
nobody is on call here.
* **Searches.** `status: open AND (priority = P1 OR tag: db*)`: `AND`, `OR`, `NOT`, parentheses, \
quotation marks, `*`; a word by itself is looked for in messages; `alias` finds open alerts. What \
status, flags, one priority and `createdAt` demand the store is asked for; the rest is looked for \
among the newest 2,000 of those.
* **Heartbeats.** A heartbeat whose ping has not come a minute after its interval is an alert, \
closed by the ping that returns; pings are never throttled. A ping is `PONG` for any name, and one \
of a name that there is no heartbeat of opens an alert that says so.
* **Who did it** is the key. `user` and `source` of an action are read, and not believed.
"""

_ID = "38IDslDHezyjYAB4BADZUdR1VUW"
_REQUEST_ID = "7adc1eb8-60e4-8d4a-9d1e-3f2b8f5f8a11"
_TAIL = {"took": 0.001, "requestId": "Ax6k2hRZoAMEVHg="}
_LISTED = {
    "id": _ID,
    "tinyId": "270160156777903",
    "alias": "disk-web-1",
    "message": "Disk /var is 98 % full on web-1",
    "status": "open",
    "acknowledged": False,
    "isSeen": False,
    "tags": ["db"],
    "snoozed": False,
    "count": 1,
    "lastOccurredAt": "2026-01-15T12:00:00.000Z",
    "createdAt": "2026-01-15T12:00:00.000Z",
    "updatedAt": "2026-01-15T12:00:00.000Z",
    "source": "checkd",
    "owner": "",
    "priority": "P2",
    "teams": [],
    "responders": [],
    "integration": {"id": "checkd", "name": "checkd", "type": "API"},
    "report": {},
}

DOCUMENTATION = Documentation(
    title="Opsgenie alerts and heartbeats",
    prefix="Opsgenie",
    description=_DESCRIPTION,
    error=answers.Error,
    security={
        "genieKey": {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`GenieKey <key>`.",
            "x-example": "GenieKey $API_KEY",
        }
    },
    parameters={
        "identifier": Parameter(
            "The alert's id, tiny id or alias, as `identifierType` says.",
            {"type": "string", "minLength": 1},
            _ID,
            (FaultNotFound(),),
        ),
        "request_id": Parameter(
            "The `requestId` of an action's answer.",
            {"type": "string", "format": "uuid"},
            _REQUEST_ID,
            (RequestNotFound(),),
        ),
        **heartbeats.PARAMETERS,
        "action": Parameter("The action's name.", {"type": "string", "minLength": 1}, "restart"),
    },
    answer_headers={
        "X-Response-Time": AnswerHeader("A number above 0.", {"type": "string"}),
        "X-RateLimit-State": AnswerHeader(
            "`THROTTLED` where the customer is over the quota.", {"enum": ["OK", "THROTTLED"]}
        ),
        "X-RateLimit-Reason": AnswerHeader("Whose quota it is.", {"type": "string"}),
        "X-RateLimit-Period-In-Sec": AnswerHeader(
            "Seconds after which to try again.", {"type": "string"}
        ),
    },
    members={
        **heartbeats.MEMBERS,
        "message": "What is wrong, in up to 500 characters.",
        "alias": "Which alert is meant: one is open for each.",
        "description": "What there is to know, in up to 15,000 characters.",
        "entity": "The resource.",
        "source": "Who says so.",
        "priority": "`P1` is the gravest; `P3` if not given.",
        "note": "A note, or why.",
        "tags": "Up to 20; an empty one is left out.",
        "details": "Whatever else, by name; numbers become texts.",
        "responders": "Kept and shown; nobody is told.",
        "visibleTo": "Kept.",
        "actions": "Kept and shown.",
        "endTime": "Until when; without a zone it is UTC.",
        "owner": "Who has it.",
        "escalation": "Kept as a note.",
        "responder": "Kept as a note.",
        "team": "Kept as a note.",
        "identifierType": "What the path has.",
        "keys": "The names of details, divided by commas.",
        "query": "A search.",
        "offset": "How many of the list are passed over.",
        "limit": "How many are answered.",
        "sort": "By what.",
        "order": "In which direction.",
        "direction": "Behind the offset, or before it.",
        "report": "Spans in milliseconds since the alert was created.",
        "count": "How often it was created while it was open.",
        "success": "Whether it was done; `isSuccess` says the same.",
    },
    examples={
        **heartbeats.EXAMPLES,
        schemas.CreateAlert: {
            "message": "Disk /var is 98 % full on web-1",
            "alias": "disk-web-1",
            "entity": "web-1",
            "priority": "P2",
            "tags": ["db"],
            "details": {"site": "frankfurt"},
        },
        schemas.Act: {"note": "The carrier mended the line."},
        schemas.Snooze: {"endTime": "2026-12-01T00:00:00Z"},
        schemas.AddNote: {"note": "The carrier is on site."},
        schemas.AddTags: {"tags": ["db"]},
        schemas.AddDetails: {"details": {"site": "frankfurt"}},
        schemas.Assign: {"owner": {"username": "ann@example.com"}},
        schemas.Escalate: {"escalation": {"name": "night"}},
        schemas.AddResponder: {"responder": {"type": "team", "name": "network"}},
        schemas.AddTeam: {"team": {"name": "network"}},
        schemas.ChangeMessage: {"message": "Disk /var is full on web-1"},
        schemas.ChangeDescription: {"description": "Nothing can be written any more."},
        schemas.ChangePriority: {"priority": "P1"},
        schemas.ListAlerts: {"query": "status: open", "limit": 20},
        answers.Accepted: {
            "result": "Request will be processed",
            "took": 0.001,
            "requestId": _REQUEST_ID,
        },
        answers.AlertAnswer: {
            "data": {
                **_LISTED,
                "actions": [],
                "entity": "web-1",
                "description": "",
                "details": {"site": "frankfurt"},
            },
            **_TAIL,
        },
        answers.AlertList: {
            "data": [_LISTED],
            "paging": {"first": "https://api.faults.example/v2/alerts?offset=0"},
            **_TAIL,
        },
        answers.CountAnswer: {"data": {"count": 1}, **_TAIL},
        answers.RequestStatusAnswer: {
            "data": {
                "success": True,
                "isSuccess": True,
                "action": "Create",
                "processedAt": "2026-01-15T12:00:00.000Z",
                "integrationId": "key:4Fh8QzT1LmW6xRb2",
                "status": "Created alert",
                "alertId": _ID,
                "alias": "disk-web-1",
            },
            **_TAIL,
        },
        answers.NoteList: {
            "data": [
                {
                    "note": "The carrier is on site.",
                    "owner": "key:4Fh8QzT1LmW6xRb2",
                    "createdAt": "2026-01-15T12:00:00.000Z",
                    "offset": "1",
                }
            ],
            "paging": {},
            **_TAIL,
        },
        answers.LogList: {
            "data": [
                {
                    "log": "Alert created",
                    "type": "system",
                    "owner": "key:4Fh8QzT1LmW6xRb2",
                    "createdAt": "2026-01-15T12:00:00.000Z",
                    "offset": "1",
                }
            ],
            "paging": {},
            **_TAIL,
        },
        answers.NothingListed: {"data": [], **_TAIL},
    },
)
