"""A host as its agent registered it, or as its status was set by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypedDict, Unpack

KEPT_RETIRED = timedelta(days=7)  # Mackerel shows a retired host's metadata for a week


class HostStatus(StrEnum):
    WORKING = "working"
    STANDBY = "standby"
    MAINTENANCE = "maintenance"
    POWEROFF = "poweroff"


_QUIET = frozenset({HostStatus.MAINTENANCE, HostStatus.POWEROFF})


class HostEdits(TypedDict, total=False):
    """What a sender may say of a host."""

    name: str
    display_name: str
    custom_identifier: str
    memo: str
    roles: tuple[str, ...]
    meta: Mapping[str, Any]
    interfaces: tuple[Mapping[str, Any], ...]
    checks: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Host:
    """`roles` are `service:role`; `checks` are memos of check monitors by name.

    `host_id` is unique among the customer's, and so is a `custom_identifier` among those that are
    not retired.
    """

    customer_id: str
    host_id: str
    name: str
    created_at: datetime
    status: HostStatus = HostStatus.WORKING
    display_name: str = ""
    custom_identifier: str = ""
    memo: str = ""
    roles: tuple[str, ...] = ()
    meta: Mapping[str, Any] = field(default_factory=dict)
    interfaces: tuple[Mapping[str, Any], ...] = ()
    checks: Mapping[str, str] = field(default_factory=dict)
    retired_at: datetime | None = None
    version: int = 1

    @property
    def is_retired(self) -> bool:
        return self.retired_at is not None

    @property
    def opens_alerts(self) -> bool:
        return not self.is_retired and self.status not in _QUIET

    @property
    def claimed_identifier(self) -> str:
        """The custom identifier that it reserves; a retired host reserves none."""
        return "" if self.is_retired else self.custom_identifier

    @property
    def expires_at(self) -> datetime | None:
        return self.retired_at + KEPT_RETIRED if self.retired_at else None

    def is_expired(self, at: datetime) -> bool:
        return self.expires_at is not None and self.expires_at <= at

    def edited(self, **edits: Unpack[HostEdits]) -> "Host":
        return self._become(replace(self, **edits))

    def in_status(self, status: HostStatus) -> "Host":
        return self._become(replace(self, status=status))

    def retired(self, at: datetime) -> "Host":
        return self if self.is_retired else self._become(replace(self, retired_at=at))

    def _become(self, changed: "Host") -> "Host":
        """At the next version, or the same object where nothing differs."""
        return self if changed == self else replace(changed, version=self.version + 1)
