"""The function that takes PagerDuty's events."""

from typing import TYPE_CHECKING, Any

from faultbook import wiring
from functions.pagerduty_api import change_events, events
from functions.pagerduty_api.api import api

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

RESOURCES = (change_events, events)  # they register with the one Api

wiring.prepare(wiring.changes, wiring.reports, api_keys=True)


def lambda_handler(event: dict[str, Any], _context: "LambdaContext") -> dict[str, Any]:
    return api.handle(event)
