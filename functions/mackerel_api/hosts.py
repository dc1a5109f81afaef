"""Hosts: the resources of faults."""

from faultbook.domain.errors import NotFound
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from functions.mackerel_api import answers, schemas, translate
from functions.mackerel_api.api import api
from functions.mackerel_api.inventory import inventory_of

_NOT_THERE = "There is no such host."


@api.route(
    "GET",
    "/api/v0/hosts",
    "/api/v0/hosts.json",
    scope=Scope.READ,
    query=schemas.ListHosts,
    answers={200: answers.HostList},
)
def list_hosts(call: Call, query: schemas.ListHosts) -> Answer:
    """The resources of the newest faults, by name."""
    hosts = [host for host in _hosts(call.customer_id) if translate.is_wanted(host, query)]
    return Answer(200, answers.HostList(hosts=hosts))


@api.route(
    "GET",
    "/api/v0/hosts/<host_id>",
    scope=Scope.READ,
    answers={200: answers.OneHost},
    errors=(NotFound(_NOT_THERE),),
)
def get_host(call: Call) -> Answer:
    """One host."""
    wanted = call.parameters["host_id"]
    host = next((host for host in _hosts(call.customer_id) if host["id"] == wanted), None)
    if host is None:
        raise NotFound(_NOT_THERE)
    return Answer(200, answers.OneHost(host=host))


def _hosts(customer_id: str) -> list[answers.Host]:
    resources = inventory_of(customer_id).resources
    return [translate.host_wire(customer_id, resource) for resource in resources]
