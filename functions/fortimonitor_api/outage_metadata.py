"""Metadata of an outage; an entry's id is its place."""

from faultbook import wiring
from faultbook.domain.edits import Edits
from faultbook.domain.fault import Fault
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from functions.fortimonitor_api import answers, outage_log_translate, paging, schemas
from functions.fortimonitor_api.api import api, links_of, made, outage_in, target_of
from functions.fortimonitor_api.errors import MetadataLimitReached, MetadataNotFound
from functions.fortimonitor_api.links import OUTAGE, number_of


@api.route(
    "GET",
    f"{OUTAGE}/outage_metadata",
    scope=Scope.READ,
    query=schemas.ListQuery,
    answers={200: answers.MetadataList},
)
def list_metadata(call: Call, query: schemas.ListQuery) -> Answer:
    """Metadata of an outage, in the order in which it was added."""
    links = links_of(call.request)
    metadata = outage_log_translate.metadata_wire(outage_in(call), links)
    shown, meta = paging.cut(metadata, query, call.request, links.origin)
    body: answers.MetadataList = {"outage_metadata_list": shown, "meta": meta}
    return Answer(200, body)


@api.route(
    "POST",
    f"{OUTAGE}/outage_metadata",
    scope=Scope.WRITE,
    body=schemas.AddMetadata,
    answers={201: None},
    answer_headers=("Location", "Id"),
    errors=(MetadataLimitReached(schemas.MAX_METADATA),),
)
def add_metadata(call: Call, body: schemas.AddMetadata) -> Answer:
    """Add metadata; a type that is there already gets the new value."""
    name = body.outage_metadata_type

    def with_entry(fault: Fault) -> Edits:
        metadata = {**fault.metadata, name: body.value}
        if len(metadata) > max(schemas.MAX_METADATA, len(fault.metadata)):
            raise MetadataLimitReached(schemas.MAX_METADATA)
        return {"metadata": metadata}

    fault = wiring.changes().edit(target_of(call), with_entry, reason=f"{name}: {body.value}")
    place = list(fault.metadata).index(name) + 1
    return made(links_of(call.request).metadata_entry(fault, place), place)


@api.route(
    "GET",
    f"{OUTAGE}/outage_metadata/<entry_id>",
    scope=Scope.READ,
    answers={200: answers.MetadataEntry},
)
def get_metadata(call: Call) -> Answer:
    """One entry of the metadata."""
    metadata = outage_log_translate.metadata_wire(outage_in(call), links_of(call.request))
    place = number_of(call.parameters["entry_id"]) or 0
    if not 1 <= place <= len(metadata):
        raise MetadataNotFound
    return Answer(200, metadata[place - 1])
