"""Event <-> item of the events table.

All of it is one packed document, so that the event of a usual fault is well below a kilobyte: it
is written in a transaction, where each kilobyte is two units.
"""

import base64
import json
import zlib
from collections.abc import Iterator
from typing import Any

from faultbook.domain.events import KEPT, FaultEvent, shortened
from faultbook.domain.fault import Change
from faultbook.domain.listing import Position
from faultbook.domain.times import from_microseconds
from faultbook.dynamodb import change_row, event_keys, fault_item, keys
from faultbook.dynamodb.fault_item import Item
from faultbook.usecases.statistics_ports import Transaction

# Bytes before they are packed: Standard Webhooks 1.0 advises to send less than 20 KB.
_MOST = 18_000
_NOT_NEEDED = {"pk", "sk", "status_pk", "status_sk", "path_pk", "time_pk"}


def items_of(transaction: Transaction) -> Iterator[Item]:
    written_at = from_microseconds(int(transaction.serial))
    expires_at = int((written_at + KEPT).timestamp())
    for place, event in enumerate(transaction.events):
        yield {
            "pk": {"S": event_keys.events(event.fault.customer_id, written_at)},
            "sk": {"S": event_keys.event(Position(written_at, place))},
            "of": {"S": keys.fault(event.fault.customer_id, event.fault.number)},
            "document": {"B": packed(event)},
            "ttl": {"N": str(expires_at)},
        }


def event_of(item: Item) -> FaultEvent:
    return unpacked(item["of"]["S"], item["document"]["B"])


def packed(event: FaultEvent) -> bytes:
    """The event, shortened as far as a message of an endpoint allows."""
    document = b""
    for candidate in shortened(event):
        document = _document(candidate)
        if len(document) <= _MOST:
            break
    return zlib.compress(document)


def unpacked(fault_key: str, compressed: str | bytes) -> FaultEvent:
    """The client leaves binary attributes as base64; botocore's own parser does not."""
    raw = base64.b64decode(compressed) if isinstance(compressed, str) else bytes(compressed)
    document = json.loads(zlib.decompress(raw))
    change = change_row.change_of(document["change"])
    return FaultEvent(
        version=document["version"],
        what=change.what,
        at=change.at,
        by=change.by,
        api=change.api,
        why=change.why,
        fault=fault_item.fault_of(document["fault"] | {"pk": {"S": fault_key}}),
        previous=document["previous"],
    )


def _document(event: FaultEvent) -> bytes:
    item = fault_item.item_of(event.fault)
    change = Change(event.what, event.at, event.by, event.api, write_id="", why=event.why)
    document: dict[str, Any] = {
        "version": event.version,
        "change": change_row.of(change),
        "fault": {name: value for name, value in item.items() if name not in _NOT_NEEDED},
        "previous": dict(event.previous),
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
