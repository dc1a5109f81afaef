"""Administration of a customer's settings."""

from faultbook import wiring
from faultbook.domain.errors import Conflict
from faultbook.domain.stripes import MAX_STRIPED
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from functions.fault_api import administration_answers as answers
from functions.fault_api import administration_schemas as schemas
from functions.fault_api.administration_translate import settings_edits_of, settings_wire
from functions.fault_api.api import administration as api


@api.route(
    "GET",
    "/settings",
    scope=Scope.ADMIN,
    answers={200: answers.Settings},
)
def read_settings(call: Call) -> Answer:
    """Read what holds for all callers of the customer."""
    return Answer(200, _read(call.customer_id))


@api.route(
    "PATCH",
    "/settings",
    scope=Scope.ADMIN,
    body=schemas.ChangeSettings,
    answers={200: answers.Settings},
    errors=(
        Conflict("The settings were changed meanwhile; read them again."),
        Conflict(f"At most {MAX_STRIPED} customers can have stripes."),
    ),
)
def change_settings(call: Call, body: schemas.ChangeSettings) -> Answer:
    """Change what is named: servers, words and labels hold within a minute, stripes after two.

    Stripes spread a customer's faults over more partitions of the indexes, each of which takes a
    thousand writes a second. Nothing is moved and every id stays. Each list then reads as many
    stripes as there ever were, so that lowering the count makes no list cheaper.
    """
    settings = wiring.settings_of_customers()
    if "stripes" in body.model_fields_set:
        settings.choose_stripes(call.customer_id, body.stripes)
    if edits := settings_edits_of(body):
        settings.choose(call.customer_id, edits)
        wiring.forget_customer_settings(call.customer_id)
    return Answer(200, _read(call.customer_id))


@api.route(
    "POST",
    "/settings/revoke-outage-links",
    scope=Scope.ADMIN,
    answers={200: answers.Settings},
)
def revoke_outage_links(call: Call) -> Answer:
    """End every public link of the customer's outages, at once.

    What is listed from then on has new links. Functions that list outages find out within a minute,
    and what they list until then has links that are over.
    """
    wiring.settings_of_customers().revoke_outage_links(call.customer_id)
    wiring.forget_customer_settings(call.customer_id)
    return Answer(200, _read(call.customer_id))


def _read(customer_id: str) -> answers.Settings:
    return settings_wire(wiring.settings_of_customers().read(customer_id))
