"""Administration: keys, tokens, endpoints, settings; one function, for they are rarely asked."""

from typing import TYPE_CHECKING, Any

from faultbook import wiring
from faultbook.secret_store import SecretName
from functions.fault_api import (
    access_tokens,
    api_keys,
    deliveries,
    endpoint_links,
    endpoints,
    settings,
)
from functions.fault_api.api import administration as api

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

__all__ = [
    "access_tokens",
    "api",
    "api_keys",
    "deliveries",
    "endpoint_links",
    "endpoints",
    "lambda_handler",
    "settings",
]

wiring.prepare(
    wiring.credentials,
    # of what is built when it is asked for
    lambda: wiring.stores.environment().events_table,
    lambda: wiring.stores.environment().statistics_table,
    lambda: wiring.stores.environment().deliver_function,
    further_secrets=[SecretName.API_KEY_PEPPER, SecretName.TOKEN, SecretName.CURSOR],
)


def lambda_handler(event: dict[str, Any], _context: "LambdaContext") -> dict[str, Any]:
    return api.handle(event)
