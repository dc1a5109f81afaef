"""Record of the faults table's stream -> what it says about a fault."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from faultbook.domain import over_when_reported
from faultbook.domain.text import cut
from faultbook.domain.timeline import (
    LAST_VERSION,
    Observation,
    deletion_of,
    expiry_of,
    observation_of,
)
from faultbook.dynamodb import keys
from faultbook.dynamodb.fault_item import fault_of
from faultbook.usecases.statistics_ports import MalformedRecord

_TTL_PRINCIPAL = "dynamodb.amazonaws.com"
_MAX_TEXT = 500  # characters of what was replaced
_TOLD = {
    "status": "status",
    "severity": "severity",
    "type": "type",
    "message": "message",
    "cause": "cause",
    "path": "resource_ancestry_path",
    "resource_id": "resource_id",
}


def observations_of(record: dict[str, Any], table: str) -> list[Observation]:
    """Nothing from other tables and other items, nor where the version did not change.

    Raises MalformedRecord.
    """
    try:
        if not _is_of_a_fault(record, table):
            return []
        return _observations(record)
    except Exception as error:
        raise MalformedRecord(type(error).__name__, *_fault_of_keys(record)) from error


def _observations(record: dict[str, Any]) -> list[Observation]:
    change = record["dynamodb"]
    event = record["eventName"]
    if event == "REMOVE":
        return _end(record, change)
    if event not in {"INSERT", "MODIFY"}:
        raise ValueError(event)
    new, old = change["NewImage"], change.get("OldImage")
    if old and old.get("version") == new.get("version"):
        return []
    if event == "INSERT":
        return _beginning(new)
    return [replace(_observation(new), previous=_replaced(old, new) if old else {})]


def _beginning(image: dict[str, Any]) -> list[Observation]:
    first = _observation(image)
    if first.entry.version != over_when_reported.VERSION:
        return [first]
    return [observation_of(over_when_reported.opening_of(fault_of(image))), first]


def _end(record: dict[str, Any], change: dict[str, Any]) -> list[Observation]:
    """The last version too, in case its own record was lost."""
    last = _observation(change["OldImage"])
    identity = record.get("userIdentity") or {}
    if identity.get("principalId") == _TTL_PRINCIPAL:
        return [last, expiry_of(last, int(change["OldImage"]["ttl"]["N"]))]
    at = datetime.fromtimestamp(float(change["ApproximateCreationDateTime"]), tz=UTC)
    return [last, deletion_of(last, at)]


def _observation(image: dict[str, Any]) -> Observation:
    observation = observation_of(fault_of(image))
    if not 0 < observation.entry.version < LAST_VERSION:
        raise ValueError("version")
    return observation


def _replaced(old: dict[str, Any], new: dict[str, Any]) -> dict[str, str]:
    """The former texts that an event shows with a change, by their names in the API."""
    changed = [name for name in _TOLD if old.get(name) != new.get(name)]
    texts = {_TOLD[name]: cut(old[name]["S"] if name in old else "", _MAX_TEXT) for name in changed}
    if old.get("acknowledgement") != new.get("acknowledgement"):
        row = json.loads(old["acknowledgement"]["S"]) if "acknowledgement" in old else ["", ""]
        texts["acknowledged_by"] = row[1]
    return texts


def _fault_of_keys(record: dict[str, Any]) -> tuple[str, int | None]:
    try:
        return keys.customer_and_number(record["dynamodb"]["Keys"]["pk"]["S"])
    except (KeyError, TypeError, ValueError, AttributeError):
        return "", None


def _is_of_a_fault(record: dict[str, Any], table: str) -> bool:
    """An event source names the table as `arn:…:table/<name>/stream/<label>`."""
    source = record.get("eventSourceARN") or ""
    if source and source.partition(":table/")[2].split("/")[0] != table:
        return False
    return bool(record["dynamodb"]["Keys"]["sk"].get("S") == keys.FAULT)
