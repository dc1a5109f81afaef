"""A customer's settings, read and changed by an administrator."""

from dataclasses import dataclass

from faultbook.domain.customer_settings import CustomerSettings
from faultbook.domain.stripes import Stripes
from faultbook.usecases.access_ports import SettingsStore, StripesStore
from faultbook.usecases.ports import Clock


@dataclass(frozen=True, slots=True)
class AllSettings:
    chosen: CustomerSettings
    stripes: Stripes


def read_settings(
    customer_id: str, *, settings: SettingsStore, stripes: StripesStore
) -> AllSettings:
    return AllSettings(settings.get(customer_id, latest=True), stripes.get(customer_id))


def choose_servers(
    customer_id: str, servers: frozenset[str] | None, *, settings: SettingsStore
) -> None:
    """None: any name is a server."""
    settings.save_servers(customer_id, servers)


def choose_stripes(customer_id: str, count: int, *, stripes: StripesStore, clock: Clock) -> None:
    """Raises Conflict."""
    before = stripes.get(customer_id)
    stripes.save(customer_id, before, before.changed(count, clock()))
