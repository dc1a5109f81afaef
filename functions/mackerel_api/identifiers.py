"""Mackerel's ids. All derive from what they name, but those of registered hosts, which are drawn.

Mackerel's own have 11 characters in base 58; its Rust client holds at most 15.
"""

import hashlib
import re

from faultbook.domain.identifiers import NUMBER_BITS, base_58, number_of_short_id, short_id

_HOST_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.-]{0,14}")
_BASE_58 = re.compile(r"[1-9A-HJ-NP-Za-km-z]{11}")

alert_id = short_id
number_of_alert_id = number_of_short_id


def log_id(customer_id: str, number: int, version: int) -> str:
    """Of the entry of a fault's timeline."""
    return _named(customer_id, "log", f"{number}#{version}")


def host_id(customer_id: str, name: str) -> str:
    """The id of a host, at most 15 ASCII characters: its own name where that fits.

    The id of an id is the id itself.
    """
    if _HOST_ID.fullmatch(name):
        return name
    value = _digest(customer_id, "host", name)
    return base_58(value if value >> NUMBER_BITS else value | 1 << NUMBER_BITS)


def is_host_id(text: str) -> bool:
    return _HOST_ID.fullmatch(text) is not None


def may_stand_for_a_name(host_id: str) -> bool:
    """Whether `host_id` could have made it from a longer name."""
    return _BASE_58.fullmatch(host_id) is not None and not is_registered(host_id)


def is_registered(host_id: str) -> bool:
    """Whether it has the form of ids that are drawn for registered hosts."""
    return number_of_short_id(host_id) is not None


def monitor_id(customer_id: str, name: str) -> str:
    return _named(customer_id, "monitor", name)


def _named(customer_id: str, kind: str, name: str) -> str:
    return base_58(_digest(customer_id, kind, name))


def _digest(customer_id: str, kind: str, name: str) -> int:
    """64 bits."""
    digest = hashlib.sha256(f"{customer_id}#{kind}#{name}".encode()).digest()
    return int.from_bytes(digest[:8], "big")
