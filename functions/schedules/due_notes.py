"""Every minute: deliveries that are due are begun, and what else is due is done."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from faultbook import wiring
from faultbook.domain.errors import FaultbookError
from faultbook.telemetry import log_left_over, logger, seconds_metric

wiring.build_at_start(wiring.due_notes, wiring.sweeps, wiring.wake_deliveries)

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

_RESERVE = 10_000  # milliseconds; one note more takes less, also where the store is slow


def lambda_handler(_event: dict[str, Any], context: "LambdaContext") -> None:
    """What is left over when the time is up waits for the next minute. Raises Unavailable.

    How long what has waited longest was due, a note or a delivery, is told each time, for an alarm
    takes silence for an outage.
    """
    lag = _wake_deliveries()
    wiring.sweeps().begin()
    sweep = wiring.due_notes().run(lambda: context.get_remaining_time_in_millis() > _RESERVE)
    log_left_over("due-notes", sweep.left_over)
    seconds_metric("OldestDue", max(sweep.longest_wait, lag).total_seconds())
    logger.info("due notes", extra={"done": sweep.done, "left_over": len(sweep.left_over)})


def _wake_deliveries() -> timedelta:
    """How long one was due. What goes wrong with them waits for the next minute."""
    try:
        woken = wiring.wake_deliveries().run()
    except FaultbookError as error:
        logger.warning("deliveries not begun", extra={"reason": type(error).__name__})
        return timedelta(0)
    log_left_over("deliver", woken.late)
    return woken.lag
