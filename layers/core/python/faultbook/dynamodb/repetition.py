"""The update of an open fault that is reported again."""

from datetime import datetime, timedelta
from typing import Any

from faultbook.domain.fault import Status
from faultbook.domain.times import microseconds
from faultbook.dynamodb import keys
from faultbook.dynamodb.fault_item import Item

_OPEN_AND_NEW = (
    "#status = :open AND #ttl > :now"
    " AND (attribute_not_exists(repeat_id) OR repeat_id <> :write_id)"
)
_NOT_SEEN_LATER = (
    " AND (last_seen_at <= :at OR (attribute_not_exists(last_seen_at) AND opened_sk < :after))"
)


def update(
    write_id: str, now: dict[str, str], at: datetime | None = None, news: Item | None = None
) -> dict[str, Any]:
    """Only if the fault was not seen after `at`; without a time, the repetition is only counted."""
    sets, condition = ["repeat_id = :write_id"], _OPEN_AND_NEW
    names = {"#status": "status", "#ttl": "ttl"}
    values = {
        ":one": {"N": "1"},
        ":write_id": {"S": write_id},
        ":open": {"S": Status.UNRESOLVED},
        ":now": now,
    }
    if at:
        condition += _NOT_SEEN_LATER
        sets.append("last_seen_at = :at")
        after = keys.position(at + timedelta(microseconds=1), 0)
        values |= {":at": {"N": str(microseconds(at))}, ":after": {"S": after}}
    for name, value in (news or {}).items():
        sets.append(f"#{name} = :{name}")
        names[f"#{name}"] = name
        values[f":{name}"] = value
    return {
        "UpdateExpression": "ADD occurrences :one SET " + ", ".join(sets),
        "ConditionExpression": condition,
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": values,
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    }
