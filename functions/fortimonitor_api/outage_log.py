"""The outage log, and the actions in it."""

from faultbook import wiring
from faultbook.domain.comment import MAX_COMMENTS
from faultbook.domain.errors import CommentLimitReached, CommentNotFound
from faultbook.domain.fault import Fault
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from functions.fortimonitor_api import answers, outage_log_translate, paging, schemas
from functions.fortimonitor_api.api import api, links_of, made, outage_in, target_of
from functions.fortimonitor_api.links import OUTAGE, number_of


@api.route(
    "GET",
    f"{OUTAGE}/outage_log",
    f"{OUTAGE}/log",
    scope=Scope.READ,
    query=schemas.ListLog,
    answers={200: answers.LogList},
)
def list_log(call: Call, query: schemas.ListLog) -> Answer:
    """Comments and what happened, oldest first; from `log_start_timestamp` on."""
    fault = outage_in(call)
    links = links_of(call.request)
    since = query.log_start_timestamp
    entries = [
        outage_log_translate.entry_wire(entry, fault, links)
        for entry in _entries(fault)
        if since is None or entry.at >= since
    ]
    shown, meta = paging.cut(entries, query, call.request, links.origin)
    body: answers.LogList = {"outage_log_list": shown, "meta": meta}
    return Answer(200, body)


@api.route(
    "POST",
    f"{OUTAGE}/outage_log",
    scope=Scope.WRITE,
    body=schemas.AddLogEntry,
    answers={201: None},
    answer_headers=("Location", "Id"),
    errors=(CommentLimitReached(MAX_COMMENTS),),
)
def add_log_entry(call: Call, body: schemas.AddLogEntry) -> Answer:
    """Comment on an outage."""
    fault, comment = wiring.comments().add(target_of(call, body.user), body.entry)
    return made(links_of(call.request).log_entry(fault, comment.number), comment.number)


@api.route(
    "GET",
    f"{OUTAGE}/outage_log/<entry_id>",
    scope=Scope.READ,
    answers={200: answers.LogEntry},
)
def get_log_entry(call: Call) -> Answer:
    """One entry of the log."""
    fault = outage_in(call)
    number = number_of(call.parameters["entry_id"])
    for entry in _entries(fault):
        if entry.entry_id == number:
            links = links_of(call.request)
            return Answer(200, outage_log_translate.entry_wire(entry, fault, links))
    raise CommentNotFound


@api.route(
    "GET",
    f"{OUTAGE}/actions",
    scope=Scope.READ,
    query=schemas.ListQuery,
    answers={200: answers.ActionList},
)
def list_actions(call: Call, query: schemas.ListQuery) -> Answer:
    """Broadcasts, escalations and delays that were recorded, oldest first."""
    links = links_of(call.request)
    actions = [
        outage_log_translate.action_wire(entry, links)
        for entry in wiring.faults().timeline(outage_in(call))
        if entry.what in outage_log_translate.ACTIONS
    ]
    shown, meta = paging.cut(actions, query, call.request, links.origin)
    body: answers.ActionList = {"action_list": shown, "meta": meta}
    return Answer(200, body)


def _entries(fault: Fault) -> list[outage_log_translate.Entry]:
    return outage_log_translate.entries_of(
        wiring.faults().timeline(fault), wiring.comments().of(fault)
    )
