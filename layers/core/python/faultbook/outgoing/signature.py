"""Standard Webhooks 1.0: three headers by which a receiver knows who speaks, and about what."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime

_PREFIX = "whsec_"


def signed_headers(
    event_id: str, at: datetime, body: bytes, secrets: Sequence[str]
) -> dict[str, str]:
    """`at` is the time of the attempt: receivers allow five minutes. A signature for each secret.

    The body is signed as it is sent, to the byte.
    """
    timestamp = str(int(at.timestamp()))
    signed = b".".join((event_id.encode(), timestamp.encode(), body))
    return {
        "webhook-id": event_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(f"v1,{_signature(signed, secret)}" for secret in secrets),
    }


def _signature(signed: bytes, secret: str) -> str:
    key = base64.b64decode(secret.removeprefix(_PREFIX))
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
