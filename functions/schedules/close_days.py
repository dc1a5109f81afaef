"""EventBridge rule, hourly: roll up the days that are over."""

from typing import Any

from faultbook import wiring
from faultbook.telemetry import logger

_RESERVE = 10_000  # milliseconds that are left to end in


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    del event
    closed = wiring.close_days().run(lambda: context.get_remaining_time_in_millis() > _RESERVE)
    logger.info("days rolled up", extra={"days": closed})
    return {"closed": closed}
