"""Records as the faults table's stream gives them to Lambda."""

from typing import Any

from faultbook.domain.fault import ChangeKind, Fault
from faultbook.dynamodb.fault_item import item_of
from tests.support.fault_histories import Life

TTL_IDENTITY = {"type": "Service", "principalId": "dynamodb.amazonaws.com"}


def a_record(
    number: int,
    *,
    new: Fault | None = None,
    old: Fault | None = None,
    table: str = "faults",
    **parts: Any,
) -> dict[str, Any]:
    """`number` makes its sequence number; one without `new` is a removal by a user."""
    images = {"NewImage": new, "OldImage": old}
    items = {name: item_of(fault) for name, fault in images.items() if fault}
    item = next(iter(items.values()))
    change: dict[str, Any] = {
        "ApproximateCreationDateTime": 1768478400.0,
        "Keys": {name: item[name] for name in ("pk", "sk")},
        "SequenceNumber": f"{number:021d}",
        "SizeBytes": 1000,
        "StreamViewType": "NEW_AND_OLD_IMAGES",
    } | items
    return {
        "eventID": f"event-{number}",
        "eventName": "REMOVE" if new is None else "MODIFY" if old else "INSERT",
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "us-east-1",
        "eventSourceARN": (
            f"arn:aws:dynamodb:us-east-1:123456789012:table/{table}/stream/2026-01-15T00:00:00.000"
        ),
        "dynamodb": change,
    } | parts


def records_of(life: Life, first_number: int, table: str) -> list[dict[str, Any]]:
    """In order."""
    records = []
    before: Fault | None = None
    for number, fault in enumerate(life.versions, start=first_number):
        records.append(a_record(number, new=fault, old=before, table=table))
        before = fault
    if life.ended and life.ended_at:
        end = a_record(first_number + len(life.versions), old=before, table=table)
        end["dynamodb"]["ApproximateCreationDateTime"] = life.ended_at.timestamp()
        if life.ended is ChangeKind.EXPIRED:
            end["userIdentity"] = TTL_IDENTITY
        records.append(end)
    return records
