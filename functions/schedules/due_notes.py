"""Every minute: what is due is done, as that faults resolve which were reported with an end."""

from typing import TYPE_CHECKING, Any

from faultbook import wiring
from faultbook.telemetry import log_left_over, logger

wiring.build_at_start(wiring.due_notes)

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

_RESERVE = 10_000  # milliseconds; one note more takes less, also where the store is slow


def lambda_handler(_event: dict[str, Any], context: "LambdaContext") -> None:
    """What is left over when the time is up waits for the next minute. Raises Unavailable."""
    sweep = wiring.due_notes().run(lambda: context.get_remaining_time_in_millis() > _RESERVE)
    log_left_over("due-notes", sweep.left_over)
    logger.info("due notes", extra={"done": sweep.done, "left_over": len(sweep.left_over)})
