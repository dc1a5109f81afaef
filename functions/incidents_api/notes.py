"""Notes: those of an incident, and one by its id."""

from faultbook import wiring
from faultbook.domain.errors import CommentNotFound
from faultbook.gateway.answer_size import newest_that_fit
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from functions.incidents_api import answers, schemas, translate
from functions.incidents_api.api import actor_of, api, number_in, target_of


@api.route(
    "GET",
    "/api/v1/incidents/<incident_id>/notes",
    scope=Scope.READ,
    answers={200: list[answers.Note]},
)
def list_notes(call: Call) -> Answer:
    """All notes of an incident, oldest first."""
    fault = wiring.faults().get(call.customer_id, number_in(call, "incident_id"))
    notes = wiring.comments().of(fault)
    return Answer(200, newest_that_fit(notes, lambda note: translate.note_wire(fault.number, note)))


@api.route(
    "POST",
    "/api/v1/incidents/<incident_id>/notes",
    scope=Scope.WRITE,
    body=schemas.WriteNote,
    answers={201: answers.Note},
)
def add_note(call: Call, body: schemas.WriteNote) -> Answer:
    """Add a note to an incident."""
    fault, note = wiring.comments().add(target_of(call, "incident_id"), body.body)
    return Answer(201, translate.note_wire(fault.number, note))


@api.route(
    "GET",
    "/api/v1/notes/<note_id>",
    scope=Scope.READ,
    answers={200: answers.Note},
)
def get_note(call: Call) -> Answer:
    """One note."""
    fault, note = wiring.comments().get(call.customer_id, _note_in(call))
    return Answer(200, translate.note_wire(fault.number, note))


@api.route(
    "PUT",
    "/api/v1/notes/<note_id>",
    scope=Scope.WRITE,
    body=schemas.WriteNote,
    answers={204: None},
)
def edit_note(call: Call, body: schemas.WriteNote) -> Answer:
    """Change what a note says."""
    wiring.comments().edit(call.customer_id, _note_in(call), body.body, actor_of(call))
    return Answer(204)


@api.route(
    "DELETE",
    "/api/v1/notes/<note_id>",
    scope=Scope.WRITE,
    answers={204: None},
)
def delete_note(call: Call) -> Answer:
    """Delete a note."""
    wiring.comments().delete(call.customer_id, _note_in(call), actor_of(call))
    return Answer(204)


def _note_in(call: Call) -> int:
    return number_in(call, "note_id", CommentNotFound)
