"""Incidents, notes and scan reports."""

from typing import TYPE_CHECKING, Any

from faultbook import wiring
from functions.incidents_api import incidents, notes, scan_reports
from functions.incidents_api.api import api, handle

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

wiring.prepare(
    wiring.faults,
    wiring.incidents,
    wiring.stores.settings_store,
    lambda: wiring.stores.environment().scan_reports_table,  # of what is built when it is asked for
)

RESOURCES = (incidents, notes, scan_reports)  # each registers its routes with the one Api


def lambda_handler(event: dict[str, Any], _context: "LambdaContext") -> dict[str, Any]:
    return handle(api, event)
