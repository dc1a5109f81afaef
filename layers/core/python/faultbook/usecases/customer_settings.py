"""A customer's settings, as an administrator reads and changes them."""

from dataclasses import dataclass

from faultbook.domain.customer_settings import CustomerSettings, SettingsEdits
from faultbook.domain.stripes import Stripes
from faultbook.usecases.access_ports import SettingsStore, StripesStore
from faultbook.usecases.ports import Clock


@dataclass(frozen=True, slots=True)
class AllSettings:
    chosen: CustomerSettings
    stripes: Stripes


@dataclass(frozen=True, slots=True)
class SettingsOfCustomers:
    settings: SettingsStore
    stripes: StripesStore
    clock: Clock

    def read(self, customer_id: str) -> AllSettings:
        """As they are at this moment."""
        chosen = self.settings.get(customer_id, latest=True)
        return AllSettings(chosen, self.stripes.get(customer_id))

    def choose(self, customer_id: str, edits: SettingsEdits) -> None:
        self.settings.save(customer_id, edits)

    def revoke_outage_links(self, customer_id: str) -> None:
        """Those that were written before now."""
        self.settings.save(customer_id, {"links_revoked_at": self.clock()})

    def choose_stripes(self, customer_id: str, count: int) -> None:
        """Raises Conflict."""
        before = self.stripes.get(customer_id)
        self.stripes.save(customer_id, before, before.changed(count, self.clock()))
