"""Administration of API keys: make, list, rotate, revoke."""

from datetime import datetime, timedelta
from typing import Any

from faultbook import wiring
from faultbook.domain.access import ApiKey
from faultbook.domain.errors import Conflict
from faultbook.domain.fault import Origin
from faultbook.gateway.api import Api, Call
from faultbook.gateway.http import Answer
from faultbook.secret_store import SecretName
from faultbook.usecases import access
from faultbook.usecases.caller import Scope
from functions.fault_api import access_schemas
from functions.fault_api.errors import problem
from functions.fault_api.translate import time_wire

api = Api("faults", wiring.authenticate_bearer, wiring.admit, problem)
wiring.prepare()


@api.route(
    "POST",
    "/api-keys",
    scope=Scope.ADMIN,
    body=access_schemas.MakeApiKey,
    answers={201: access_schemas.MadeApiKey},
    errors=(Conflict("A customer has at most 500 API keys."),),
)
def make_api_key(call: Call, body: access_schemas.MakeApiKey) -> Answer:
    """Make an API key; its text is shown this once."""
    key, text = access.make_api_key(
        call.customer_id,
        name=body.name,
        scopes=frozenset(body.scopes),
        by=call.caller.subject,
        cidrs=tuple(dict.fromkeys(body.cidrs)),
        apis=frozenset(Origin(name) for name in body.apis),
        expires_at=body.expires_at,
        store=wiring.access_store(),
        pepper=wiring.secrets().get(SecretName.API_KEY_PEPPER),
        clock=wiring.clock,
    )
    return Answer(201, _wire(key) | {"key": text})


@api.route(
    "GET",
    "/api-keys",
    scope=Scope.ADMIN,
    answers={200: access_schemas.ApiKeyList},
)
def list_api_keys(call: Call) -> Answer:
    """List the API keys, newest first; revoked and expired ones stay listed for 30 days."""
    keys = access.list_api_keys(call.customer_id, store=wiring.access_store())
    return Answer(200, {"data": [_wire(key) for key in keys]})


@api.route(
    "POST",
    "/api-keys/<key_id>/rotate",
    scope=Scope.ADMIN,
    body=access_schemas.RotateApiKey,
    answers={200: access_schemas.MadeApiKey},
    errors=(Conflict("The API key is revoked or has expired."),),
)
def rotate_api_key(call: Call, body: access_schemas.RotateApiKey) -> Answer:
    """Give an API key a new secret; the old one works until the overlap ends."""
    key, text = access.rotate_api_key(
        call.customer_id,
        call.parameters["key_id"],
        overlap=timedelta(minutes=body.overlap_minutes),
        store=wiring.access_store(),
        pepper=wiring.secrets().get(SecretName.API_KEY_PEPPER),
        clock=wiring.clock,
    )
    wiring.api_key_authenticator().forget(key.key_id)
    return Answer(200, _wire(key) | {"key": text})


@api.route(
    "DELETE",
    "/api-keys/<key_id>",
    scope=Scope.ADMIN,
    answers={204: None},
)
def revoke_api_key(call: Call) -> Answer:
    """Revoke an API key; it stops working within a minute."""
    key_id = call.parameters["key_id"]
    access.revoke_api_key(call.customer_id, key_id, store=wiring.access_store(), clock=wiring.clock)
    wiring.api_key_authenticator().forget(key_id)
    return Answer(204)


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    del context
    return api.handle(event)


def _wire(key: ApiKey) -> dict[str, Any]:
    return {
        "id": key.key_id,
        "name": key.name,
        "scopes": sorted(key.scopes),
        "cidrs": list(key.cidrs),
        "apis": sorted(key.apis),
        "created_at": time_wire(key.created_at),
        "created_by": key.created_by,
        "expires_at": _optional(key.expires_at),
        "rotated_at": _optional(key.rotated_at),
        "previous_secret_until": _optional(key.previous_until),
        "revoked_at": _optional(key.revoked_at),
        "last_used_on": key.last_used_on or None,
    }


def _optional(at: datetime | None) -> str | None:
    return time_wire(at) if at else None
