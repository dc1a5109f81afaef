"""Names and labels as counters keep them: bounded in bytes, whatever senders write.

A sort key of DynamoDB has at most 1,024 bytes, and a label is the name of an attribute, of which an
item may have hundreds.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

# Bytes in UTF-8.
MAX_RESOURCE = 512
MAX_SERVICE_PART = 400
MAX_LABEL = 100
OTHER = "other"  # stands for labels beyond what a customer may bring up
SEPARATOR = "\x1f"  # US, between the parts of a service's name

_MARK = "\N{HORIZONTAL ELLIPSIS}"
_DIGITS_OF_HASH = 16
_BYTES_OF_CHARACTER = 4  # at most


def ranked_resource(resource_id: str) -> str:
    return _bounded(resource_id, MAX_RESOURCE)


def ranked_service(service: Mapping[str, Any]) -> str:
    """`namespace`, US (0x1F), `name`."""
    parts = (str(service.get(part, "")) for part in ("namespace", "name"))
    return SEPARATOR.join(_bounded(part, MAX_SERVICE_PART) for part in parts)


def label_of(word: str) -> str:
    """A word that is too long for a label is `other`."""
    return word if _fits(word, MAX_LABEL) else OTHER


def _bounded(name: str, most: int) -> str:
    """A long name is cut, with a mark and a hash, so that two that differ stay different."""
    if _fits(name, most):
        return name
    encoded = name.encode()
    mark = _MARK + sha256(encoded).hexdigest()[:_DIGITS_OF_HASH]
    return encoded[: most - len(mark.encode())].decode(errors="ignore") + mark


def _fits(text: str, most: int) -> bool:
    return len(text) * _BYTES_OF_CHARACTER <= most or len(text.encode()) <= most
