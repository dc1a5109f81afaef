"""A change of a fault <-> the JSON array that the fault's item keeps of it."""

from typing import Any

from faultbook.domain.earlier_changes import EarlierChange
from faultbook.domain.fault import Change
from faultbook.domain.times import from_microseconds, microseconds
from faultbook.dynamodb.stored_words import CHANGE_KINDS, ORIGINS, SEVERITIES, STATUSES


def of(change: Change) -> list[Any]:
    row = [change.what, microseconds(change.at), change.by, change.api, change.write_id]
    if change.by_name:
        return [*row, change.why, change.by_name]
    return [*row, change.why] if change.why else row


def change_of(row: list[Any]) -> Change:
    what, at, by, api, write_id, *texts = row
    why, by_name, *_ = *texts, "", ""
    return Change(
        what=CHANGE_KINDS[what],
        at=from_microseconds(at),
        by=by,
        api=ORIGINS[api],
        write_id=write_id,
        why=why,
        by_name=by_name,
    )


def of_earlier(earlier: EarlierChange) -> list[Any]:
    return [earlier.version, earlier.status, earlier.severity, *of(earlier.change)]


def earlier_of(row: list[Any]) -> EarlierChange:
    version, status, severity, *change = row
    return EarlierChange(version, change_of(change), STATUSES[status], SEVERITIES[severity])
