"""The last part of a link that acknowledges one fault, for whoever was told of it.

It is signed with a key that is made of the secret of the endpoint (HMAC-SHA-256), so that a link
ends with the secret it was made with, or with its endpoint, and nobody has to keep it. It holds the
fault's number, the end in Unix seconds, and the customer.
"""

import hmac
import struct
from datetime import datetime, timedelta

from faultbook.domain.endpoints import Endpoint
from faultbook.domain.fault import Fault
from faultbook.gateway.base32_text import bytes_of, text_of

LIFE = timedelta(days=7)
_PURPOSE = b"acknowledge link 1\n"
_TAG_BYTES = 16
_HEAD = struct.Struct(">QQ")


def write(endpoint: Endpoint, fault: Fault, at: datetime) -> str:
    ends_at = int((at + LIFE).timestamp())
    content = _HEAD.pack(fault.number, ends_at) + fault.customer_id.encode()
    return text_of(_tag(endpoint.secret, endpoint, content) + content)


def customer_in(text: str) -> str:
    """Whose it says it is, before anything is verified; empty for what is no link."""
    return bytes_of(text)[_TAG_BYTES + _HEAD.size :].decode("utf-8", "replace")


def read(text: str, endpoint: Endpoint, at: datetime) -> int | None:
    """The number; None for what does not hold, or not any more."""
    raw = bytes_of(text)
    tag, content = raw[:_TAG_BYTES], raw[_TAG_BYTES:]
    if len(content) <= _HEAD.size or not _is_signed(tag, content, endpoint, at):
        return None
    number, ends_at = _HEAD.unpack_from(content)
    return int(number) if at.timestamp() < ends_at else None


def _is_signed(tag: bytes, content: bytes, endpoint: Endpoint, at: datetime) -> bool:
    tags = (_tag(secret, endpoint, content) for secret in endpoint.secrets_at(at))
    return any(hmac.compare_digest(tag, good) for good in tags)


def _tag(secret: str, endpoint: Endpoint, content: bytes) -> bytes:
    key = hmac.digest(secret.encode(), _PURPOSE, "sha256")
    return hmac.digest(key, endpoint.endpoint_id.encode() + b"\n" + content, "sha256")[:_TAG_BYTES]
