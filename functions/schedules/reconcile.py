"""EventBridge rules: recount the statistics and mend them; how much was wrong is a metric.

One rule begins, daily. The other goes on, hourly, with what a run had no time for: so a day has
room for 24 runs of 14 minutes, and on most days all but the first have nothing to do.
"""

from typing import TYPE_CHECKING, Any

from faultbook import wiring
from faultbook.telemetry import count_metric, log_left_over, logger

wiring.build_at_start(
    wiring.stores.audit_store, wiring.stores.ledger, wiring.stores.statistics_store
)

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

_RESERVE = 60_000  # milliseconds that are left to save in how far it has come


def lambda_handler(event: dict[str, Any], context: "LambdaContext") -> dict[str, Any]:
    """Out of time the work is saved; `{"only": "continue"}` begins no other. Raises Unavailable."""
    reconcile = wiring.reconcile(lambda: context.get_remaining_time_in_millis() / 1000 - 30)
    findings = reconcile.run(
        lambda: context.get_remaining_time_in_millis() > _RESERVE,
        may_begin=event.get("only") != "continue",
    )
    log_left_over("reconcile", findings.left_over)
    found = {"finished": findings.is_finished, "missing": findings.missing, "wrong": findings.wrong}
    logger.info("reconciled", extra=found)
    count_metric("Drift", findings.drift)
    return found
