"""The function that serves Opsgenie's alerts and heartbeats."""

from typing import TYPE_CHECKING, Any

from faultbook import wiring
from faultbook.secret_store import SecretName
from functions.opsgenie_api import alert_actions, alert_entries, alerts, heartbeats
from functions.opsgenie_api.api import api

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

RESOURCES = (alert_actions, alert_entries, alerts, heartbeats)  # they register with the one Api

wiring.prepare(
    wiring.faults,
    wiring.changes,
    wiring.reports,
    api_keys=True,
    further_secrets=[SecretName.CURSOR],
)


def lambda_handler(event: dict[str, Any], _context: "LambdaContext") -> dict[str, Any]:
    return api.handle(event)
