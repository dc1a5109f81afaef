"""The function that serves Alertmanager's API: what Prometheus pushes and what dashboards read."""

from typing import TYPE_CHECKING, Any

from faultbook import wiring
from functions.alertmanager_api import alerts, pushed_alerts, silences, status
from functions.alertmanager_api.api import api

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

RESOURCES = (alerts, pushed_alerts, silences, status)  # they register with the one Api

wiring.prepare(wiring.faults, wiring.alerts, api_keys=True)


def lambda_handler(event: dict[str, Any], _context: "LambdaContext") -> dict[str, Any]:
    return api.handle(event)
