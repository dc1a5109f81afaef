"""The low-level DynamoDB client, and one place where its refusals get our names."""

from collections.abc import Callable
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.session import Session

from faultbook.domain.errors import Unavailable
from faultbook.telemetry import logger

# Three attempts of at most 1 + 2 seconds and the back-off between them stay well below the
# functions' time-out; a test computes it from this object and the template.
CONFIG = Config(
    connect_timeout=1,
    read_timeout=2,
    retries={"mode": "standard", "total_max_attempts": 3},
    parameter_validation=False,
    tcp_keepalive=True,
)
RESOURCE_IN_USE = {"TransactionConflictException", "TransactionInProgressException"}


class ConditionFailed(Exception):
    """The condition of a write did not hold; `item` is what stands there, or None."""

    def __init__(self, item: dict[str, Any] | None) -> None:
        super().__init__("condition failed")
        self.item = item


class TransactionRefused(Exception):
    """`reasons` has one (code, item or None) for each action of the transaction."""

    def __init__(self, reasons: list[tuple[str, dict[str, Any] | None]]) -> None:
        super().__init__("transaction refused")
        self.reasons = reasons

    @property
    def is_conflict(self) -> bool:
        """Another write was under way on one of the items; nothing else stood against it."""
        codes = {code for code, _ in self.reasons} - {"None"}
        return codes == {"TransactionConflict"}


def make_client(service: str = "dynamodb") -> Any:
    return Session().create_client(service, config=CONFIG)


def call(operation: Callable[..., dict[str, Any]], **parameters: Any) -> dict[str, Any]:
    """Raises ConditionFailed, TransactionRefused, or Unavailable for all else."""
    try:
        return operation(**parameters)
    except ClientError as error:
        raise _named(error) from error
    except BotoCoreError as error:
        logger.warning("store did not answer", extra={"reason": type(error).__name__})
        raise Unavailable from error


def _named(error: ClientError) -> Exception:
    response: dict[str, Any] = dict(error.response)
    code = response["Error"]["Code"]
    if code == "ConditionalCheckFailedException":
        return ConditionFailed(response.get("Item"))
    if code == "TransactionCanceledException":
        reasons = response.get("CancellationReasons", [])
        return TransactionRefused([(r.get("Code", "None"), r.get("Item")) for r in reasons])
    if code in RESOURCE_IN_USE:
        return TransactionRefused([("TransactionConflict", None)])
    logger.warning("store refused", extra={"reason": code})
    return Unavailable()
