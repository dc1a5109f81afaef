"""`hash` of an outage: the one thing that `/public/outage/<hash>` takes instead of a credential.

The vendor's has about 15 letters and digits, too few to hold a customer: it needs a look-up, which
here would be one more item for each fault, for links that few use. So it says by itself which
outage it opens and until when, signed with a secret that signs nothing else (HMAC-SHA-256). Base 32
because that has letters and digits only.
"""

import base64
import binascii
import hmac
import struct
from dataclasses import dataclass
from datetime import timedelta

from faultbook.domain.errors import FaultNotFound
from faultbook.domain.fault import Fault
from faultbook.usecases.ports import Clock

SHORTEST_LIFE = timedelta(days=7)
_PURPOSE = b"outage capability 1\n"
_TAG_BYTES = 16
_HEAD = struct.Struct(">QQ")  # the outage's number, the end in Unix seconds; then the customer
_MAX_LENGTH = 300  # characters; a customer has 128 at the most


@dataclass(frozen=True, slots=True)
class CapabilitySigner:
    secret: bytes
    clock: Clock

    def write(self, fault: Fault) -> str:
        """Holds for SHORTEST_LIFE at least, and stays the same for as long.

        Clients that tell outages apart by it see another one each week, counted from its opening.
        """
        age = max(self.clock() - fault.opened_at, timedelta())
        ends_at = fault.opened_at + (age // SHORTEST_LIFE + 2) * SHORTEST_LIFE
        head = _HEAD.pack(fault.number, int(ends_at.timestamp()))
        return _text_of(self._signed(head + fault.customer_id.encode()))

    def read(self, text: str) -> tuple[str, int]:
        """Customer and number. Raises FaultNotFound for whatever does not hold, or not any more."""
        raw = _bytes_of(text)
        signed = raw[_TAG_BYTES:]
        if len(signed) <= _HEAD.size or not hmac.compare_digest(raw, self._signed(signed)):
            raise FaultNotFound
        number, ends_at = _HEAD.unpack_from(signed)
        if ends_at <= self.clock().timestamp():
            raise FaultNotFound
        return signed[_HEAD.size :].decode(), number

    def _signed(self, content: bytes) -> bytes:
        tag = hmac.digest(self.secret, _PURPOSE + content, "sha256")[:_TAG_BYTES]
        return tag + content


def _text_of(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=")


def _bytes_of(text: str) -> bytes:
    """Only the one spelling that `_text_of` makes; of any other text nothing."""
    if len(text) > _MAX_LENGTH or not text.isascii():
        return b""
    try:
        raw = base64.b32decode(text + "=" * (-len(text) % 8))
    except binascii.Error:
        return b""
    return raw if _text_of(raw) == text else b""
