"""Absolute URLs of the resources; clients read ids from their ends and GET them as they are."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import quote

from faultbook.domain.fault import Fault, Kind

BASE = "/v2"
_PLAIN = ":@!$&'()*+,;="  # RFC 3986: what a path segment holds as it is, beside letters and digits


@dataclass(frozen=True, slots=True)
class Links:
    """`origin` is scheme and host; `hash_of` makes an outage's public hash."""

    origin: str
    hash_of: Callable[[Fault], str]

    def outage(self, fault: Fault) -> str:
        return f"{self.origin}{BASE}/outage/{outage_id(fault)}"

    def log_entry(self, fault: Fault, entry_id: int) -> str:
        return f"{self.outage(fault)}/outage_log/{entry_id}"

    def metadata_entry(self, fault: Fault, place: int) -> str:
        return f"{self.outage(fault)}/outage_metadata/{place}"

    def server(self, name: str) -> str:
        return f"{self.origin}{BASE}/server/{quote(name, safe=_PLAIN)}"

    def compound_service(self, name: str) -> str:
        return f"{self.origin}{BASE}/compound_service/{quote(name, safe=_PLAIN)}"

    def user(self, subject: str) -> str:
        return f"{self.origin}{BASE}/user/{user_id(subject)}"


def outage_id(fault: Fault) -> int:
    """The vendor: the ids of anomalies are shown and used in negative form."""
    return -fault.number if fault.kind is Kind.ANOMALY else fault.number


def number_of(text: str) -> int | None:
    """Of an outage's id, with or without the sign of an anomaly."""
    digits = text.removeprefix("-")
    if not digits.isascii() or not digits.isdecimal() or len(digits) > len(str(2**53)):
        return None
    return int(digits)


def user_id(subject: str) -> int:
    """Callers have names here, and clients want an integer that JavaScript can hold."""
    return int.from_bytes(sha256(subject.encode()).digest()[:6], "big")


def last_part(reference: str) -> str:
    """Of a URL, or an id by itself."""
    return reference.rstrip("/").rpartition("/")[2]
