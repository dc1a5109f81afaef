"""The function that serves all of Mackerel's API."""

from typing import TYPE_CHECKING, Any

from faultbook import wiring
from functions.mackerel_api import alerts, check_monitors, check_reports, hosts
from functions.mackerel_api.api import api

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

RESOURCES = (alerts, check_monitors, check_reports, hosts)  # they register with the one Api

wiring.prepare(wiring.faults, wiring.changes, wiring.reports, api_keys=True)


def lambda_handler(event: dict[str, Any], _context: "LambdaContext") -> dict[str, Any]:
    return api.handle(event)
