"""The one logger and its one line per request.

Events, headers, paths and bodies are never logged, only the fields named here.
"""

import traceback
from typing import TYPE_CHECKING

from aws_lambda_powertools import Logger

if TYPE_CHECKING:
    from faultbook.gateway.http import Request
    from faultbook.usecases.caller import Caller

_MAX_METHOD = 20  # characters; longer ones exist in attacks only
_FRAMES = 8  # of a defect, the innermost

logger = Logger(service="faultbook", utc=True)


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
    """By its kind and its place, without its words: they may be the caller's."""
    logger.error(
        "unexpected failure",
        extra={
            "request_id": request.request_id,
            "reason": type(error).__name__,
            "place": "".join(traceback.format_tb(error.__traceback__, limit=-_FRAMES)),
        },
    )
