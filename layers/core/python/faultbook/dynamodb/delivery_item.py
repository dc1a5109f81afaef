"""Delivery and lane <-> items of the events table."""

import json
from datetime import datetime, timedelta
from typing import Any

from faultbook.domain.deliveries import KEPT, Attempt, Delivery, DeliveryState, Failure, Lane
from faultbook.domain.events import FaultEvent
from faultbook.domain.storms import Storm
from faultbook.domain.times import from_microseconds, microseconds
from faultbook.dynamodb import event_item, event_keys, keys
from faultbook.dynamodb.fault_item import Item


def place(customer_id: str, endpoint_id: str, event_id: str) -> Item:
    return {
        "pk": {"S": event_keys.endpoint(customer_id, endpoint_id)},
        "sk": {"S": event_keys.delivery(event_id)},
    }


def new_item(customer_id: str, endpoint_id: str, event: FaultEvent, at: datetime) -> Item:
    return (
        place(customer_id, endpoint_id, event.event_id)
        | _new(at)
        | {
            "of": {"S": keys.fault(customer_id, event.fault.number)},
            "document": {"B": event_item.packed(event)},
        }
    )


def _new(at: datetime) -> Item:
    return {
        "state": {"S": DeliveryState.PENDING},
        "created_at": {"N": str(microseconds(at))},
        "next_at": {"N": str(microseconds(at))},
        "ttl": {"N": str(int((at + KEPT).timestamp()))},
    }


def storm_item(endpoint_id: str, storm: Storm, at: datetime) -> Item:
    document = {
        "minute": microseconds(storm.minute),
        "customer": storm.customer_id,
        "count": storm.count,
        "types": dict(storm.types),
        "severities": dict(storm.severities),
        "sites": dict(storm.sites),
    }
    return (
        place(storm.customer_id, endpoint_id, storm.event_id)
        | _new(at)
        | {"storm": {"S": json.dumps(document, ensure_ascii=False)}}
    )


def told_place(customer_id: str, endpoint_id: str, number: int) -> Item:
    return {
        "pk": {"S": event_keys.endpoint(customer_id, endpoint_id)},
        "sk": {"S": event_keys.told(number)},
    }


def told_item(customer_id: str, endpoint_id: str, event: FaultEvent) -> Item:
    """Of an opening, before which nothing counts any more."""
    return told_place(customer_id, endpoint_id, event.fault.number) | {
        "opening": {"S": event.event_id},
        "ttl": {"N": _told_until(event)},
    }


def told_change(event: FaultEvent) -> dict[str, Any]:
    """An update: of something else than an opening."""
    return {
        "UpdateExpression": "SET more = :more, #ttl = :ttl",
        "ExpressionAttributeNames": {"#ttl": "ttl"},
        "ExpressionAttributeValues": {
            ":more": {"BOOL": True},
            ":ttl": {"N": _told_until(event)},
        },
    }


def _told_until(event: FaultEvent) -> str:
    return str(event.fault.expires_at + int(KEPT.total_seconds()))


def changes_of(delivery: Delivery) -> dict[str, Any]:
    """An update of what an attempt changes."""
    sets = "SET #state = :state, tried = :tried, attempts = :attempts"
    values: dict[str, Any] = {
        ":state": {"S": delivery.state},
        ":tried": {"N": str(delivery.tried)},
        ":attempts": {"S": json.dumps([_row(one) for one in delivery.attempts])},
    }
    if delivery.again_at:
        values[":again"] = {"N": str(microseconds(delivery.again_at))}
        values[":before"] = {"N": str(delivery.tried_before)}
        sets += ", again_at = :again, tried_before = :before"
    if delivery.into:
        values[":into"] = {"S": delivery.into}
        sets += ", folded_into = :into"
    if delivery.next_at:
        values[":next"] = {"N": str(microseconds(delivery.next_at))}
        sets += ", next_at = :next"
    else:
        sets += " REMOVE next_at"
    return {
        "UpdateExpression": sets,
        "ExpressionAttributeNames": {"#state": "state"},
        "ExpressionAttributeValues": values,
    }


def delivery_of(item: Item) -> Delivery:
    rows = json.loads(item["attempts"]["S"]) if "attempts" in item else []
    return Delivery(
        endpoint_id=item["pk"]["S"].rpartition("#")[2],
        event=_storm_of(item) if "storm" in item else event_item.event_of(item),
        created_at=_time(item, "created_at"),
        state=DeliveryState(item["state"]["S"]),
        next_at=_time(item, "next_at") if "next_at" in item else None,
        tried=_count(item, "tried"),
        attempts=tuple(_attempt_of(row) for row in rows),
        again_at=_time(item, "again_at") if "again_at" in item else None,
        tried_before=_count(item, "tried_before"),
        into=item["folded_into"]["S"] if "folded_into" in item else "",
    )


def lane_of(item: Item) -> Lane:
    customer_id, endpoint_id = event_keys.customer_and_endpoint(item["sk"]["S"])
    return Lane(
        customer_id=customer_id,
        endpoint_id=endpoint_id,
        oldest=item["oldest"]["S"],
        puts=int(item["puts"]["N"]),
        next_at=_time(item, "next_at"),
        lease_until=_time(item, "lease"),
        failing_since=_time(item, "failing_since") if "failing_since" in item else None,
        fault=_count(item, "fault"),
        rate=float(item["rate"]["N"]) if "rate" in item else 0.0,
    )


def _storm_of(item: Item) -> Storm:
    document = json.loads(item["storm"]["S"])
    return Storm(
        event_id=item["sk"]["S"].removeprefix(event_keys.DELIVERY_PREFIX),
        customer_id=document["customer"],
        minute=from_microseconds(document["minute"]),
        count=document["count"],
        types=document["types"],
        severities=document["severities"],
        sites=document["sites"],
    )


def _row(attempt: Attempt) -> list[Any]:
    wait = attempt.retry_after
    return [
        microseconds(attempt.at),
        attempt.milliseconds,
        attempt.status,
        attempt.failure,
        wait and int(wait.total_seconds()),
        attempt.answer,
    ]


def _attempt_of(row: list[Any]) -> Attempt:
    at, milliseconds, status, failure, wait, answer = row
    return Attempt(
        at=from_microseconds(at),
        milliseconds=milliseconds,
        status=status,
        failure=Failure(failure) if failure else None,
        retry_after=timedelta(seconds=wait) if wait else None,
        answer=answer,
    )


def _count(item: Item, name: str) -> int:
    return int(item[name]["N"]) if name in item else 0


def _time(item: Item, name: str) -> datetime:
    return from_microseconds(int(item[name]["N"]))
