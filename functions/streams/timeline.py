"""The faults table's stream becomes timelines and statistics.

A record comes at least once, in order with others of its fault the first time. What could not be
recorded is answered as failed, with everything behind it, so that Lambda sends it again.
"""

from typing import TYPE_CHECKING, Any

from faultbook import wiring
from faultbook.telemetry import logger
from faultbook.usecases.statistics_ports import MalformedRecord

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

_RESERVE = 5.0  # seconds that are left to answer


def lambda_handler(event: dict[str, Any], context: "LambdaContext") -> dict[str, Any]:
    records = event.get("Records") or []
    said, readable = _read(records)
    changes = wiring.record_changes(
        lambda: context.get_remaining_time_in_millis() / 1000 - _RESERVE
    )
    left = changes.record([sighting for _, sighting in said])
    failed = said[left[0]][0] if left else readable
    if left:
        logger.warning("not all recorded", extra={"records": len(records), "from": failed})
    return {"batchItemFailures": [{"itemIdentifier": _sequence(r)} for r in records[failed:]]}


def _read(records: list[dict[str, Any]]) -> tuple[list[tuple[int, Any]], int]:
    """What the records say, with their places, and the place of the first that says nothing."""
    said: list[tuple[int, Any]] = []
    for place, record in enumerate(records):
        try:
            said += [(place, sighting) for sighting in wiring.sightings(record)]
        except MalformedRecord as error:
            extra = {"event_id": str(record.get("eventID"))[:100], "reason": str(error)}
            logger.warning("record cannot be read", extra=extra)
            return said, place
    return said, len(records)


def _sequence(record: dict[str, Any]) -> str:
    """An empty identifier fails the whole batch, which is all that can be done without one."""
    change = record.get("dynamodb")
    return str(change.get("SequenceNumber", "")) if isinstance(change, dict) else ""
