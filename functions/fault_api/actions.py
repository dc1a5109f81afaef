"""The native API: one action on many faults."""

from datetime import UTC, datetime

from faultbook import wiring
from faultbook.domain import identifiers
from faultbook.domain.listing import FaultFilter, Position
from faultbook.gateway.api import Call
from faultbook.gateway.error_status import status_of
from faultbook.gateway.http import Answer
from faultbook.usecases.act_on_faults import (
    MAX_FAULTS,
    Action,
    ActionKind,
    Outcome,
    Run,
    SelectedFault,
)
from faultbook.usecases.caller import Scope
from functions.fault_api import actions_answers as answers
from functions.fault_api import actions_schemas as schemas
from functions.fault_api.api import actor_of
from functions.fault_api.api import faults as api
from functions.fault_api.errors import problem_of
from functions.fault_api.translate import filter_of

_AMONG_IDS = datetime(1970, 1, 1, tzinfo=UTC)  # with how many are done it is a place among ids


@api.route(
    "POST",
    "/fault/actions",
    "/faults/actions",
    scope=Scope.WRITE,
    body=schemas.ActOnFaults,
    answers={200: answers.ActionAnswer},
)
def act_on_faults(call: Call, body: schemas.ActOnFaults) -> Answer:
    """Do the same to up to 1,000 faults, each by itself: those of `ids`, or that a filter finds.

    Or those that were last reported under up to 100 `deduplication_keys`: so a sender need not
    remember any ids.

    The answer has a status for each. A request takes some ten seconds at the most: while
    `meta.has_more` is true, the same request with `meta.cursor` as `cursor` goes on. A filter's
    faults are taken the newest first, so that what is reported meanwhile is left alone. With
    `dry_run` the answer is the same, and nothing is written. A comment that is sent again stands
    there twice.
    """
    signer = wiring.cursor_signer()
    content = body.model_dump_json(exclude={"cursor"}, exclude_unset=True)
    bound_to = (call.customer_id, "POST /fault/actions", content)
    after = signer.read(body.cursor, *bound_to) if body.cursor else None
    act = _among_named if body.ids or body.deduplication_keys else _among_found
    run, further = act(call, body, after)
    cursor = signer.write(further, *bound_to) if further else None
    return Answer(200, _answer(call, body, run, cursor))


def _among_named(
    call: Call, body: schemas.ActOnFaults, after: Position | None
) -> tuple[Run, Position | None]:
    done = after.number if after else 0
    if body.ids:
        selected = [_of_id(call, fault_id) for fault_id in body.ids[done:]]
    else:
        selected = [_of_key(call, key) for key in body.deduplication_keys[done:]]
    run = wiring.actions().run(call.customer_id, selected, _action(call, body))
    return run, None if run.is_over else Position(_AMONG_IDS, done + len(run.outcomes))


def _of_id(call: Call, fault_id: str) -> SelectedFault:
    return SelectedFault(fault_id, identifiers.number_of_fault_id(call.customer_id, fault_id))


def _of_key(call: Call, key: str) -> SelectedFault:
    number = wiring.reports().reported(call.customer_id, key)
    return SelectedFault(
        key if number is None else identifiers.fault_id(call.customer_id, number), number
    )


def _among_found(
    call: Call, body: schemas.ActOnFaults, after: Position | None
) -> tuple[Run, Position | None]:
    found: FaultFilter = filter_of(body.filter, call.caller, wiring.clock())
    page = wiring.faults().page(call.customer_id, found, MAX_FAULTS, after)
    selected = [
        SelectedFault(identifiers.fault_id(call.customer_id, fault.number), fault.number, fault)
        for fault in page.faults
    ]
    run = wiring.actions().run(call.customer_id, selected, _action(call, body))
    if run.is_over:
        return run, page.next
    return run, found.position_of(page.faults[len(run.outcomes) - 1])


def _action(call: Call, body: schemas.ActOnFaults) -> Action:
    texts = {ActionKind.COMMENT: body.comment, ActionKind.ASSIGN: call.caller.person(body.assignee)}
    text = texts.get(body.action, body.reason)
    until = body.until if body.action is ActionKind.SNOOZE else None
    return Action(body.action, actor_of(call), text, is_dry=body.dry_run, until=until)


def _answer(
    call: Call, body: schemas.ActOnFaults, run: Run, cursor: str | None
) -> answers.ActionAnswer:
    return {
        "data": [_acted_on(call, outcome) for outcome in run.outcomes],
        "meta": {
            "count": len(run.outcomes),
            "cursor": cursor,
            "has_more": cursor is not None,
            "changed": sum(outcome.is_changed for outcome in run.outcomes),
            "dry_run": body.dry_run,
        },
    }


def _acted_on(call: Call, outcome: Outcome) -> answers.ActedOn:
    error = outcome.error
    return {
        "id": outcome.selected.fault_id,
        "status": status_of(error) if error else 200,
        "changed": outcome.is_changed,
        "version": outcome.fault.version if outcome.fault else None,
        "assignee_before": (outcome.before.assignee or None) if outcome.before else None,
        "error": problem_of(error, call.request) if error else None,
    }
