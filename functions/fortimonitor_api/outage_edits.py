"""What is written on an outage: description, summary, tags, lead."""

from collections.abc import Callable
from dataclasses import replace

from faultbook import wiring
from faultbook.domain.details import OutageDetails
from faultbook.domain.edits import Edits
from faultbook.domain.fault import Fault
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from functions.fortimonitor_api import schemas, translate
from functions.fortimonitor_api.api import api, target_of
from functions.fortimonitor_api.links import OUTAGE


@api.route(
    "PUT",
    f"{OUTAGE}/description",
    scope=Scope.WRITE,
    body=schemas.SetDescription,
    answers={204: None},
)
def set_description(call: Call, body: schemas.SetDescription) -> Answer:
    """Say anew what is wrong; what the metadata adds need not be taken out first."""

    def described(fault: Fault) -> Edits:
        return {"message": translate.message_of(body.description, fault)}

    wiring.changes().edit(target_of(call), described)
    return Answer(204)


@api.route(
    "PUT", f"{OUTAGE}/summary", scope=Scope.WRITE, body=schemas.SetSummary, answers={204: None}
)
def set_summary(call: Call, body: schemas.SetSummary) -> Answer:
    """Sum the outage up."""
    return _edit(call, lambda outage: replace(outage, summary=body.summary), body.who)


@api.route("PUT", f"{OUTAGE}/tags", scope=Scope.WRITE, body=schemas.SetTags, answers={204: None})
def set_tags(call: Call, body: schemas.SetTags) -> Answer:
    """Set the tags; those that were there are gone."""
    return _edit(call, lambda outage: replace(outage, tags=tuple(body.tags)))


@api.route("PUT", f"{OUTAGE}/lead", scope=Scope.WRITE, body=schemas.SetLead, answers={204: None})
def set_lead(call: Call, body: schemas.SetLead) -> Answer:
    """Say who leads; nobody, where `who` is left out or empty."""
    wiring.changes().assign(target_of(call), translate.assignee_of(body, call.caller))
    return Answer(204)


def _edit(
    call: Call, edited: Callable[[OutageDetails], OutageDetails], who: str | None = None
) -> Answer:
    wiring.changes().edit(target_of(call, who), lambda fault: {"outage": edited(fault.outage)})
    return Answer(204)
