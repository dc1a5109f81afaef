"""Hosts and check monitors that clients look up although nobody registered them.

They are the resources and reporters of the newest faults.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from faultbook import wiring
from faultbook.domain import text
from faultbook.domain.errors import HostNotFound
from faultbook.domain.fault import Fault
from faultbook.domain.host import Host
from faultbook.gateway.short_memory import ShortMemory
from functions.mackerel_api import hosts_translate, identifiers, translate


@dataclass(slots=True)
class Resource:
    """`first_seen` is when the oldest of the faults that were read began."""

    name: str
    path: str
    first_seen: datetime


@dataclass(frozen=True, slots=True)
class Inventory:
    """Resources by their host ids, names of check monitors by id."""

    resources: dict[str, Resource] = field(default_factory=dict)
    check_monitors: dict[str, str] = field(default_factory=dict)


# `mkr alerts list` asks for each check monitor by itself; a name never changes under its id.
_remembered: ShortMemory[str, Inventory] = ShortMemory()


def inventory_of(customer_id: str) -> Inventory:
    inventory = _taken(wiring.faults().newest(customer_id))
    _remembered.keep(customer_id, inventory)
    return inventory


def name_of_check_monitor(customer_id: str, monitor_id: str) -> str | None:
    """From the last minute's memory, or else looked up."""
    remembered = _remembered.recall(customer_id)
    if remembered and monitor_id in remembered[0].check_monitors:
        return remembered[0].check_monitors[monitor_id]
    return check_monitors_of(customer_id).get(monitor_id)


def check_monitors_of(customer_id: str) -> dict[str, str]:
    """Names by id, of all reporters and of the checks that registered hosts list."""
    names = dict(inventory_of(customer_id).check_monitors)
    for host in wiring.hosts().all(customer_id):
        if not host.is_retired:
            names |= {identifiers.monitor_id(customer_id, name): name for name in host.checks}
    return names


def known_resource(customer_id: str, host_id: str) -> Resource | None:
    """From the last minute's memory, or else looked up."""
    remembered = _remembered.recall(customer_id)
    if remembered and host_id in remembered[0].resources:
        return remembered[0].resources[host_id]
    return inventory_of(customer_id).resources.get(host_id)


def hosts_of(customer_id: str) -> list[Host]:
    """By name, without those that are retired."""
    known = inventory_of(customer_id).resources
    hosts = {
        host_id: hosts_translate.host_of(customer_id, host_id, resource)
        for host_id, resource in known.items()
        if not identifiers.is_registered(host_id)
    }
    hosts |= {host.host_id: host for host in wiring.hosts().all(customer_id)}
    living = (host for host in hosts.values() if not host.is_retired)
    return sorted(living, key=lambda host: (host.name, host.host_id))


def find_host(customer_id: str, host_id: str) -> Host:
    """Stored or not, retired or not. Raises HostNotFound."""
    host = wiring.hosts().find(customer_id, host_id) or unkept_host(customer_id, host_id)
    if host is None:
        raise HostNotFound
    return host


def unkept_host(customer_id: str, host_id: str) -> Host | None:
    """A host that is only named by the newest faults."""
    if identifiers.is_registered(host_id):
        return None
    resource = inventory_of(customer_id).resources.get(host_id)
    return hosts_translate.host_of(customer_id, host_id, resource) if resource else None


def _taken(faults: Iterable[Fault]) -> Inventory:
    inventory = Inventory()
    for fault in faults:
        host_id = translate.host_id_of(fault)
        name = text.name_of_segment(fault.resource_id)
        named = Resource(name, fault.path, fault.opened_at)
        known = inventory.resources.setdefault(host_id, named)
        known.first_seen = min(known.first_seen, fault.opened_at)
        if known.name == host_id != name:  # the name says more than the id
            known.name, known.path = name, fault.path
        monitor_id = identifiers.monitor_id(fault.customer_id, fault.reporter)
        inventory.check_monitors[monitor_id] = fault.reporter
    return inventory
