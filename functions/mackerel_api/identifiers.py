"""Mackerel's ids; all derive from what they name, so none is looked up.

Mackerel's own have 11 characters in base 58; its Rust client holds at most 15.
"""

import hashlib
import re

from faultbook.domain.identifiers import base_58, number_of_short_id, short_id

_HOST_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.-]{0,14}")

alert_id = short_id
number_of_alert_id = number_of_short_id


def log_id(customer_id: str, number: int, version: int) -> str:
    """Of the entry of a fault's timeline."""
    return _named(customer_id, "log", f"{number}#{version}")


def host_id(customer_id: str, resource_id: str) -> str:
    """A resource by at most 15 ASCII characters: its own name where that will do."""
    if _HOST_ID.fullmatch(resource_id):
        return resource_id
    return _named(customer_id, "host", resource_id)


def monitor_id(customer_id: str, name: str) -> str:
    return _named(customer_id, "monitor", name)


def _named(customer_id: str, kind: str, name: str) -> str:
    """64 bits of a digest."""
    digest = hashlib.sha256(f"{customer_id}#{kind}#{name}".encode()).digest()
    return base_58(int.from_bytes(digest[:8], "big"))
