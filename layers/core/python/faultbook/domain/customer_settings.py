"""Settings that apply to all callers of a customer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypedDict

from faultbook.domain import severity_words
from faultbook.domain.fault import Severity

MAX_SERVERS = 1000
MAX_SEVERITY_WORDS = 100
MAX_PATH_LEVELS = 10
MAX_LABELS_OF_A_LEVEL = 10

PathLabels = tuple[tuple[str, ...], ...]


class SettingsEdits(TypedDict, total=False):
    """What is to be set."""

    servers: frozenset[str] | None
    severity_words: Mapping[str, Severity]
    links_revoked_at: datetime
    alert_path_labels: PathLabels | None


@dataclass(frozen=True, slots=True)
class CustomerSettings:
    """`servers` None: any name is a server; otherwise these are all there are.

    `severity_words` are the customer's own, as they count; public links of outages hold that were
    written since `links_revoked_at`. `alert_path_labels` None: as prometheus_alert has them.
    """

    servers: frozenset[str] | None = None
    severity_words: Mapping[str, Severity] = field(default_factory=dict)
    links_revoked_at: datetime | None = None
    alert_path_labels: PathLabels | None = None

    def knows_server(self, name: str) -> bool:
        return self.servers is None or name in self.servers

    def severity_of(self, word: str, otherwise: Severity) -> Severity:
        """By the customer's own words before those of the table."""
        own = self.severity_words.get(severity_words.as_counted(word))
        return own or severity_words.severity_of(word, otherwise)
