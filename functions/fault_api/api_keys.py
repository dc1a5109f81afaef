"""Administration of API keys: make, list, rotate, revoke."""

from datetime import timedelta

from faultbook import wiring
from faultbook.domain.errors import Conflict
from faultbook.domain.fault import Origin
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from functions.fault_api import administration_answers as answers
from functions.fault_api import administration_schemas as schemas
from functions.fault_api.administration_translate import api_key_wire, made_api_key_wire
from functions.fault_api.api import administration as api


@api.route(
    "POST",
    "/api-keys",
    scope=Scope.ADMIN,
    body=schemas.MakeApiKey,
    answers={201: answers.MadeApiKey},
    errors=(Conflict("A customer has at most 500 API keys."),),
)
def make_api_key(call: Call, body: schemas.MakeApiKey) -> Answer:
    """Make an API key; its text is shown this once."""
    key, text = wiring.credentials().make_api_key(
        call.customer_id,
        name=body.name,
        scopes=frozenset(body.scopes),
        by=call.caller.subject,
        cidrs=tuple(dict.fromkeys(body.cidrs)),
        apis=frozenset(Origin(name) for name in body.apis),
        path=body.path or "",
        topics=tuple(dict.fromkeys(body.topics)),
        expires_at=body.expires_at,
    )
    return Answer(201, made_api_key_wire(key, text))


@api.route(
    "GET",
    "/api-keys",
    scope=Scope.ADMIN,
    answers={200: answers.ApiKeyList},
)
def list_api_keys(call: Call) -> Answer:
    """List the API keys, newest first; revoked and expired ones stay listed for 30 days."""
    keys = wiring.credentials().list_api_keys(call.customer_id)
    listed: answers.ApiKeyList = {"data": [api_key_wire(key) for key in keys]}
    return Answer(200, listed)


@api.route(
    "POST",
    "/api-keys/<key_id>/rotate",
    scope=Scope.ADMIN,
    body=schemas.RotateApiKey,
    answers={200: answers.MadeApiKey},
    errors=(Conflict("The API key is revoked or has expired."),),
)
def rotate_api_key(call: Call, body: schemas.RotateApiKey) -> Answer:
    """Give an API key a new secret; the old one works until the overlap ends."""
    key, text = wiring.credentials().rotate_api_key(
        call.customer_id,
        call.parameters["key_id"],
        overlap=timedelta(minutes=body.overlap_minutes),
    )
    wiring.api_key_authenticator().forget(key.key_id)
    return Answer(200, made_api_key_wire(key, text))


@api.route(
    "DELETE",
    "/api-keys/<key_id>",
    scope=Scope.ADMIN,
    answers={204: None},
)
def revoke_api_key(call: Call) -> Answer:
    """Revoke an API key; it stops working within a minute."""
    key_id = call.parameters["key_id"]
    wiring.credentials().revoke_api_key(call.customer_id, key_id)
    wiring.api_key_authenticator().forget(key_id)
    return Answer(204)
