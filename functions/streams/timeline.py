"""The faults table's stream becomes timelines and statistics.

A record comes at least once, in order with others of its fault the first time. What could not be
recorded is answered as failed. Lambda begins again at the first of those, and what stands behind it
and was recorded is known by its entry.
"""

from typing import TYPE_CHECKING, Any

from faultbook import wiring
from faultbook.telemetry import log_left_over
from faultbook.usecases.left_over import LeftOver
from faultbook.usecases.statistics_ports import MalformedRecord

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

wiring.build_at_start(wiring.stores.ledger, wiring.outbox)

_RESERVE = 5.0  # seconds that are left to answer


def lambda_handler(event: dict[str, Any], context: "LambdaContext") -> dict[str, Any]:
    records = event.get("Records") or []
    observed, unreadable = _read(records)
    changes = wiring.record_changes(
        lambda: context.get_remaining_time_in_millis() / 1000 - _RESERVE
    )
    unrecorded = changes.record([observation for _, observation in observed])
    log_left_over("stream", [*unreadable.values(), *(left.what for left in unrecorded)])
    failed = sorted({*unreadable, *(observed[left.place][0] for left in unrecorded)})
    return {"batchItemFailures": [{"itemIdentifier": _sequence(records[at])} for at in failed]}


def _read(records: list[dict[str, Any]]) -> tuple[list[tuple[int, Any]], dict[int, LeftOver]]:
    """What the records say, with their places, and by place those that cannot be read."""
    observed: list[tuple[int, Any]] = []
    unreadable: dict[int, LeftOver] = {}
    for place, record in enumerate(records):
        try:
            observed += [(place, observation) for observation in wiring.stores.observations(record)]
        except MalformedRecord as error:
            unreadable[place] = LeftOver(error.customer_id, error.number, reason=error)
    return observed, unreadable


def _sequence(record: dict[str, Any]) -> str:
    """An empty identifier fails the whole batch, which is all that can be done without one."""
    change = record.get("dynamodb")
    return str(change.get("SequenceNumber", "")) if isinstance(change, dict) else ""
