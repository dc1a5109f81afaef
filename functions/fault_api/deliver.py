"""Tells one endpoint what waits for it; called by the stream's function and each minute's sweep."""

from typing import TYPE_CHECKING, Any

from faultbook import wiring
from faultbook.domain.deliveries import Attempt
from faultbook.domain.endpoints import Endpoint
from faultbook.domain.events import FaultEvent
from faultbook.domain.storms import Storm
from faultbook.telemetry import count_metric, logger
from functions.fault_api.notices import told_notice

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

wiring.build_at_start(
    wiring.stores.delivery_store, wiring.stores.wake, wiring.endpoints, wiring.reports
)

# Milliseconds; one more delivery takes ten seconds, or twice that and five where it fails first.
_RESERVE = 28_000


def lambda_handler(event: dict[str, Any], context: "LambdaContext") -> None:
    """Called with a customer and an endpoint of his. Raises Unavailable."""
    done = wiring.deliver(_post).run(
        event["customer_id"],
        event["endpoint_id"],
        lambda: context.get_remaining_time_in_millis() > _RESERVE,
    )
    logger.info(
        "deliveries",
        extra={
            "customer_id": event["customer_id"],
            "endpoint_id": event["endpoint_id"],
            "delivered": done.delivered,
            "folded": done.folded,
            "given_up": done.given_up,
        },
    )
    if done.given_up:
        count_metric("DeliveriesGivenUp", done.given_up)


def _post(endpoint: Endpoint, event: FaultEvent | Storm) -> Attempt:
    notice = told_notice(endpoint, event, wiring.clock(), wiring.links_begin_with())
    return wiring.send(endpoint, notice)
