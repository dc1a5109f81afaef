"""Absolute URLs of the resources; clients read ids from their ends and GET them as they are."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import quote, unquote

from faultbook.domain.fault import Fault, Kind
from faultbook.domain.text import name_of

BASE = "/v2"
OUTAGE = f"{BASE}/outage/<outage_id>"
_ENCODED = re.compile("%(?=[0-9A-Fa-f]{2})")
_PLAIN = ":@!$&'()*+,;="  # RFC 3986: what a path segment holds as it is, beside letters and digits
PLAIN_IN_PATH = f"/{_PLAIN}"


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
        return f"{self.origin}{BASE}/server/{quote(id_of(name), safe=_PLAIN)}"

    def compound_service(self, name: str) -> str:
        return f"{self.origin}{BASE}/compound_service/{quote(id_of(name), safe=_PLAIN)}"

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


def id_of(name: str) -> str:
    """A name as the id of a server or a compound service: most are that as they are.

    API Gateway decodes a path before anybody sees it, and cuts it at a question mark: what would
    not survive that is encoded in the id itself, and once more in a URL.
    """
    return _ENCODED.sub("%25", name).replace("?", "%3F")


def name_of_id(text: str) -> str:
    """Of an id, or of the name itself."""
    return unquote(text)


def name_in(reference: str) -> str:
    """Of a URL, or of an id by itself."""
    is_url = "://" in reference or reference.startswith(f"{BASE}/")
    return name_of_id(unquote(last_part(reference)) if is_url else reference)


def user_id(subject: str) -> int:
    """Callers have names here, and clients want an integer that JavaScript can hold."""
    return int.from_bytes(sha256(subject.encode()).digest()[:6], "big")


def name_of_user(reference: str, caller: str) -> str:
    """Who a sender says it is, by a URL or a name; empty for the caller, as `user` has made it."""
    return "" if last_part(reference) == str(user_id(caller)) else name_of(reference)


def last_part(reference: str) -> str:
    """Of a URL, or an id by itself."""
    return reference.rstrip("/").rpartition("/")[2]
