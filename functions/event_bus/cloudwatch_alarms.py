"""EventBridge rule: alarms of CloudWatch in this account and region open and resolve faults."""

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from faultbook import wiring
from faultbook.domain.errors import Conflict, FaultNotFound
from faultbook.domain.fault import Actor, Origin
from faultbook.telemetry import logger
from faultbook.usecases.target import Target
from functions.event_bus import cloudwatch_translate as translate
from functions.event_bus.cloudwatch_schemas import AlarmStateChange

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

_OVER = "The alarm is OK."
_NO_DATA = "CloudWatch has not enough data to tell whether it goes on."

wiring.build_at_start(wiring.reports, wiring.comments, wiring.customer_of_alarms)


def lambda_handler(event: dict[str, Any], _context: "LambdaContext") -> None:
    """Lambda tries again what raises, and keeps what failed thrice: Unavailable, ValidationError.

    Events may come twice and in any order: by their own times nothing is told twice, and what is
    older than what is known changes nothing.
    """
    change = AlarmStateChange.model_validate(event)
    customer_id = wiring.customer_of_alarms()
    by = Actor(subject=f"account {change.account}", api=Origin.CLOUDWATCH)
    state = change.detail.state.value
    if state == "ALARM":
        report = translate.report_of(change, wiring.clock())
        wiring.reports().report(customer_id, report, by, follow=True)
    elif state == "OK":
        at = min(translate.changed_at(change), wiring.clock())
        key = translate.deduplication_key(change)
        wiring.reports().resolve_reported(customer_id, key, by, at=at, reason=_OVER)
    else:
        _note(customer_id, change, by)
    logger.info("alarm", extra={"customer_id": customer_id, "state": state[:20]})


def _note(customer_id: str, change: AlarmStateChange, by: Actor) -> None:
    """No data is no news of the fault: whoever looks at an open one is told."""
    number = wiring.reports().reported(customer_id, translate.deduplication_key(change))
    if number is None:
        return
    with suppress(FaultNotFound, Conflict):
        if wiring.faults().get(customer_id, number).is_open:
            wiring.comments().add(Target(customer_id, number, by), _NO_DATA)
