"""The native API: faults in groups, and how many there are of each value of a filter."""

from faultbook import wiring
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.gateway.preconditions import unless_known
from faultbook.usecases.caller import Scope
from functions.fault_api import groups_answers as answers
from functions.fault_api import groups_schemas as schemas
from functions.fault_api.api import faults as api
from functions.fault_api.groups_translate import dimension, groups_wire
from functions.fault_api.translate import filter_of


@api.route(
    "GET",
    "/fault/groups",
    "/faults/groups",
    scope=Scope.READ,
    query=schemas.ReadGroups,
    answers={200: answers.Groups, 304: None},
    headers=("If-None-Match",),
    answer_headers=("ETag",),
)
def read_groups(call: Call, query: schemas.ReadGroups) -> Answer:
    """Count faults in groups, and by each value of each filter, under filters as the list has them.

    The gravest group comes first, and of those the largest. A group's `key` filters the list for
    its faults. One answer looks through 1,000 faults, the newest first; while `meta.has_more` is
    true, the answer to `meta.cursor` is to be added to this one.
    """
    signer = wiring.cursor_signer()
    filters = query.model_dump_json(exclude={"cursor"}, exclude_none=True)
    bound_to = (call.customer_id, "GET /fault/groups", filters)
    after = signer.read(query.cursor, *bound_to) if query.cursor else None
    fault_filter = filter_of(query, call.caller, wiring.clock())
    dimensions = [dimension(text) for text in query.by]
    by = [value_of for _, value_of in dimensions]
    groups = wiring.faults().groups(call.customer_id, fault_filter, by, after)
    cursor = signer.write(groups.next, *bound_to) if groups.next else None
    names = [name for name, _ in dimensions]
    return unless_known(Answer(200, groups_wire(names, groups, cursor)), call.request)
