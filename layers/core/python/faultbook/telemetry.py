"""The one logger and its one line per request.

Events, headers and bodies are never logged, only the fields named here, cut to 256 characters.
"""

from typing import TYPE_CHECKING

from aws_lambda_powertools import Logger

if TYPE_CHECKING:
    from faultbook.gateway.http import Request
    from faultbook.usecases.caller import Caller

_TEXT_LIMIT = 256

logger = Logger(service="faultbook", utc=True)


def log_request(
    api: str, request: "Request", caller: "Caller | None", status: int, milliseconds: float
) -> None:
    logger.info(
        "request",
        extra={
            "api": api,
            "request_id": request.request_id,
            "customer_id": caller.customer_id if caller else None,
            "method": request.method,
            "path": request.path[:_TEXT_LIMIT],
            "status": status,
            "milliseconds": milliseconds,
        },
    )
