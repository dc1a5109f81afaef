"""Administration of a customer's settings."""

from typing import Any

from faultbook import wiring
from faultbook.domain.errors import Conflict
from faultbook.domain.stripes import MAX_STRIPED, Stripes
from faultbook.gateway.api import Api, Call
from faultbook.gateway.http import Answer
from faultbook.usecases import customer_settings
from faultbook.usecases.caller import Scope
from functions.fault_api import settings_schemas
from functions.fault_api.errors import problem
from functions.fault_api.translate import time_wire

api = Api("faults", wiring.authenticate_bearer, wiring.admit, problem)
wiring.prepare()


@api.route(
    "GET",
    "/settings",
    scope=Scope.ADMIN,
    answers={200: settings_schemas.Settings},
)
def read_settings(call: Call) -> Answer:
    """Read what holds for all callers of the customer."""
    return Answer(200, _wire(call.customer_id))


@api.route(
    "PATCH",
    "/settings",
    scope=Scope.ADMIN,
    body=settings_schemas.ChangeSettings,
    answers={200: settings_schemas.Settings},
    errors=(
        Conflict("The settings were changed meanwhile; read them again."),
        Conflict(f"At most {MAX_STRIPED} customers can have stripes."),
    ),
)
def change_settings(call: Call, body: settings_schemas.ChangeSettings) -> Answer:
    """Change what is named: servers hold within a minute, stripes after two.

    Stripes spread a customer's faults over more partitions of the indexes, each of which takes a
    thousand writes a second. Nothing is moved and every id stays. Each list then reads as many
    stripes as there ever were, so that lowering the count makes no list cheaper.
    """
    if "stripes" in body.model_fields_set:
        customer_settings.choose_stripes(
            call.customer_id, body.stripes, stripes=wiring.stripes_store(), clock=wiring.clock
        )
    if "servers" in body.model_fields_set:
        servers = None if body.servers is None else frozenset(body.servers)
        customer_settings.choose_servers(
            call.customer_id, servers, settings=wiring.settings_store()
        )
        wiring.forget_customer_settings(call.customer_id)
    return Answer(200, _wire(call.customer_id))


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    del context
    return api.handle(event)


def _wire(customer_id: str) -> dict[str, Any]:
    found = customer_settings.read_settings(
        customer_id, settings=wiring.settings_store(), stripes=wiring.stripes_store()
    )
    servers = found.chosen.servers
    return {
        "servers": None if servers is None else sorted(servers),
        "stripes": _stripes_wire(found.stripes),
    }


def _stripes_wire(stripes: Stripes) -> dict[str, Any]:
    chosen = stripes.chosen
    since = None if stripes == Stripes() else time_wire(chosen.since)
    return {"chosen": chosen.count, "since": since, "read": stripes.most}
