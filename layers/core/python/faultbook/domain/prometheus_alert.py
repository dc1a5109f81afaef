"""An alert of Prometheus and Alertmanager: labels, which are its identity, and annotations.

Which part of a fault comes from which label is a convention of this service. The fingerprint is
Alertmanager's own, so that a pushed alert and the same alert in a webhook are one fault.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from faultbook.domain import hierarchy
from faultbook.domain.detail import detail_of, shortened
from faultbook.domain.fault import Fault, Severity
from faultbook.domain.report import Report
from faultbook.domain.severity_words import severity_of
from faultbook.domain.text import cut_apart, name_of

ALERTNAME = "alertname"
PREFIX = "am:"  # of the deduplication keys of alerts
OLDEST = timedelta(days=365)
_MAX_TYPE = 100
_OFFSET, _PRIME, _MASK = 0xCBF29CE484222325, 0x100000001B3, (1 << 64) - 1  # FNV-1a of 64 bits
_SEPARATOR = b"\xff"
_RESOURCE = ("instance", "host", "node", "pod", "device", ALERTNAME)
PATH_LABELS = (("site", "datacenter", "region", "cluster"), ("namespace", "job"))
"""Above the resource: for each level the labels that may name it, of which the first counts."""
_MESSAGE = ("summary", "message", "description")
_SEVERITY = {  # where it differs from what such words mean elsewhere
    "page": Severity.CRITICAL,
    "minor": Severity.WARNING,
    "none": Severity.LOW,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """`labels` have no empty value and at least one member; `source` is a URL, or empty.

    `beside` are further members of the fault's detail.
    """

    labels: Mapping[str, str]
    annotations: Mapping[str, str] = field(default_factory=dict)
    starts_at: datetime
    source: str = ""
    beside: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.labels.get(ALERTNAME) or "alert"

    @property
    def deduplication_key(self) -> str:
        return f"{PREFIX}{fingerprint(self.labels)}"

    def report(
        self, *, reporter: str, begin: str, path_labels: Sequence[Sequence[str]] = PATH_LABELS
    ) -> Report:
        """`begin` is where the paths of its sender's faults begin."""
        resource = _first(self.labels, _RESOURCE) or self.name
        word = self.labels.get("severity", "")
        text = _first(self.annotations, _MESSAGE) or self.name
        return Report(
            resource_id=name_of(resource),
            reporter=reporter,
            type=cut_apart(name_of(self.name), _MAX_TYPE),
            severity=_SEVERITY.get(word.lower()) or severity_of(word, Severity.MEDIUM),
            severity_word=word,
            message=shortened(text),
            cause=shortened(self.annotations.get("description", "")),
            path=_path(begin, self.labels, path_labels, resource),
            source=self.source,
            detail=detail_of(text, labels=self.labels, annotations=self.annotations, **self.beside),
            deduplication_key=self.deduplication_key,
            occurred_at=self.starts_at,
            in_order_of_arrival=True,
        )


def fingerprint(labels: Mapping[str, str]) -> str:
    """16 hexadecimal digits (prometheus/common, model.LabelSet)."""
    value = _OFFSET
    for name in sorted(labels):
        for byte in b"".join(
            [name.encode(), _SEPARATOR, labels[name].encode("utf-8", "replace"), _SEPARATOR]
        ):
            value = (value ^ byte) * _PRIME & _MASK
    return f"{value:016x}"


def begun_at(starts_at: datetime | None, otherwise: datetime, now: datetime) -> datetime:
    """No later than now, for a clock that is ahead, and within the last year."""
    at = min(starts_at or otherwise, now)
    return at if at > now - OLDEST else now


def labels_of(fault: Fault, fault_id: str) -> dict[str, str]:
    """Of a fault that another API reported."""
    labels = {
        ALERTNAME: fault.type,
        "instance": fault.resource_id,
        "severity": fault.severity.lower(),
        "site": fault.site,
        "path": fault.path,
        "reporter": fault.reporter,
        "fault_id": fault_id,
    }
    return {name: text for name, text in labels.items() if text}


def _path(
    begin: str, labels: Mapping[str, str], levels: Sequence[Sequence[str]], resource: str
) -> str:
    """A level without a label is left out."""
    return hierarchy.joined(begin, *(_first(labels, level) for level in levels), resource)


def _first(texts: Mapping[str, str], names: Sequence[str]) -> str:
    return next((texts[name] for name in names if texts.get(name)), "")
