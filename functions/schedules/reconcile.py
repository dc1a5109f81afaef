"""EventBridge rules: look after the statistics and mend them; how much was wrong is a metric.

Daily the newest days, monthly everything (`{"run": "everything"}`). A third rule goes on, hourly,
with what a run had no time for (`{"run": "continue"}`): so a day has room for 24 runs of 14
minutes, and on most days all but the first have nothing to do.
"""

from typing import TYPE_CHECKING, Any

from faultbook import wiring
from faultbook.telemetry import count_metric, log_left_over, logger

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

wiring.build_at_start(
    wiring.stores.audit_store,
    wiring.stores.window_store,
    wiring.stores.ledger,
    wiring.stores.statistics_store,
    wiring.outbox,
)

_RESERVE = 60_000  # milliseconds that are left to save in how far it has come


def lambda_handler(event: dict[str, Any], context: "LambdaContext") -> dict[str, Any]:
    """Out of time the work is saved; to continue begins no other. Raises Unavailable."""
    what = event.get("run", "window")

    def may_go_on() -> bool:
        return bool(context.get_remaining_time_in_millis() > _RESERVE)

    def time_left() -> float:
        return float(context.get_remaining_time_in_millis() / 1000 - 30)

    reports = []
    if what != "everything":
        window = wiring.reconcile_window(time_left)
        reports.append(window.run(may_go_on, may_begin=what == "window"))
    if what != "window":
        everything = wiring.reconcile(time_left)
        reports.append(everything.run(may_go_on, may_begin=what == "everything"))
    found = {
        "finished": all(report.is_finished for report in reports),
        "missing": sum(report.missing for report in reports),
        "wrong": sum(report.wrong for report in reports),
    }
    log_left_over("reconcile", [item for report in reports for item in report.left_over])
    logger.info("reconciled", extra=found)
    count_metric("Drift", found["missing"] + found["wrong"])
    return found
