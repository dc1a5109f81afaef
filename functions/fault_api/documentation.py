"""The native API in the OpenAPI document."""

from faultbook.domain.errors import (
    AccessTokenNotFound,
    ApiKeyNotFound,
    DeliveryNotFound,
    EndpointNotFound,
    FaultNotFound,
)
from faultbook.gateway.documentation import AnswerHeader, Documentation, Parameter
from functions.fault_api import answers
from functions.fault_api import heartbeats_documentation as heartbeats
from functions.fault_api.examples import EXAMPLES, FAULT_ID

_DESCRIPTION = """\
Altostrat's Faults API, with `/faults` as another name of `/fault`. Errors are problem details \
(RFC 9457), which also carry `message`.

Send `Authorization: Bearer <JWT>`. The token's `customer_id` says whose faults these are, its \
`scope` what it may do: `faults:read`, `faults:write`, `admin`.

* **Once only.** A report whose `deduplication_key` belongs to an open fault repeats that fault \
instead of making another. A request with an `Idempotency-Key` can be sent again without harm for \
24 hours.
* **Nobody else's change lost.** Every fault has a `version`, which is also its `ETag`; send it as \
`If-Match` to change that version only.
* **Times** are ISO 8601 with an offset on the way in, and UTC with six fraction digits on the way \
out.
* **Pages.** Lists are newest first. While `meta.has_more` is true, send `meta.cursor` as `cursor` \
with the same filters.
* **Several values** of a filter are repeated parameters or divided by commas, and any of them \
will do; a comma that is encoded is part of a name.
* **Asking again.** A list, a timeline and statistics have an `ETag`; send it as `If-None-Match`, \
and nothing is sent back while nothing has changed.
* **News.** `GET /events` is the log of all changes, in order. Ask again with its cursor and its \
`ETag`: while nothing happens, that is the cheapest question there is.
"""

_FILTERS = {
    "snoozed": "Faults that are snoozed, or those that are not.",
    "assignee": "Who has the faults; `me` is the caller.",
    "reporter": "Their `microservice_id`.",
    "acknowledged": "Whether somebody has acknowledged them.",
    "from": "Faults that began then or later.",
    "to": "Faults that began before then.",
    "resolved_from": "Faults that were resolved then or later.",
    "resolved_to": "Faults that were resolved before then.",
    "site": "Faults whose path begins with this segment.",
    "path": "Faults at this path and below it, by whole segments.",
    "q": "Faults with this text in their message or cause.",
}

_DELIVERY = {
    "id": "The event's, and the `webhook-id` that it is sent with.",
    "type": "That of the event.",
    "timestamp": "When what is told happened.",
    "created_at": "When it was to be told first.",
    "attempt_count": "How often it was tried.",
    "status": "Of the last answer, if there was one.",
    "failure": "Why there was no good answer last.",
    "milliseconds": "How long the last attempt took.",
    "next_at": "When it is tried next; null when it is over.",
    "redelivered_at": "When somebody last had it sent again.",
    "folded_into": "The id of the storm that it was told in, with others of its minute.",
    "fault_id": "The fault; null for a storm.",
}

_HTML = "text/html; charset=utf-8"

DOCUMENTATION = Documentation(
    title="Native API",
    description=_DESCRIPTION,
    error=answers.Problem,
    security={
        "bearer": {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "Claims: `iss aud exp iat sub customer_id scope`.",
            "x-example": "Bearer $TOKEN",
        }
    },
    parameters={
        "fault_id": Parameter(
            "The fault's `id`, with or without the prefix `flt_`.",
            {"type": "string", "pattern": "^(flt_)?[0-9A-Za-z]{27}$"},
            FAULT_ID,
            (FaultNotFound(),),
        ),
        "token": Parameter(
            "To read: the token itself, as in `short_link`. To revoke: its `id`.",
            {"type": "string", "pattern": "^[!-.0-~]+$", "maxLength": 2048},
            "tok_7Jq2mX4bV9sKcN1fRtYw",
            (AccessTokenNotFound(),),
        ),
        "key_id": Parameter(
            "The API key's `id`, which is also the part of the key between the underscores.",
            {"type": "string", "pattern": "^[0-9A-Za-z]{16}$"},
            "4Fh8QzT1LmW6xRb2",
            (ApiKeyNotFound(),),
        ),
        "endpoint_id": Parameter(
            "The endpoint's `id`.",
            {"type": "string", "pattern": "^end_[0-9A-Za-z]{16}$"},
            "end_7Jq2mX4bV9sKcN1f",
            (EndpointNotFound(),),
        ),
        "link": Parameter(
            "The last part of a link that a message has.",
            {"type": "string", "pattern": "^[A-Z2-7]{1,300}$"},
            "7QX4J5ZC6B2VYKQ3",
            (FaultNotFound(),),
        ),
        **heartbeats.PARAMETERS,
        "delivery_id": Parameter(
            "The delivery's `id`, which is the event's, and the `webhook-id` it was sent with.",
            {"type": "string", "pattern": "^evt_[0-9A-Za-z]{27}$"},
            "evt_31pkd1t8FvW7qZv0jG2a9kH5mB1",
            (EndpointNotFound(), DeliveryNotFound()),
        ),
    },
    answer_headers={
        "Content-Security-Policy": AnswerHeader(
            "What the page may load: nothing.", {"type": "string"}
        ),
        "Referrer-Policy": AnswerHeader("Nobody hears of the page's address.", {"type": "string"}),
    },
    media_types={"/endpoints/<endpoint_id>/acknowledge/<link>": _HTML},
    members={
        **heartbeats.MEMBERS,
        **{
            f"{model}.{name}": words
            for model in ("ListFaults", "ReadGroups", "ActionFilter")
            for name, words in _FILTERS.items()
        },
        "resource_id": "The resource that experiences the fault.",
        "customer_id": "The customer whom the fault belongs to.",
        "microservice_id": "The microservice that reports the fault.",
        "type": "A slug-style category of the fault.",
        "status": "Whether the fault still stands.",
        "severity": "How bad it is.",
        "message": "A concise summary for people.",
        "cause": "A detailed explanation of the probable cause.",
        "created_at": "When it began.",
        "resolved_at": "When it ended; null while it stands.",
        "resource_ancestry_path": "Where the resource is, parent first, joined by `|`.",
        "comments": "Oldest first; the newest, where all of them would be more than 5 MB.",
        "kind": "What sort of report it is.",
        "metadata": "Whatever else the reporter wants to keep with it.",
        "detail": "What its sender said beside the message: the whole `message` where it was cut, "
        "`description`, `labels`, `annotations`, `details`, `links`, `images`.",
        "occurrences": "How often it was reported while it stood.",
        "last_seen_at": "When it was reported last.",
        "reason": "Why, for the timeline; there, of an assignment, to whom.",
        "assigned_at": "Since when its assignee has it.",
        "assignee": "Who has it.",
        "Assign.assignee": "Who has it from now on; `me` is the caller.",
        "ListFaults.order": "By severity the newest 1,000 open faults are sorted.",
        "FaultListMeta.complete": "False where there are more faults than were sorted.",
        "ReadGroups.cursor": "`meta.cursor` of the answer before.",
        "ReadGroups.by": "What those of a group have in common; without it only facets are told.",
        "Group.count": "How many faults there are.",
        "Group.acknowledged": "How many of them somebody has acknowledged.",
        "Group.severity": "That of the gravest.",
        "Group.newest_at": "When the newest began.",
        "Group.oldest_at": "When the oldest began.",
        "GroupsMeta.count": "Faults that were counted.",
        "GroupsMeta.complete": "False while there are more faults, or groups, than the answer has.",
        "ActOnFaults.action": "What is to be done.",
        "ActOnFaults.ids": "The faults.",
        "ActOnFaults.filter": "The faults, as the list finds them.",
        "ActOnFaults.deduplication_keys": "Of what was last reported under each; in the answer the "
        "`id` of one that nothing was reported under is the key.",
        "ActOnFaults.comment": "What `comment` says.",
        "ActOnFaults.assignee": "Whom `assign` gives them to; `me` is the caller.",
        "ActOnFaults.until": "When `snooze` ends: 30 days from now at the most.",
        "ActOnFaults.dry_run": "Only tell what would be done.",
        "ActOnFaults.cursor": "`meta.cursor` of the answer before, to the same request.",
        "ActedOn.changed": "False where it was so already.",
        "ActionMeta.changed": "How many were changed, or would be.",
        "snoozed_until": "Until when nobody is to be told of it again; null when it is awake.",
        "Snooze.until": "Later than now, by at most 30 days.",
        "ListFaults.limit": "Faults on a page.",
        "ListFaults.cursor": "`meta.cursor` of the page before.",
        "ListRecentFaults.site": "Faults whose path begins with this segment.",
        "ReadStatistics.buckets": "How many equally long parts the span is counted in.",
        "ReadStatistics.top": "How many resources to name.",
        "ReadHierarchy.path": "The node whose children are counted.",
        "ReadHierarchy.cursor": "`meta.cursor` of the answer before.",
        "Branch.name": "The child's own segment.",
        "Branch.path": "Where it is, as the list of faults takes it for `path`.",
        "Branch.open": "Its open faults and those below it.",
        "Branch.has_children": "Whether any of them is further below.",
        "HierarchyMeta.path": "The node that was asked for; null for all sites.",
        "HierarchyMeta.here": "Open faults of the node itself.",
        "ListEvents.limit": "Events on a page.",
        "Event.id": "The same for the same change, however often it is told.",
        "Event.type": "`fault.` and what happened, as `fault.opened`.",
        "Event.timestamp": "When it happened.",
        "EventData.previous": "Texts that the change replaced, as far as they are known: `status`, "
        "`severity`, `type`, `message`, `cause`, `resource_ancestry_path`, `resource_id`, "
        "`acknowledged_by`.",
        "EventData.by": "Who did it.",
        "EventData.api": "Through which API.",
        "EventData.reason": "Why, if somebody said so.",
        "EventData.url": "The fault in the console.",
        "MakeEndpoint.kind": "`webhook` is signed as Standard Webhooks 1.0 has it; `slack` and "
        "`teams` are channels; `pagerduty`, `opsgenie` and another `faultbook` follow each fault; "
        "`eventbridge` and `sns` have an ARN as their `url`, `email` a `mailto:`.",
        "MakeEndpoint.url": "https, port 443 or 8443, at an address of the public internet. "
        "`pagerduty` and `opsgenie` have a usual one.",
        "ChangeEndpoint.url": "https, port 443 or 8443, at an address of the public internet.",
        "authorization": "What is sent as Authorization to a receiver that verifies no signature; "
        "the key that `pagerduty` or `opsgenie` gave, or a token of the other `faultbook`.",
        "filters": "Of which any will do; without one everything is told.",
        "enabled": "Whether anything is sent.",
        "Filter.path": "This path and below it.",
        "Filter.types": "Of these types of events.",
        "Endpoint.url": "Without what may be secret of it.",
        "Endpoint.off": "Why nothing is sent; null while it is.",
        "Endpoint.created_at": "When it was made; of changes before nothing is told.",
        "MadeEndpoint.created_at": "When it was made; of changes before nothing is told.",
        "MadeEndpoint.secret": "Signs what is sent; shown this once.",
        "previous_secret_until": "Until when the secret before signs too.",
        "TestResult.failure": "Why there was no good answer.",
        "TestResult.answer": "Its first kilobyte.",
        "ListDeliveries.state": "What became of them.",
        "ListDeliveries.from": "Of events of then or later.",
        "ListDeliveries.to": "Of events of before.",
        "ListDeliveries.limit": "Deliveries on a page.",
        "ListDeliveries.cursor": "`meta.cursor` of the page before.",
        "Redeliver.state": "What became of them.",
        "Redeliver.from": "Of events of then or later.",
        "Redeliver.to": "Of events of before.",
        "Redeliver.cursor": "`meta.cursor` of the answer before, to the same request.",
        **{
            f"{model}.{name}": words
            for model in ("Delivery", "WholeDelivery")
            for name, words in _DELIVERY.items()
        },
        "WholeDelivery.attempts": "The last 20, the oldest first.",
        "WholeDelivery.event": "What is told.",
        "Attempt.error": "What went wrong, in words.",
        "Attempt.failure": "Why there was no good answer.",
        "Attempt.headers": "As they were sent, but for what is secret.",
        "Attempt.answer": "Its first kilobyte.",
        "Redelivery.redelivered": "Whether it is sent again.",
        "Redelivery.status": "What a single request would have been answered with.",
        "RedeliveryMeta.redelivered": "How many are sent again.",
        "EventMeta.cursor": "Where to go on, also when there is no more for now.",
        "CreateFaults.faults": "Each like the body of `POST /fault`.",
        "UpdateFault.status": "`resolved` resolves, `unresolved` reopens.",
        "Fault.ttl": "Unix seconds at which the fault expires.",
        "Fault.version": "Also the ETag; send it as If-Match to change only this.",
        "BatchItem.status": "What a single report would have been answered with.",
        "Statistics.current": "Of this moment, whatever the span.",
        "Statistics.mtta": "Time to acknowledge, of what was acknowledged.",
        "Statistics.mttr": "Time to resolve, of what was resolved.",
        "Statistics.top_resources": "By faults opened within the span.",
        "Statistics.resolution_seconds": "Seconds to which the borders are exact for opened and "
        "resolved faults: 1, 300 or 3600.",
        "MadeAccessToken.id": "Names the token when it is listed or revoked.",
        "MadeAccessToken.type": "How the token is written.",
        "Comment.created_at": "When it was written.",
        "AccessToken.created_at": "When it was made.",
        "ApiKey.created_at": "When it was made.",
        "MadeApiKey.key": "Shown this once; only a digest is kept.",
        "StripesInForce.read": "Stripes that each list reads: the most there ever were.",
        "MadeApiKey.created_at": "When it was made.",
    },
    examples={**EXAMPLES, **heartbeats.EXAMPLES},
)
