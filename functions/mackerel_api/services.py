"""Services and their roles, which hosts bring; and the organization, which is the customer."""

from faultbook.domain.errors import NotFound
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from functions.mackerel_api import answers, hosts_translate
from functions.mackerel_api.api import api
from functions.mackerel_api.inventory import hosts_of

_NOT_THERE = "There is no such service."


@api.route("GET", "/api/v0/services", scope=Scope.READ, answers={200: answers.ServiceList})
def list_services(call: Call) -> Answer:
    """Services by name."""
    services = hosts_translate.services_of(hosts_of(call.customer_id))
    return Answer(200, answers.ServiceList(services=services))


@api.route(
    "GET",
    "/api/v0/services/<service_name>/roles",
    scope=Scope.READ,
    answers={200: answers.RoleList},
    errors=(NotFound(_NOT_THERE),),
)
def list_roles(call: Call) -> Answer:
    """A service's roles by name."""
    services = hosts_translate.services_of(hosts_of(call.customer_id))
    for service in services:
        if service["name"] == call.parameters["service_name"]:
            roles = [answers.Role(name=name, memo="") for name in service["roles"]]
            return Answer(200, answers.RoleList(roles=roles))
    raise NotFound(_NOT_THERE)


@api.route("GET", "/api/v0/org", scope=Scope.READ, answers={200: answers.Organization})
def get_organization(call: Call) -> Answer:
    """The organization is the customer."""
    return Answer(200, answers.Organization(name=call.customer_id, displayName=None))
