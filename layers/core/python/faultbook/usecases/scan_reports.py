"""Reports of scanners: the newest of each source, and what they say about the cluster."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol

from faultbook.domain.cluster_score import (
    ClusterScore,
    ScanReport,
    cluster_score,
    report_score,
)
from faultbook.domain.errors import PayloadTooLarge
from faultbook.domain.retention import expiry
from faultbook.usecases.ports import Clock

MAX_PAYLOAD = 300 * 1024  # bytes; an item of the table has 400 KB
MAX_SOURCES = 1000  # whose scores are read for one answer


class ScanReportStore(Protocol):
    def put(self, customer_id: str, report: ScanReport, score: int | None, expires_at: int) -> None:
        """In place of the source's former report."""
        ...

    def get(self, customer_id: str, source: str) -> ScanReport:
        """Raises NotFound."""
        ...

    def scores(self, customer_id: str) -> Iterator[int]:
        """Of the reports that are understood; reads on while it is consumed."""
        ...


@dataclass(frozen=True, slots=True)
class ScanReports:
    store: ScanReportStore
    clock: Clock

    def keep(self, customer_id: str, report: ScanReport) -> None:
        """In place of the source's former report. Raises PayloadTooLarge."""
        if len(report.payload.encode()) > MAX_PAYLOAD:
            raise PayloadTooLarge(MAX_PAYLOAD, "payload")
        score = report_score(report.payload)
        self.store.put(customer_id, report, score, expiry(self.clock()))

    def newest(self, customer_id: str, source: str) -> ScanReport:
        """Raises NotFound."""
        return self.store.get(customer_id, source)

    def score(self, customer_id: str) -> ClusterScore:
        return cluster_score(islice(self.store.scores(customer_id), MAX_SOURCES))


# What follows goes once every function has switched to the class.


def keep_scan_report(
    customer_id: str, report: ScanReport, *, store: ScanReportStore, clock: Clock
) -> None:
    ScanReports(store, clock).keep(customer_id, report)


def read_cluster_score(customer_id: str, *, store: Any) -> ClusterScore:
    nothing: Any = None
    return ScanReports(store, nothing).score(customer_id)
