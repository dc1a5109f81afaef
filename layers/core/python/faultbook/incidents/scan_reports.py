"""Reports of scanners: the newest of each source, and what they say about the cluster."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from faultbook.domain.errors import TooLarge
from faultbook.domain.retention import expiry
from faultbook.incidents.cluster_score import (
    ClusterScore,
    ScanReport,
    SourceScore,
    cluster_score,
    report_score,
)
from faultbook.usecases.ports import Clock

MAX_PAYLOAD = 5 * 1024 * 1024  # bytes
MAX_SOURCES = 1000  # whose scores are read for one answer


class ScanReportStore(Protocol):
    def put(self, customer_id: str, report: ScanReport, score: int | None, expires_at: int) -> None:
        """In place of the source's former report, unless that is newer."""
        ...

    def get(self, customer_id: str, source: str) -> ScanReport:
        """Raises NotFound."""
        ...

    def scores(self, customer_id: str) -> Iterator[SourceScore]:
        """Of every source; reads on while it is consumed."""
        ...


@dataclass(frozen=True, slots=True)
class ScanReports:
    store: ScanReportStore
    clock: Clock

    def keep(self, customer_id: str, report: ScanReport) -> None:
        """In place of the source's former report, unless that is newer. Raises TooLarge."""
        if len(report.payload.encode()) > MAX_PAYLOAD:
            raise TooLarge(MAX_PAYLOAD, "payload")
        score = report_score(report.payload)
        self.store.put(customer_id, report, score, expiry(self.clock()))

    def newest(self, customer_id: str, source: str) -> ScanReport:
        """Raises NotFound."""
        return self.store.get(customer_id, source)

    def score(self, customer_id: str) -> ClusterScore:
        """Over at most MAX_SOURCES."""
        return cluster_score(islice(self.store.scores(customer_id), MAX_SOURCES))
