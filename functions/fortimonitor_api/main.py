"""FortiMonitor v2: all its resources are served by one function."""

from typing import TYPE_CHECKING, Any

from faultbook import wiring
from faultbook.secret_store import SecretName
from functions.fortimonitor_api import (
    countermeasures,
    empty_lists,
    outage_changes,
    outage_edits,
    outage_log,
    outage_metadata,
    outages,
    public_outages,
    resources,
    servers,
    users,
)
from functions.fortimonitor_api.api import api

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

wiring.prepare(
    wiring.reports,
    wiring.faults,
    lambda: wiring.stores.environment().statistics_table,  # of what is built when it is asked for
    api_keys=True,
    further_secrets=[SecretName.CURSOR, SecretName.OUTAGE_LINK],
)

RESOURCES = (  # each registers its routes with the one Api
    outages,
    outage_changes,
    outage_edits,
    outage_log,
    outage_metadata,
    countermeasures,
    public_outages,
    servers,
    users,
    empty_lists,
    resources,
)


def lambda_handler(event: dict[str, Any], _context: "LambdaContext") -> dict[str, Any]:
    return api.handle(event)
