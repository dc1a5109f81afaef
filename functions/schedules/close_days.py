"""EventBridge rule, hourly: roll up the days that are over."""

from typing import TYPE_CHECKING, Any

from faultbook import wiring
from faultbook.telemetry import log_left_over, logger

wiring.build_at_start(wiring.close_days)

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

_RESERVE = 10_000  # milliseconds that are left to end in


def lambda_handler(_event: dict[str, Any], context: "LambdaContext") -> dict[str, Any]:
    done = wiring.close_days().run(lambda: context.get_remaining_time_in_millis() > _RESERVE)
    log_left_over("close-days", done.left_over)
    logger.info("days rolled up", extra={"days": done.days, "left_over": len(done.left_over)})
    return {"closed": done.days, "left_over": len(done.left_over)}
