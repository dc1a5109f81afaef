"""Administration of endpoints: who is told of changes, and how."""

from dataclasses import replace

from faultbook import wiring
from faultbook.domain.endpoints import MAX_ENDPOINTS, Endpoint, Off
from faultbook.domain.errors import Conflict, InvalidRequest
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from functions.fault_api import endpoints_answers as answers
from functions.fault_api import endpoints_schemas as schemas
from functions.fault_api.api import administration as api
from functions.fault_api.endpoints_translate import (
    endpoint_filter_of,
    endpoint_wire,
    made_endpoint_wire,
    test_result_wire,
)
from functions.fault_api.notices import test_notice

_CHANGED = Conflict("The endpoints were changed meanwhile; read them again.")


@api.route(
    "POST",
    "/endpoints",
    scope=Scope.ADMIN,
    body=schemas.MakeEndpoint,
    answers={201: answers.MadeEndpoint},
    errors=(Conflict(f"A customer has at most {MAX_ENDPOINTS} endpoints."), _CHANGED),
)
def make_endpoint(call: Call, body: schemas.MakeEndpoint) -> Answer:
    """Make an endpoint, which is told of changes from now on; its secret is shown this once."""
    _check_is_anothers(call, body.url or "")
    made = wiring.endpoints().make(
        call.customer_id,
        name=body.name,
        kind=body.kind,
        url=body.url or "",
        authorization=body.authorization,
        filters=[endpoint_filter_of(wire) for wire in body.filters],
        by=call.caller.subject,
    )
    return Answer(201, made_endpoint_wire(made))


@api.route("GET", "/endpoints", scope=Scope.ADMIN, answers={200: answers.EndpointList})
def list_endpoints(call: Call) -> Answer:
    """List the endpoints in the order in which they were made; never their secrets."""
    listed: answers.EndpointList = {
        "data": [endpoint_wire(endpoint) for endpoint in wiring.endpoints().all(call.customer_id)]
    }
    return Answer(200, listed)


@api.route("GET", "/endpoints/<endpoint_id>", scope=Scope.ADMIN, answers={200: answers.Endpoint})
def get_endpoint(call: Call) -> Answer:
    """An endpoint, without its secret."""
    return Answer(200, endpoint_wire(_found(call)))


@api.route(
    "PATCH",
    "/endpoints/<endpoint_id>",
    scope=Scope.ADMIN,
    body=schemas.ChangeEndpoint,
    answers={200: answers.Endpoint},
    errors=(_CHANGED,),
)
def change_endpoint(call: Call, body: schemas.ChangeEndpoint) -> Answer:
    """Change what is named; it holds within a minute. `enabled` switches on and off."""
    _check_is_anothers(call, body.url or "")
    changed = wiring.endpoints().change(
        call.customer_id, call.parameters["endpoint_id"], lambda endpoint: _edited(endpoint, body)
    )
    return Answer(200, endpoint_wire(changed))


@api.route(
    "DELETE",
    "/endpoints/<endpoint_id>",
    scope=Scope.ADMIN,
    answers={204: None},
    errors=(_CHANGED,),
)
def delete_endpoint(call: Call) -> Answer:
    """Remove an endpoint; what it was to be told is given up."""
    wiring.endpoints().remove(call.customer_id, call.parameters["endpoint_id"])
    return Answer(204)


@api.route(
    "POST",
    "/endpoints/<endpoint_id>/secret",
    scope=Scope.ADMIN,
    answers={200: answers.MadeEndpoint},
    errors=(_CHANGED,),
)
def rotate_endpoint_secret(call: Call) -> Answer:
    """Give an endpoint a new secret, shown this once; for 24 hours the old one signs too."""
    rotated = wiring.endpoints().rotate(call.customer_id, call.parameters["endpoint_id"])
    return Answer(200, made_endpoint_wire(rotated))


@api.route(
    "POST", "/endpoints/<endpoint_id>/test", scope=Scope.ADMIN, answers={200: answers.TestResult}
)
def test_endpoint(call: Call) -> Answer:
    """Send `endpoint.test` now, once, and answer with what came of it."""
    endpoint = _found(call)
    notice = test_notice(endpoint, wiring.clock(), wiring.public_url(call.request))
    return Answer(200, test_result_wire(wiring.send(endpoint, notice)))


def _check_is_anothers(call: Call, url: str) -> None:
    """Raises InvalidRequest for a URL at which Faultbook would tell itself what it knows."""
    if url and wiring.is_own(url, call.request):
        fields = {"url": ["one that is not Faultbook's own"]}
        raise InvalidRequest("Nothing can be sent with these settings.", fields)


def _found(call: Call) -> Endpoint:
    return wiring.endpoints().get(call.customer_id, call.parameters["endpoint_id"])


def _edited(endpoint: Endpoint, body: schemas.ChangeEndpoint) -> Endpoint:
    named = body.model_fields_set
    if "name" in named:
        endpoint = replace(endpoint, name=body.name)
    if "url" in named:
        endpoint = replace(endpoint, url=body.url)
    if "authorization" in named:
        endpoint = replace(endpoint, authorization=body.authorization)
    if "filters" in named:
        endpoint = replace(
            endpoint, filters=tuple(endpoint_filter_of(wire) for wire in body.filters)
        )
    if "enabled" in named:
        off = None if body.enabled else (endpoint.off or Off.OWNER)
        endpoint = replace(endpoint, off=off)
    return endpoint
