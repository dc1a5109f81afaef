"""The function that takes webhooks of other tools."""

from typing import TYPE_CHECKING, Any

from faultbook import wiring
from functions.webhooks import cloudwatch, datadog, notifications
from functions.webhooks.api import api

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

RESOURCES = (cloudwatch, datadog, notifications)  # they register with the one Api

wiring.prepare(wiring.alerts, wiring.comments, api_keys=True)


def lambda_handler(event: dict[str, Any], _context: "LambdaContext") -> dict[str, Any]:
    return api.handle(event)
