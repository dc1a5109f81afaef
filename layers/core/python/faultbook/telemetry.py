"""The one logger and its one line per request, and the metrics.

Events, headers, paths and bodies are never logged, only the fields named here.
"""

import logging
import sys
import traceback
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import Metrics, MetricUnit

from faultbook import settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from faultbook.gateway.http import Request
    from faultbook.usecases.caller import Caller
    from faultbook.usecases.left_over import LeftOver

_MAX_METHOD = 20  # characters; longer ones exist in attacks only
_FRAMES = 8  # of a defect, the innermost
_LINES = 20  # about what a job left over, at most

_NAMESPACE = "Faultbook"  # of metrics
_SERVICE = "faultbook"  # of log lines, and the logger's name

to_stdout = logging.StreamHandler(sys.stdout)
logger = Logger(
    service=_SERVICE,
    level=settings.read_log_level(),
    logger_handler=to_stdout,
    utc=True,
    xray_trace_id=None,  # a field that nobody reads: tracing is off
)
# The runtime's own handler would write each line again.
logging.getLogger(_SERVICE).propagate = False
# Where everything is to be told at DEBUG, they would tell what the store is asked and answers.
for _library in ("boto3", "botocore", "urllib3"):
    logging.getLogger(_library).setLevel(logging.WARNING)


def log_request(
    api: str,
    *,
    request: "Request",
    route: str | None,
    caller: "Caller | None",
    status: int,
    milliseconds: float,
) -> None:
    """`route` is the pattern and not the path: a path may hold a share token."""
    logger.info(
        "request",
        extra={
            "api": api,
            "request_id": request.request_id,
            "customer_id": caller.customer_id if caller else None,
            "method": request.method[:_MAX_METHOD],
            "route": route,
            "status": status,
            "milliseconds": milliseconds,
        },
    )


def log_defect(error: Exception, *, request: "Request") -> None:
    """Its type and place, without its message, which may quote the caller."""
    logger.error(
        "unexpected failure",
        extra={
            "request_id": request.request_id,
            "reason": type(error).__name__,
            "place": "".join(traceback.format_tb(error.__traceback__, limit=-_FRAMES)),
        },
    )


def log_left_over(job: str, left_over: "Sequence[LeftOver]") -> None:
    """A line for each of the first, and the total as a metric; nothing where there are none."""
    if not left_over:
        return
    for item in left_over[:_LINES]:
        extra: dict[str, Any] = {
            "job": job,
            "customer_id": item.customer_id,
            "number": item.number,
            "day": item.day and f"{item.day:%Y-%m-%d}",
        }
        logger.warning("left over", extra=extra | _reason(item.reason))
    logger.warning("all left over", extra={"job": job, "count": len(left_over)})
    count_metric("LeftOver", len(left_over))


def _reason(error: Exception | None) -> dict[str, str]:
    """Its type and place, without its message, which may quote a sender."""
    if error is None:
        return {"reason": "no time"}
    place = "".join(traceback.format_tb(error.__traceback__, limit=-_FRAMES))
    cause = type(error.__cause__).__name__ if error.__cause__ else None
    return {"reason": type(error).__name__, "place": place} | ({"cause": cause} if cause else {})


def count_metric(name: str, value: int) -> None:
    """As a log line that CloudWatch reads as a metric."""
    _metric(name, MetricUnit.Count, value)


def seconds_metric(name: str, value: float) -> None:
    """As count_metric."""
    _metric(name, MetricUnit.Seconds, value)


def _metric(name: str, unit: MetricUnit, value: float) -> None:
    metrics = Metrics(namespace=_NAMESPACE, service=settings.read_service_name())
    metrics.add_metric(name, unit, value)
    metrics.flush_metrics()
