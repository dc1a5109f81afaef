"""What the vendor does and measures by itself: Faultbook runs and measures nothing."""

from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from functions.fortimonitor_api import answers, schemas
from functions.fortimonitor_api.api import api, outage_in
from functions.fortimonitor_api.links import OUTAGE


@api.route(
    "PUT",
    f"{OUTAGE}/countermeasure",
    scope=Scope.WRITE,
    body=schemas.ApproveCountermeasures,
    answers={204: None},
)
def approve_countermeasures(call: Call, body: schemas.ApproveCountermeasures) -> Answer:
    """Approve all that are pending, which are none."""
    del body  # it can say nothing else
    outage_in(call)
    return Answer(204)


@api.route(
    "GET",
    f"{OUTAGE}/preoutage_graph",
    scope=Scope.READ,
    answers={200: answers.PreoutageGraph},
)
def get_preoutage_graph(call: Call) -> Answer:
    """Graphs of what was measured before the outage: none."""
    outage_in(call)
    body: answers.PreoutageGraph = {"preoutage_graph": []}
    return Answer(200, body)
