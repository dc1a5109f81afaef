"""Metrics, which agents send beside their checks: accepted and dropped."""

from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from functions.mackerel_api import answers
from functions.mackerel_api.api import api, host_id_in
from functions.mackerel_api.inventory import find_host


@api.route("POST", "/api/v0/tsdb", scope=Scope.WRITE, answers={200: answers.Success})
def post_metrics(_call: Call) -> Answer:
    """Take an agent's metrics and drop them."""
    return Answer(200, answers.Success(success=True))


@api.route("POST", "/api/v0/graph-defs/create", scope=Scope.WRITE, answers={200: answers.Success})
def create_graph_definitions(_call: Call) -> Answer:
    """Take the definitions of graphs that an agent's plugins have, and drop them."""
    return Answer(200, answers.Success(success=True))


@api.route(
    "GET",
    "/api/v0/hosts/<host_id>/metric-names",
    scope=Scope.READ,
    answers={200: answers.NameList},
)
def list_metric_names(call: Call) -> Answer:
    """No metrics are kept, so no host has any."""
    find_host(call.customer_id, host_id_in(call))
    return Answer(200, answers.NameList(names=[]))
