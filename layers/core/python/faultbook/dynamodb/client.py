"""Calls of the low-level DynamoDB client, and the only place that translates its errors."""

import random
from collections.abc import Callable
from time import sleep as pause
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from faultbook.aws import reason_of
from faultbook.domain.errors import Unavailable, UnexpectedFailure
from faultbook.telemetry import logger

_CONFLICT_ATTEMPTS = 8
_CONFLICT_PAUSE = 0.02  # seconds; doubled on each attempt and drawn at random below it
_CONFLICTS = {"TransactionConflictException", "TransactionInProgressException"}
_DEFECTS = {"ValidationException", "SerializationException", "ValidationError"}


class ConditionFailed(Exception):
    """The condition of a write did not hold; `item` is the stored item, or None."""

    def __init__(self, item: dict[str, Any] | None) -> None:
        super().__init__("condition failed")
        self.item = item


class TransactionRefused(Exception):
    """`reasons` has one (code, item or None) for each action of the transaction."""

    def __init__(self, reasons: list[tuple[str, dict[str, Any] | None]]) -> None:
        super().__init__("transaction refused")
        self.reasons = reasons


class _UnderWay(Exception):
    """A concurrent write on one of the items was the only reason for the refusal."""


def call(operation: Callable[..., Any], **parameters: Any) -> dict[str, Any]:
    """Retries while other writes on the same items are in progress.

    Raises ConditionFailed, TransactionRefused, UnexpectedFailure for what can never succeed, or
    Unavailable for anything else.
    """
    for attempt in range(_CONFLICT_ATTEMPTS):
        try:
            answer: dict[str, Any] = operation(**parameters)
        except ClientError as error:
            refusal = _named(error)
            if not isinstance(refusal, _UnderWay):
                raise refusal from error
        except BotoCoreError as error:
            logger.warning("store did not answer", extra={"reason": reason_of(error)})
            raise Unavailable from error
        else:
            return answer
        pause_before_retry(attempt)
    raise Unavailable


def pause_before_retry(attempt: int) -> None:
    """Random, so that two writers that collided do not collide again."""
    pause(random.uniform(0, _CONFLICT_PAUSE * 2**attempt))  # noqa: S311


def _named(error: ClientError) -> Exception:
    code = reason_of(error)
    answer: dict[str, Any] = dict(error.response)
    if code == "ConditionalCheckFailedException":
        return ConditionFailed(answer.get("Item"))
    if code in _CONFLICTS:
        return _UnderWay()
    if code == "TransactionCanceledException":
        return _cancelled(answer.get("CancellationReasons", []))
    return _refused(code)


def _cancelled(reasons: list[dict[str, Any]]) -> Exception:
    codes = {reason.get("Code", "None") for reason in reasons} - {"None"}
    if codes == {"TransactionConflict"}:
        return _UnderWay()
    others = codes - {"TransactionConflict", "ConditionalCheckFailed"}
    if others or not codes:
        return _refused(min(others, default="TransactionCanceledException"))
    return TransactionRefused([(r.get("Code", "None"), r.get("Item")) for r in reasons])


def _refused(code: str) -> Exception:
    """A malformed request is our own defect; it is not retried."""
    if code in _DEFECTS:
        logger.error("store found a request wrong", extra={"reason": code})
        return UnexpectedFailure()
    logger.warning("store refused", extra={"reason": code})
    return Unavailable()
