"""The outage log, metadata, actions, and what the vendor measures that Faultbook does not."""

from dataclasses import replace

from faultbook import wiring
from faultbook.domain import identifiers
from faultbook.domain.comment import MAX_COMMENTS
from faultbook.domain.errors import CommentLimitReached, CommentNotFound, Conflict, NotFound
from faultbook.domain.fault import ChangeKind, Fault
from faultbook.domain.timeline import TimelineEntry
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases import change_faults, comment_faults
from faultbook.usecases.caller import Scope
from faultbook.usecases.read_timeline import read_timeline
from functions.fortimonitor_api import answer_schemas, paging, schemas, translate_log
from functions.fortimonitor_api.api import actor_of, api, links_of, made, number_in, outage_in
from functions.fortimonitor_api.links import number_of

_OUTAGE = "/v2/outage/<outage_id>"
FULL = Conflict(f"An outage has at most {schemas.MAX_METADATA} entries of metadata.")
NO_SUCH_ENTRY = NotFound("There is no such metadata.")


@api.route(
    "GET",
    f"{_OUTAGE}/outage_log",
    f"{_OUTAGE}/log",
    scope=Scope.READ,
    query=schemas.ListLog,
    answers={200: answer_schemas.LogList},
)
def list_log(call: Call, query: schemas.ListLog) -> Answer:
    """Comments and what happened, oldest first; from `log_start_timestamp` on."""
    fault = outage_in(call)
    links = links_of(call.request)
    since = query.log_start_timestamp
    told = [
        translate_log.entry_wire(entry, fault, links)
        for entry in _entries(fault)
        if since is None or entry.at >= since
    ]
    return Answer(200, paging.envelope("outage_log_list", told, query, call.request, links.origin))


@api.route(
    "POST",
    f"{_OUTAGE}/outage_log",
    scope=Scope.WRITE,
    body=schemas.AddLogEntry,
    answers={201: None},
    answer_headers=("Location", "Id"),
    errors=(CommentLimitReached(MAX_COMMENTS),),
)
def add_log_entry(call: Call, body: schemas.AddLogEntry) -> Answer:
    """Comment on an outage."""
    fault, comment = comment_faults.add_comment(
        call.customer_id,
        number_in(call),
        body.entry,
        actor_of(call.caller),
        store=wiring.fault_store(),
        comments=wiring.comment_store(),
        clock=wiring.clock,
        draw_number=identifiers.draw_number,
    )
    return made(links_of(call.request).log_entry(fault, comment.number), comment.number)


@api.route(
    "GET",
    f"{_OUTAGE}/outage_log/<entry_id>",
    scope=Scope.READ,
    answers={200: answer_schemas.LogEntry},
)
def get_log_entry(call: Call) -> Answer:
    """One entry of the log."""
    fault = outage_in(call)
    wanted = number_of(call.parameters["entry_id"])
    for entry in _entries(fault):
        if entry.entry_id == wanted:
            links = links_of(call.request)
            return Answer(200, translate_log.entry_wire(entry, fault, links))
    raise CommentNotFound


@api.route(
    "GET",
    f"{_OUTAGE}/outage_metadata",
    scope=Scope.READ,
    query=schemas.ListQuery,
    answers={200: answer_schemas.MetadataList},
)
def list_metadata(call: Call, query: schemas.ListQuery) -> Answer:
    """Metadata of an outage, in the order in which it was added."""
    links = links_of(call.request)
    told = translate_log.metadata_wire(outage_in(call), links)
    return Answer(
        200, paging.envelope("outage_metadata_list", told, query, call.request, links.origin)
    )


@api.route(
    "POST",
    f"{_OUTAGE}/outage_metadata",
    scope=Scope.WRITE,
    body=schemas.AddMetadata,
    answers={201: None},
    answer_headers=("Location", "Id"),
    errors=(FULL,),
)
def add_metadata(call: Call, body: schemas.AddMetadata) -> Answer:
    """Add metadata; a type that is there already gets the new value."""
    name = body.outage_metadata_type
    change = change_faults.change_by(actor_of(call.caller), ChangeKind.UPDATED, wiring.clock)

    def with_entry(fault: Fault) -> Fault:
        metadata = {**fault.metadata, name: body.value}
        if len(metadata) > max(schemas.MAX_METADATA, len(fault.metadata)):
            raise FULL
        return fault.edited(replace(change, why=f"{name}: {body.value}"), metadata=metadata)

    fault = change_faults.change_fault(
        call.customer_id, number_in(call), with_entry, store=wiring.fault_store()
    )
    place = list(fault.metadata).index(name) + 1
    return made(links_of(call.request).metadata_entry(fault, place), place)


@api.route(
    "GET",
    f"{_OUTAGE}/outage_metadata/<entry_id>",
    scope=Scope.READ,
    answers={200: answer_schemas.MetadataEntry},
)
def get_metadata(call: Call) -> Answer:
    """One entry of the metadata."""
    told = translate_log.metadata_wire(outage_in(call), links_of(call.request))
    place = number_of(call.parameters["entry_id"]) or 0
    if not 1 <= place <= len(told):
        raise NO_SUCH_ENTRY
    return Answer(200, told[place - 1])


@api.route(
    "GET",
    f"{_OUTAGE}/actions",
    scope=Scope.READ,
    query=schemas.ListQuery,
    answers={200: answer_schemas.ActionList},
)
def list_actions(call: Call, query: schemas.ListQuery) -> Answer:
    """Broadcasts, escalations and delays that were recorded, oldest first."""
    links = links_of(call.request)
    timeline = _timeline(outage_in(call))
    told = [
        translate_log.action_wire(one, links)
        for one in timeline
        if one.what in translate_log.ACTIONS
    ]
    return Answer(200, paging.envelope("action_list", told, query, call.request, links.origin))


def _register_empty(resource: str) -> None:
    def list_none(call: Call, query: schemas.ListQuery) -> Answer:
        """Of these an outage has none: Faultbook runs no countermeasures."""
        outage_in(call)
        origin = links_of(call.request).origin
        empty = paging.envelope(f"{resource}_list", [], query, call.request, origin)
        return Answer(200, empty)

    list_none.__name__ = f"list_{resource}s"
    api.route(
        "GET",
        f"{_OUTAGE}/{resource}",
        scope=Scope.READ,
        query=schemas.ListQuery,
        answers={200: answer_schemas.EmptyList},
    )(list_none)


for _name in ("countermeasure", "countermeasure_metadata", "countermeasure_output"):
    _register_empty(_name)


@api.route(
    "PUT",
    f"{_OUTAGE}/countermeasure",
    scope=Scope.WRITE,
    body=schemas.ApproveCountermeasures,
    answers={204: None},
)
def approve_countermeasures(call: Call, body: schemas.ApproveCountermeasures) -> Answer:
    """Approve all that are pending, which are none."""
    del body
    outage_in(call)
    return Answer(204)


@api.route(
    "GET",
    f"{_OUTAGE}/preoutage_graph",
    scope=Scope.READ,
    answers={200: answer_schemas.PreoutageGraph},
)
def get_preoutage_graph(call: Call) -> Answer:
    """Graphs of what was measured before the outage: none, Faultbook measures nothing."""
    outage_in(call)
    return Answer(200, {"preoutage_graph": []})


def _entries(fault: Fault) -> list[translate_log.Entry]:
    comments = comment_faults.list_comments(fault, comments=wiring.comment_store())
    return translate_log.entries_of(_timeline(fault), comments)


def _timeline(fault: Fault) -> list[TimelineEntry]:
    known = read_timeline(fault.customer_id, fault.number, ledger=wiring.ledger())
    return translate_log.with_newest(known, fault)
