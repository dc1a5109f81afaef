"""What is done to an alert: answered at once, and told about by the request's id."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from faultbook import wiring
from faultbook.domain.detail import shortened
from faultbook.domain.edits import Edits
from faultbook.domain.fault import Fault
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from faultbook.usecases.target import Target
from functions.opsgenie_api import answers, schemas, translate
from functions.opsgenie_api.api import admitted, route
from functions.opsgenie_api.errors import NotSupported, invalid
from functions.opsgenie_api.request_status import Action, Outcome
from functions.opsgenie_api.responses import acted, found

_write = partial(
    route, scope=Scope.WRITE, query=schemas.Identified, answers={202: answers.Accepted}
)
_ALERT = "/v2/alerts/<identifier>"


@_write("POST", f"{_ALERT}/acknowledge", body=schemas.Act)
def acknowledge_alert(call: Call, query: schemas.Identified, body: schemas.Act) -> Answer:
    """Acknowledge an open alert; passes also over the quota."""

    def acknowledge(target: Target, fault: Fault) -> Outcome | None:
        if fault.is_open and fault.acknowledgement and not fault.snooze:
            return Outcome.ALREADY
        changed = wiring.changes().acknowledge(target, body.note)
        return None if changed.is_open else Outcome.NOT_OPEN

    return acted(call, query, Action.ACKNOWLEDGE, acknowledge)


@_write("POST", f"{_ALERT}/unacknowledge", body=schemas.Act)
@admitted
def unacknowledge_alert(call: Call, query: schemas.Identified, body: schemas.Act) -> Answer:
    """Take an acknowledgement back."""
    del body  # a note on it would say nothing to anybody

    def unacknowledge(target: Target, fault: Fault) -> Outcome | None:
        wiring.changes().unacknowledge(target)
        return None if fault.acknowledgement else Outcome.ALREADY

    return acted(call, query, Action.UNACKNOWLEDGE, unacknowledge)


@_write("POST", f"{_ALERT}/close", body=schemas.Act)
def close_alert(call: Call, query: schemas.Identified, body: schemas.Act) -> Answer:
    """Close an alert; passes always: snoozed, and over the quota."""

    def close(target: Target, fault: Fault) -> Outcome | None:
        wiring.changes().resolve(target, body.note)
        return None if fault.is_open else Outcome.NOT_OPEN

    return acted(call, query, Action.CLOSE, close)


@_write("POST", f"{_ALERT}/snooze", body=schemas.Snooze)
@admitted
def snooze_alert(call: Call, query: schemas.Identified, body: schemas.Snooze) -> Answer:
    """Leave an open alert alone until a time, at most 30 days away; without a zone it is UTC."""
    end = body.end_time
    if end is None or not wiring.snoozes().takes(end):
        raise invalid("endTime", "later than now, by at most 30 days")

    def snooze(target: Target, _: Fault) -> Outcome | None:
        changed = wiring.snoozes().snooze(target, end, body.note)
        return None if changed.snooze else Outcome.NOT_OPEN

    return acted(call, query, Action.SNOOZE, snooze)


@_write("POST", f"{_ALERT}/tags", body=schemas.AddTags)
@admitted
def add_tags(call: Call, query: schemas.Identified, body: schemas.AddTags) -> Answer:
    """Add tags, 20 in all."""

    def add(target: Target, _: Fault) -> None:
        wiring.changes().edit(target, partial(_with_tags, body.tags), reason=body.note)

    return acted(call, query, Action.ADD_TAGS, add)


@route(
    "DELETE",
    f"{_ALERT}/tags",
    scope=Scope.WRITE,
    query=schemas.RemoveTags,
    answers={202: answers.Accepted},
)
@admitted
def remove_tags(call: Call, query: schemas.RemoveTags) -> Answer:
    """Remove tags, as `?tags=a,b`."""

    def remove(target: Target, _: Fault) -> None:
        wiring.changes().edit(target, partial(_without_tags, query.tags))

    return acted(call, query, Action.REMOVE_TAGS, remove)


@_write("POST", f"{_ALERT}/details", body=schemas.AddDetails)
@admitted
def add_details(call: Call, query: schemas.Identified, body: schemas.AddDetails) -> Answer:
    """Add details, or give some another value."""

    def add(target: Target, _: Fault) -> None:
        wiring.changes().describe(target, partial(_with_details, body.details), body.note)

    return acted(call, query, Action.ADD_DETAILS, add)


@route(
    "DELETE",
    f"{_ALERT}/details",
    scope=Scope.WRITE,
    query=schemas.RemoveDetails,
    answers={202: answers.Accepted},
)
@admitted
def remove_details(call: Call, query: schemas.RemoveDetails) -> Answer:
    """Remove details, as `?keys=a,b`."""

    def remove(target: Target, _: Fault) -> None:
        wiring.changes().describe(target, partial(_without_details, query.keys))

    return acted(call, query, Action.REMOVE_DETAILS, remove)


@_write("POST", f"{_ALERT}/assign", body=schemas.Assign)
@admitted
def assign_alert(call: Call, query: schemas.Identified, body: schemas.Assign) -> Answer:
    """Give an alert to somebody."""
    person = translate.person_of(body.owner)

    def assign(target: Target, _: Fault) -> None:
        wiring.changes().assign(target, person)

    return acted(call, query, Action.ASSIGN, assign)


@_write("PUT", f"{_ALERT}/message", body=schemas.ChangeMessage)
@admitted
def change_message(call: Call, query: schemas.Identified, body: schemas.ChangeMessage) -> Answer:
    """Give an alert another message."""

    def change(target: Target, _: Fault) -> None:
        wiring.changes().edit(target, {"message": body.message})

    return acted(call, query, Action.MESSAGE, change)


@_write("PUT", f"{_ALERT}/description", body=schemas.ChangeDescription)
@admitted
def change_description(
    call: Call, query: schemas.Identified, body: schemas.ChangeDescription
) -> Answer:
    """Give an alert another description."""

    def change(target: Target, _: Fault) -> None:
        described = partial(_with_description, body.description)
        wiring.changes().describe(target, described, "description")
        wiring.changes().edit(target, {"cause": shortened(body.description)})

    return acted(call, query, Action.DESCRIPTION, change)


@_write("PUT", f"{_ALERT}/priority", body=schemas.ChangePriority)
@admitted
def change_priority(call: Call, query: schemas.Identified, body: schemas.ChangePriority) -> Answer:
    """Give an alert another priority."""
    severity = translate.severity_of(body.priority)

    def change(target: Target, _: Fault) -> None:
        wiring.changes().edit(target, {"severity": severity, "severity_word": body.priority})

    return acted(call, query, Action.PRIORITY, change)


@_write("POST", f"{_ALERT}/escalate", body=schemas.Escalate)
@admitted
def escalate_alert(call: Call, query: schemas.Identified, body: schemas.Escalate) -> Answer:
    """Kept as a note: nobody is on call here."""
    words = _words_of("Escalate to", body.escalation, body.note)
    return acted(call, query, Action.ESCALATE, partial(_note, words))


@_write("POST", f"{_ALERT}/responders", body=schemas.AddResponder)
@admitted
def add_responder(call: Call, query: schemas.Identified, body: schemas.AddResponder) -> Answer:
    """Kept as a note: nobody is on call here."""
    words = _words_of("Responder", body.responder, body.note)
    return acted(call, query, Action.ADD_RESPONDER, partial(_note, words))


@_write("POST", f"{_ALERT}/teams", body=schemas.AddTeam)
@admitted
def add_team(call: Call, query: schemas.Identified, body: schemas.AddTeam) -> Answer:
    """Kept as a note: nobody is on call here."""
    words = _words_of("Team", body.team, body.note)
    return acted(call, query, Action.ADD_TEAM, partial(_note, words))


@_write("POST", f"{_ALERT}/actions/<action>", body=schemas.Act)
@admitted
def custom_action(call: Call, query: schemas.Identified, body: schemas.Act) -> Answer:
    """Kept as a note: nothing is run here."""
    words = _words_of("Action", {"name": call.parameters["action"]}, body.note)
    return acted(call, query, Action.CUSTOM, partial(_note, words))


@route(
    "GET",
    f"{_ALERT}/recipients",
    scope=Scope.READ,
    answers={200: answers.NothingListed},
)
@admitted
def list_recipients(call: Call) -> Answer:
    """There are none: nobody is told by this API."""
    return found(call, [])


@route("GET", f"{_ALERT}/attachments", scope=Scope.READ, answers={200: answers.NothingListed})
@admitted
def list_attachments(call: Call) -> Answer:
    """There are none: nothing can be attached."""
    return found(call, [])


@route(
    "POST",
    f"{_ALERT}/attachments",
    scope=Scope.WRITE,
    answers={},
    errors=(NotSupported("Attachments"),),
)
def attach(call: Call) -> Answer:
    """Refused."""
    del call
    raise NotSupported("Attachments")


def _note(words: str, target: Target, _: Fault) -> None:
    wiring.comments().add(target, words)


def _words_of(what: str, whom: Mapping[str, Any], note: str) -> str:
    names = (whom.get(name) for name in ("name", "username", "id"))
    name = next((name for name in names if isinstance(name, str) and name), "")
    words = f"{what} {name}".strip()
    return f"{words}: {note}" if note else words


def _with_tags(tags: list[str], fault: Fault) -> Edits:
    all_tags = list(dict.fromkeys([*fault.outage.tags, *tags]))[: schemas.MAX_TAGS]
    return {"outage": replace(fault.outage, tags=tuple(all_tags))}


def _without_tags(tags: list[str], fault: Fault) -> Edits:
    left = tuple(tag for tag in fault.outage.tags if tag not in tags)
    return {"outage": replace(fault.outage, tags=left)}


def _with_details(details: Mapping[str, str], detail: dict[str, Any]) -> dict[str, Any]:
    return translate.described(detail, details={**detail.get("details", {}), **details})


def _without_details(names: list[str], detail: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in detail.get("details", {}).items() if name not in names}
    return translate.described(detail, details=kept)


def _with_description(description: str, detail: dict[str, Any]) -> dict[str, Any]:
    return translate.described(detail, description=description)
