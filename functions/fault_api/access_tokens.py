"""The native API: access tokens, read-only links for dashboards."""

from faultbook import wiring
from faultbook.domain.errors import Conflict, Unavailable
from faultbook.gateway.answer_size import as_many_as_fit
from faultbook.gateway.api import Call
from faultbook.gateway.errors import TooManyRequests
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from functions.fault_api import administration_answers as answers
from functions.fault_api import administration_schemas as schemas
from functions.fault_api.administration_translate import access_token_wire, made_access_token_wire
from functions.fault_api.answers import Fault
from functions.fault_api.api import administration as api
from functions.fault_api.translate import fault_wire


@api.route(
    "POST",
    "/fault/token",
    "/faults/token",
    scope=Scope.WRITE,
    body=schemas.MakeAccessToken,
    answers={200: answers.MadeAccessToken},
    errors=(Conflict("A customer has at most 1000 access tokens."),),
)
def make_access_token(call: Call, body: schemas.MakeAccessToken) -> Answer:
    """Make a link that shows the open faults to whoever has it, until it expires."""
    minutes = body.expire_after_minutes
    made = wiring.credentials().make_access_token(call.customer_id, minutes, by=call.caller.subject)
    text = wiring.share_tokens().write(made)
    public_url = wiring.public_url(call.request)
    return Answer(200, made_access_token_wire(made, text, minutes, public_url))


@api.route(
    "GET",
    "/fault/token",
    "/faults/token",
    scope=Scope.READ,
    answers={200: answers.AccessTokenList},
)
def list_access_tokens(call: Call) -> Answer:
    """List the access tokens that have not expired, newest first; never the tokens themselves."""
    tokens = wiring.credentials().list_access_tokens(call.customer_id)
    listed: answers.AccessTokenList = {"data": [access_token_wire(token) for token in tokens]}
    return Answer(200, listed)


@api.route(
    "GET",
    "/fault/token/<token>",
    "/faults/token/<token>",
    scope=None,
    answers={200: list[Fault]},
    errors=(TooManyRequests(1), Unavailable()),
)
def list_faults_by_token(call: Call) -> Answer:
    """The open faults, newest first, at most 1,000; the token in the path is the credential."""
    caller = wiring.share_tokens().authenticate(call.parameters["token"])
    wiring.admit(caller)
    faults = wiring.faults().newest_open(caller.customer_id)
    has_more_to_read = any(fault.comments_apart() for fault in faults)
    comments = wiring.comments().of_each(faults) if has_more_to_read else {}
    shown = as_many_as_fit(
        faults,
        lambda fault: fault_wire(fault, comments.get(fault.number, fault.newest_comments)),
    )
    return Answer(200, shown)


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
    wiring.credentials().revoke_access_token(call.customer_id, token_id)
    wiring.share_tokens().forget(call.customer_id, token_id)
    return Answer(204)
