"""Users: whoever holds a key is one."""

from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from functions.fortimonitor_api import answers, paging, schemas, translate
from functions.fortimonitor_api.api import api, links_of
from functions.fortimonitor_api.errors import UserNotFound
from functions.fortimonitor_api.links import BASE, user_id


@api.route(
    "GET",
    f"{BASE}/user",
    scope=Scope.READ,
    query=schemas.ListQuery,
    answers={200: answers.UserList},
)
def list_users(call: Call, query: schemas.ListQuery) -> Answer:
    """The caller, whom clients look for here."""
    users, meta = paging.cut([_caller_of(call)], query, call.request, links_of(call.request).origin)
    body: answers.UserList = {"user_list": users, "meta": meta}
    return Answer(200, body)


@api.route("GET", f"{BASE}/user/<user_id>", scope=Scope.READ, answers={200: answers.User})
def get_user(call: Call) -> Answer:
    """The caller; nobody else can be looked up."""
    if call.parameters["user_id"] != str(user_id(call.caller.subject)):
        raise UserNotFound
    return Answer(200, _caller_of(call))


def _caller_of(call: Call) -> answers.User:
    caller = call.caller
    return translate.user_wire(caller.subject, caller.email, links_of(call.request), caller.name)
