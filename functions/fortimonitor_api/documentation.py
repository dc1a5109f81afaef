"""FortiMonitor v2 in the OpenAPI document; the examples follow the vendor's guide and a capture."""

from faultbook.domain.errors import CommentNotFound, FaultNotFound, InvalidRequest, Unavailable
from faultbook.gateway.documentation import AnswerHeader, Documentation, Parameter
from faultbook.gateway.errors import TooManyRequests
from faultbook.gateway.wire_types import VISIBLE
from functions.fortimonitor_api import answers, schemas, translate
from functions.fortimonitor_api.errors import (
    CompoundServiceNotFound,
    ResourceNotFound,
    ServerNotFound,
    UserNotFound,
)
from functions.fortimonitor_api.links import BASE, Links

_DESCRIPTION = """\
FortiMonitor's API, version 2 (formerly Panopta), as far as incidents go. Give a client \
`https://<host>/v2` as its base URL.

Send `Authorization: ApiKey <key>`, or `?api_key=<key>`. A key without the right for a call is \
answered 401, as the vendor does.

* **A server is a name.** Any will do, unless the customer's settings list the servers that there \
are; then others are 404. It is the fault's resource, and its site the server group.
* **Writes answer with nothing.** POST: 201 with `Location` and `id` headers and an empty body; \
PUT: 204. POST is taken for PUT where public clients send it.
* **Repeating is harmless.** Resolving what is resolved and acknowledging what is acknowledged \
change nothing; the first time and reason stay. What is over and was never acknowledged cannot be.
* **Who did it** is whom the key belongs to. `who` and `user` are read, and not believed.
* **Severities.** CRITICAL and HIGH are `critical`, the rest is `warning`. Anomalies have negative \
ids. `description` ends with the metadata, a line each.
* **Pages.** Lists are newest first; the log and the actions are oldest first. Follow `meta.next` \
(add the key to it); `offset` works too, up to 10,000. `limit` 0 asks for everything: an answer \
has at most 1,000 items or about 5 MB, and the rest is behind `next`. `total_count` is exact on \
the last page; before, it comes from the statistics where only a status is asked for, and else it \
is one more than what was seen. Lists of active outages and by time are read from an index; those \
of resolved ones, by server, severity, duration or compound service look through up to 5,000 \
outages for a page.
* **`auto_close_duration`** is in seconds from `start_time`; the incident resolves by itself \
within a minute of its end.
* **`hash`** opens the routes under `/v2/public` without a credential, for that outage alone and \
for a week at least. It stays the same for a week, counted from the outage's start. GET answers \
with a page whose button sends POST, so that what only follows links changes nothing.
* **Telling people** is another system's work: broadcasts, escalations and delays are recorded.

Times are in UTC: `YYYY-MM-DD HH:MM:SS` in requests, RFC 2822 in answers. An empty parameter is an \
absent one, and unknown ones are ignored.
"""

_HOST = "https://faults.example.com"
_ORIGIN = f"{_HOST}{BASE}"
_OUTAGE_ID = "270160156777903"
_HASH = "U5QX2ZC6KJ4LQ3N7VYB2MDTPFEAAB5NHGQ2WSAAAAAAABWSZ4MAGG5LTL4YQ"
_LOG_ID = "270160158877023"
_USER: answers.User = {
    "url": f"{_ORIGIN}/user/201123836794750",
    "display_name": "key:4Fh8QzT1LmW6xRb2",
    "username": "key:4Fh8QzT1LmW6xRb2",
    "contact_info": [],
    "roles": [],
    "created": None,
}
_SERVER = translate.server_wire("10571663", Links(_HOST, hash_of=lambda _: _HASH))
_OUTAGE: answers.Outage = {
    "url": f"{_ORIGIN}/outage/{_OUTAGE_ID}",
    "hash": _HASH,
    "type": "outage",
    "status": "active",
    "severity": "critical",
    "start_time": "Thu, 15 Jan 2026 12:00:00 -0000",
    "end_time": None,
    "acknowledged": _USER,
    "description": "Queue of the mail server is longer than 500\nqueue: 731",
    "summary": "",
    "server": f"{_ORIGIN}/server/10571663",
    "server_id": "10571663",
    "server_name": "10571663",
    "server_fqdn": "10571663",
    "compound_service": None,
    "compound_service_id": None,
    "compound_service_name": None,
    "server_group_id": "0",
    "server_group_name": "Default Server Group",
    "network_service_type_list": [],
    "metadata": [{"name": "queue", "value": "731"}],
    "tags": [],
    "metric_tags": ["queue.length"],
    "next_action": None,
    "has_active_maintenance": False,
    "exclude_from_availability": False,
    "lead": None,
}
_META: answers.Meta = {
    "limit": 50,
    "offset": 0,
    "next": None,
    "previous": None,
    "total_count": 1,
}
_ENTRY: answers.LogEntry = {
    "url": f"{_ORIGIN}/outage/{_OUTAGE_ID}/outage_log/{_LOG_ID}",
    "entry": "Restarted the delivery agent.",
    "user": _USER["url"],
    "author": "key:4Fh8QzT1LmW6xRb2",
    "public": False,
    "created": "Thu, 15 Jan 2026 12:05:00 -0000",
}
_HTML = "text/html; charset=utf-8"
_INTEGER = {"type": "string", "pattern": "^-?[0-9]{1,16}$"}
_NAME = {"type": "string", "pattern": VISIBLE, "x-words": "any name, percent-encoded"}
_SECONDS = {"type": "string", "pattern": "^[0-9]{1,7}$"}

DOCUMENTATION = Documentation(
    title="FortiMonitor",
    prefix="FortiMonitor",
    description=_DESCRIPTION,
    error=answers.Error,
    open_types=(answers.EmptyList, answers.Error),
    security={
        "fortimonitorApiKey": {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`ApiKey`, a blank, and the key; the scheme in any case.",
            "x-example": "ApiKey $API_KEY",
        },
        "fortimonitorApiKeyInQuery": {
            "type": "apiKey",
            "in": "query",
            "name": "api_key",
            "x-example": "$API_KEY",
        },
    },
    parameters={
        "server_id": Parameter("The server's name.", _NAME, "10571663", (ServerNotFound(),)),
        "compound_service_id": Parameter(
            "The compound service's name.", _NAME, "77", (CompoundServiceNotFound(),)
        ),
        "outage_id": Parameter(
            "The end of the outage's `url`.", _INTEGER, _OUTAGE_ID, (FaultNotFound(),)
        ),
        "entry_id": Parameter("The end of the entry's `url`.", _INTEGER, "1", (CommentNotFound(),)),
        "user_id": Parameter(
            "The end of the user's `url`.", _INTEGER, "201123836794750", (UserNotFound(),)
        ),
        "hash": Parameter(
            "The outage's `hash`.",
            {"type": "string", "pattern": "^[2-7A-Z]{1,300}$"},
            _HASH,
            (FaultNotFound(), TooManyRequests(1), Unavailable()),
        ),
        "delay_in_seconds": Parameter(
            "For how long; 0 is for ever.",
            _SECONDS,
            "3600",
            (InvalidRequest("The request is not valid."),),
        ),
        "resource": Parameter(
            "The first part of a path below `/v2`.",
            {"type": "string", "pattern": "^[a-z_]+$"},
            "outage",
            (ResourceNotFound(),),
        ),
    },
    answer_headers={
        "Location": AnswerHeader("The URL of what was made.", {"format": "uri", "type": "string"}),
        "Id": AnswerHeader("The id of what was made.", {"type": "integer"}),
        "Content-Security-Policy": AnswerHeader(
            "What the page may load: nothing.", {"type": "string"}
        ),
        "Referrer-Policy": AnswerHeader("Nobody hears of the page's address.", {"type": "string"}),
        "ErrorCode": AnswerHeader("The status once more.", {"type": "integer"}),
        "ErrorMessage": AnswerHeader("What is wrong, on one line.", {"type": "string"}),
    },
    media_types={
        "/v2/public/outage/<hash>/acknowledge": _HTML,
        "/v2/public/outage/<hash>/escalate": _HTML,
        "/v2/public/outage/<hash>/delay/<delay_in_seconds>": _HTML,
    },
    members={
        "auto_close_duration": "Seconds from `start_time` to the incident's end; 0 for none.",
        "plugin_textkey": "Becomes the fault's reporter and source.",
        "resource_textkey": "Becomes the fault's type and metric.",
        "metadata": f"At most {schemas.MAX_METADATA} values; added to the description.",
        "limit": "Items of a page; 0 for everything. More than 1,000 is 1,000.",
        "offset": "How many to skip.",
        "order_by": "`start_time` for the oldest first; other fields are not heeded.",
        "order": "`asc` or `desc`.",
        "cursor": "From `meta.next`.",
        "before": "From `meta.previous`.",
        "full": "Servers themselves instead of their URLs.",
        "CreateCustomIncident.severity": "A word as in the Incidents API; critical otherwise.",
        "min_duration": "Seconds; outages that are not over have none.",
    },
    examples={
        schemas.CreateCustomIncident: {
            "description": "Queue of the mail server is longer than 500",
            "metadata": {"queue": 731},
            "plugin_textkey": "postfix",
            "resource_textkey": "queue.length",
            "severity": "warning",
            "start_time": None,
            "auto_close_duration": 3600,
        },
        schemas.CreateHistoricalOutage: {
            "server": f"{_ORIGIN}/server/10571663",
            "start_time": "2026-01-15 09:00:00",
            "end_time": "2026-01-15 09:30:00",
            "exclude_from_availability": False,
            "status": "resolved",
        },
        schemas.Acknowledge: {"who": _USER["url"], "message": "Looking into it."},
        schemas.ForceResolve: {"reason": "The queue is short again."},
        schemas.SetDescription: {"description": "Queue of both mail servers is long"},
        schemas.SetSummary: {"summary": "A full disk on the relay held up all mail."},
        schemas.SetTags: {"tags": ["mail", "relay"]},
        schemas.SetLead: {"who": _USER["url"]},
        schemas.Broadcast: {"message": "Mail is delayed by half an hour."},
        schemas.GiveWho: {"who": _USER["url"]},
        schemas.DelayMinutes: {"minutes": 30},
        schemas.AddLogEntry: {"entry": "Restarted the delivery agent.", "public": False},
        schemas.AddMetadata: {"outage_metadata_type": "ticket", "value": "OPS-1234"},
        schemas.ApproveCountermeasures: {"action": "approve"},
        schemas.ListOutages: {
            "limit": 50,
            "server": "10571663",
            "severity": "critical",
            "start_time": "2026-01-15 00:00:00",
        },
        answers.Outage: _OUTAGE,
        answers.OutageList: {"outage_list": [_OUTAGE], "meta": _META},
        answers.LogEntry: _ENTRY,
        answers.LogList: {"outage_log_list": [_ENTRY], "meta": _META},
        answers.User: _USER,
        answers.UserList: {"user_list": [_USER], "meta": _META},
        answers.Server: _SERVER,
        answers.ServerList: {"server_list": [_SERVER], "meta": _META},
        answers.Done: {"success": True},
    },
)
