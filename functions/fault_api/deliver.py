"""Tells one endpoint what waits for it; called by the stream's function and each minute's sweep."""

from typing import TYPE_CHECKING, Any

from faultbook import wiring
from faultbook.domain.deliveries import Attempt
from faultbook.domain.endpoints import Endpoint
from faultbook.domain.events import FaultEvent
from faultbook.telemetry import logger
from functions.fault_api.notices import notice_of

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

wiring.build_at_start(
    wiring.stores.delivery_store, wiring.stores.wake, wiring.endpoints, wiring.reports
)

# Milliseconds; one more delivery takes ten seconds, or twice that and five where it fails first.
_RESERVE = 28_000


def lambda_handler(event: dict[str, Any], context: "LambdaContext") -> None:
    """Called with a customer and an endpoint of his. Raises Unavailable."""
    delivered = wiring.deliver(_post).run(
        event["customer_id"],
        event["endpoint_id"],
        lambda: context.get_remaining_time_in_millis() > _RESERVE,
    )
    logger.info(
        "deliveries",
        extra={
            "customer_id": event["customer_id"],
            "endpoint_id": event["endpoint_id"],
            "delivered": delivered,
        },
    )


def _post(endpoint: Endpoint, event: FaultEvent) -> Attempt:
    return wiring.send(endpoint, notice_of(event, wiring.links_begin_with()))
