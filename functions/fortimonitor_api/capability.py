"""`hash` of an outage: the one thing that `/public/outage/<hash>` takes instead of a credential.

The vendor's has about 15 letters and digits, too few to hold a customer: it needs a look-up, which
here would be one more item for each fault, for links that few use. So it says by itself which
outage it opens and until when, signed with a secret that signs nothing else (HMAC-SHA-256). It also
says when its customer's links were revoked last: after the next time it holds no more. Base 32
because that has letters and digits only.
"""

import hmac
import struct
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from faultbook.domain.errors import FaultNotFound
from faultbook.domain.fault import Fault
from faultbook.domain.times import microseconds
from faultbook.gateway.base32_text import bytes_of, text_of
from faultbook.usecases.ports import Clock

SHORTEST_LIFE = timedelta(days=7)
_PURPOSE = b"outage capability 2\n"
_TAG_BYTES = 16
# The outage's number, the end in Unix seconds, the last revocation in microseconds or 0; then the
# customer.
_HEAD = struct.Struct(">QQQ")


@dataclass(frozen=True, slots=True)
class CapabilitySigner:
    """`revoked_at` is when a customer's links were revoked last, if they ever were."""

    secret: bytes
    clock: Clock
    revoked_at: Callable[[str], datetime | None]

    def write(self, fault: Fault) -> str:
        """Holds for SHORTEST_LIFE at least, and stays the same for as long.

        Clients that tell outages apart by it see another one each week, counted from its opening.
        """
        age = max(self.clock() - fault.opened_at, timedelta())
        ends_at = fault.opened_at + (age // SHORTEST_LIFE + 2) * SHORTEST_LIFE
        epoch = self._epoch(fault.customer_id)
        head = _HEAD.pack(fault.number, int(ends_at.timestamp()), epoch)
        return text_of(self._signed(head + fault.customer_id.encode()))

    def read(self, text: str) -> tuple[str, int]:
        """Customer and number; asks for revocations only where the signature holds.

        Raises FaultNotFound for whatever does not hold, or not any more.
        """
        raw = bytes_of(text)
        signed = raw[_TAG_BYTES:]
        if len(signed) <= _HEAD.size or not hmac.compare_digest(raw, self._signed(signed)):
            raise FaultNotFound
        number, ends_at, epoch = _HEAD.unpack_from(signed)
        customer_id = signed[_HEAD.size :].decode()
        if ends_at <= self.clock().timestamp() or epoch != self._epoch(customer_id):
            raise FaultNotFound
        return customer_id, number

    def _epoch(self, customer_id: str) -> int:
        revoked_at = self.revoked_at(customer_id)
        return microseconds(revoked_at) if revoked_at else 0

    def _signed(self, content: bytes) -> bytes:
        tag = hmac.digest(self.secret, _PURPOSE + content, "sha256")[:_TAG_BYTES]
        return tag + content
