"""EventBridge rule: alarms of CloudWatch in this account and region open and resolve faults."""

from typing import TYPE_CHECKING, Any

from faultbook import wiring
from faultbook.domain.fault import Actor, Origin
from faultbook.telemetry import logger
from functions.event_bus.cloudwatch_schemas import AlarmStateChange
from functions.event_bus.cloudwatch_translate import alarm_of

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

wiring.build_at_start(wiring.alarms, wiring.customer_of_alarms)


def lambda_handler(event: dict[str, Any], _context: "LambdaContext") -> None:
    """Lambda tries again what raises, and keeps what failed thrice: Unavailable, ValidationError.

    Events may come twice and in any order.
    """
    alarm = alarm_of(AlarmStateChange.model_validate(event))
    customer_id = wiring.customer_of_alarms()
    by = Actor(subject=f"account {alarm.account}", api=Origin.CLOUDWATCH)
    wiring.alarms().changed(customer_id, alarm, by)
    logger.info("alarm", extra={"customer_id": customer_id, "state": alarm.state[:20]})
