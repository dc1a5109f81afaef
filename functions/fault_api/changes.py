"""The native API: change events, to read beside the faults of the same place."""

from datetime import timedelta

from faultbook import wiring
from faultbook.domain.change_event import KEPT
from faultbook.domain.spans import whole_second_after
from faultbook.gateway.answer_size import as_many_as_fit
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from functions.fault_api import changes_answers as answers
from functions.fault_api import changes_schemas as schemas
from functions.fault_api.api import statistics as api
from functions.fault_api.changes_translate import change_wire


@api.route(
    "GET",
    "/changes",
    scope=Scope.READ,
    query=schemas.ListChanges,
    answers={200: answers.ChangeList},
)
def list_changes(call: Call, query: schemas.ListChanges) -> Answer:
    """List change events of the last 90 days, newest first."""
    signer = wiring.cursor_signer()
    filters = query.model_dump_json(exclude={"cursor", "limit"}, exclude_none=True)
    bound_to = (call.customer_id, "GET /changes", filters)
    after = signer.read(query.cursor, *bound_to) if query.cursor else None
    until = query.to or whole_second_after(wiring.clock())
    span = (query.from_ or until - KEPT - timedelta(days=1), until)
    page = wiring.stores.change_event_store().page(
        call.customer_id, span, query.path or query.site or "", query.limit, after
    )
    data = as_many_as_fit(page.events, change_wire)
    is_whole = len(data) == len(page.events)
    further = page.next if is_whole else page.events[len(data) - 1].position
    cursor = signer.write(further, *bound_to) if further else None
    body: answers.ChangeList = {
        "data": data,
        "meta": {"count": len(data), "cursor": cursor, "has_more": cursor is not None},
    }
    return Answer(200, body)
