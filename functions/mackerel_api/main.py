"""The function that serves all of Mackerel's API."""

from typing import TYPE_CHECKING, Any

from faultbook import wiring
from functions.mackerel_api import (
    alerts,
    check_monitors,
    check_reports,
    host_metadata,
    host_states,
    hosts,
    metrics,
    services,
)
from functions.mackerel_api.api import api

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

RESOURCES = (  # they register with the one Api
    alerts,
    check_monitors,
    check_reports,
    host_metadata,
    host_states,
    hosts,
    metrics,
    services,
)

wiring.prepare(wiring.faults, wiring.changes, wiring.reports, wiring.hosts, api_keys=True)


def lambda_handler(event: dict[str, Any], _context: "LambdaContext") -> dict[str, Any]:
    return api.handle(event)
