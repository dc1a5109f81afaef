"""Hosts and check monitors, as clients look them up: from the newest faults."""

from faultbook import wiring
from faultbook.gateway.short_memory import ShortMemory
from faultbook.usecases.inventory import Inventory
from functions.mackerel_api import identifiers

# `mkr alerts list` asks for each check monitor by itself; a name never changes under its id.
_names: ShortMemory[str, dict[str, str]] = ShortMemory()


def inventory_of(customer_id: str) -> Inventory:
    inventory = wiring.faults().inventory(customer_id)
    _names.keep(customer_id, _by_id(customer_id, inventory))
    return inventory


def check_monitors_of(customer_id: str) -> dict[str, str]:
    """Names by id."""
    return _by_id(customer_id, inventory_of(customer_id))


def name_of_check_monitor(customer_id: str, monitor_id: str) -> str | None:
    """As it was remembered up to a minute ago, or else looked up."""
    remembered = _names.recall(customer_id)
    if remembered and monitor_id in remembered[0]:
        return remembered[0][monitor_id]
    return check_monitors_of(customer_id).get(monitor_id)


def _by_id(customer_id: str, inventory: Inventory) -> dict[str, str]:
    return {identifiers.monitor_id(customer_id, name): name for name in inventory.reporters}
