"""Notes of an alert, and what happened to it."""

from collections.abc import Sequence
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from faultbook import wiring
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from faultbook.usecases.target import Target
from functions.opsgenie_api import answers, schemas, translate
from functions.opsgenie_api.api import admitted, alert_in, route
from functions.opsgenie_api.request_status import Action
from functions.opsgenie_api.responses import acted, found

_One = TypeVar("_One", bound=Any)


@route(
    "POST",
    "/v2/alerts/<identifier>/notes",
    scope=Scope.WRITE,
    query=schemas.Identified,
    body=schemas.AddNote,
    answers={202: answers.Accepted},
)
@admitted
def add_note(call: Call, query: schemas.Identified, body: schemas.AddNote) -> Answer:
    """Add a note."""

    def add(target: Target, _: object) -> None:
        wiring.comments().add(target, body.note)

    return acted(call, query, Action.ADD_NOTE, add)


@route(
    "GET",
    "/v2/alerts/<identifier>/notes",
    scope=Scope.READ,
    query=schemas.ListEntries,
    answers={200: answers.NoteList},
)
@admitted
def list_notes(call: Call, query: schemas.ListEntries) -> Answer:
    """Notes, the newest first unless it is said otherwise."""
    fault = alert_in(call, query)
    notes: list[answers.Note] = [
        {
            "note": comment.body,
            "owner": comment.author,
            "createdAt": translate.time_wire(comment.at),
            "offset": str(comment.ordinal),
        }
        for comment in wiring.comments().of(fault)
    ]
    return _page(call, query, notes)


@route(
    "GET",
    "/v2/alerts/<identifier>/logs",
    scope=Scope.READ,
    query=schemas.ListEntries,
    answers={200: answers.LogList},
)
@admitted
def list_logs(call: Call, query: schemas.ListEntries) -> Answer:
    """What happened, by whom, the newest first unless it is said otherwise."""
    fault = alert_in(call, query)
    logs: list[answers.Log] = [
        {
            "log": " ".join(filter(None, (translate.LOGS[entry.what], entry.why))),
            "type": "system",
            "owner": entry.by,
            "createdAt": translate.time_wire(entry.at),
            "offset": str(entry.version),
        }
        for entry in wiring.faults().timeline(fault)
    ]
    return _page(call, query, logs)


def _page(call: Call, query: schemas.ListEntries, entries: Sequence[_One]) -> Answer:
    """`entries` are oldest first; an offset that none of them has begins the list."""
    ordered = list(entries) if query.order == "asc" else list(entries)[::-1]
    places = [entry["offset"] for entry in ordered]
    start, end = 0, query.limit
    if query.offset in places:
        place = places.index(query.offset)
        is_before = query.direction == "prev"
        start = max(0, place - query.limit) if is_before else place + 1
        end = place if is_before else start + query.limit
    page = ordered[start:end]
    paging: answers.Paging = {}
    if page and end < len(ordered):
        parameters = {"offset": page[-1]["offset"], "limit": query.limit, "order": query.order}
        path = f"{wiring.public_url(call.request)}{quote(call.request.path)}"
        paging["next"] = f"{path}?{urlencode(parameters | {'direction': 'next'})}"
    return found(call, page, paging=paging)
