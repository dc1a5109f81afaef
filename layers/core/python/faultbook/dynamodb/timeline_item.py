"""The items of one fault's partition -> the fault and its timeline."""

from collections.abc import Sequence

from faultbook.domain.timeline import LAST_VERSION, observation_of
from faultbook.dynamodb import keys, ledger_item
from faultbook.dynamodb.fault_item import Item, fault_of
from faultbook.usecases.statistics_ports import Timeline

FIRST, LAST = keys.EVENT_PREFIX, keys.GAP  # sort keys around what is read; comments sort before


def timeline_of(
    customer_id: str, number: int, of_fault: Sequence[Item], position: str = ""
) -> Timeline:
    stored = {item["sk"]["S"]: item for item in of_fault}
    events = [stored[sk] for sk in sorted(stored) if sk.startswith(keys.EVENT_PREFIX)]
    fault = stored.get(keys.FAULT)
    try:
        entries = [ledger_item.entry_of(event) for event in events]
        versions = {entry.version for entry in entries}
        is_recorded = fault is None or (
            LAST_VERSION in versions or int(fault["version"]["N"]) in versions
        )
        unrecorded = None if fault is None or is_recorded else observation_of(fault_of(fault))
    except Exception as error:  # noqa: BLE001 - one fault that is odd does not hide all others
        return Timeline(customer_id, number, [], fault is not None, None, position, error)
    return Timeline(customer_id, number, entries, fault is not None, unrecorded, position)
