"""The native API: access tokens, read-only links for dashboards."""

from typing import Any

from faultbook import wiring
from faultbook.domain.access import AccessToken
from faultbook.domain.errors import Conflict, TooManyRequests, Unavailable
from faultbook.gateway.api import Api, Call
from faultbook.gateway.http import Answer
from faultbook.usecases import access
from faultbook.usecases.caller import Scope
from functions.fault_api import access_schemas, schemas
from functions.fault_api.errors import problem
from functions.fault_api.translate import fault_wire, time_wire

api = Api("faults", wiring.authenticate_bearer, wiring.admit, problem)
wiring.prepare()


@api.route(
    "POST",
    "/fault/token",
    "/faults/token",
    scope=Scope.WRITE,
    body=access_schemas.MakeAccessToken,
    answers={200: access_schemas.MadeAccessToken},
    errors=(Conflict("A customer has at most 1000 access tokens."),),
)
def make_access_token(call: Call, body: access_schemas.MakeAccessToken) -> Answer:
    """Make a link that shows the open faults to whoever has it, until it expires."""
    made = access.make_access_token(
        call.customer_id,
        body.expire_after_minutes,
        by=call.caller.subject,
        store=wiring.access_store(),
        clock=wiring.clock,
    )
    token = wiring.share_tokens().write(made)
    return Answer(
        200,
        {
            "id": made.token_id,
            "token": token,
            "type": "jwt",
            "expires_in_minutes": body.expire_after_minutes,
            "expires_at": time_wire(made.expires_at),
            "short_link": f"{wiring.public_url(call.request)}/fault/token/{token}",
        },
    )


@api.route(
    "GET",
    "/fault/token",
    "/faults/token",
    scope=Scope.READ,
    answers={200: access_schemas.AccessTokenList},
)
def list_access_tokens(call: Call) -> Answer:
    """List the access tokens that have not expired, newest first; never the tokens themselves."""
    tokens = access.list_access_tokens(call.customer_id, store=wiring.access_store())
    return Answer(200, {"data": [_wire(token) for token in tokens]})


@api.route(
    "GET",
    "/fault/token/<token>",
    "/faults/token/<token>",
    scope=None,
    answers={200: list[schemas.Fault]},
    errors=(TooManyRequests(1), Unavailable()),
)
def list_faults_by_token(call: Call) -> Answer:
    """The open faults, newest first, at most 1,000; the token in the path is the credential."""
    caller = wiring.share_tokens().authenticate(call.parameters["token"])
    wiring.admit(caller)
    faults = access.list_open_faults(caller.customer_id, store=wiring.fault_store())
    return Answer(200, [fault_wire(fault) for fault in faults])


@api.route(
    "DELETE",
    "/fault/token/<token>",
    "/faults/token/<token>",
    scope=Scope.WRITE,
    answers={204: None},
)
def revoke_access_token(call: Call) -> Answer:
    """Revoke an access token by its id; it stops working within a minute."""
    token_id = call.parameters["token"]
    access.revoke_access_token(call.customer_id, token_id, store=wiring.access_store())
    wiring.share_tokens().forget(call.customer_id, token_id)
    return Answer(204)


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    del context
    return api.handle(event)


def _wire(token: AccessToken) -> dict[str, Any]:
    return {
        "id": token.token_id,
        "created_at": time_wire(token.created_at),
        "created_by": token.created_by,
        "expires_at": time_wire(token.expires_at),
    }
