"""Whether Amazon SNS signed a message ("Verifying the signatures of Amazon SNS messages").

Imported where a topic speaks and nowhere else: cryptography comes with it.
"""

import base64
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from faultbook.domain.errors import NotPermitted
from faultbook.gateway.short_memory import ShortMemory
from faultbook.usecases.ports import Clock

OLDEST = timedelta(hours=1)  # how long SNS tries again at the most
MAX_AHEAD = timedelta(minutes=5)
MIN_RSA_BITS = 2048
_REMEMBERED = 3600.0  # seconds that a certificate is not asked for again
_REMEMBERED_REFUSALS = 30.0  # seconds
_HASHES: dict[str, hashes.HashAlgorithm] = {
    "1": hashes.SHA1(),  # noqa: S303 - what SNS signs with unless a topic says otherwise
    "2": hashes.SHA256(),
}
_CONFIRMATION = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
_SIGNED = {
    "Notification": ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    "SubscriptionConfirmation": _CONFIRMATION,
    "UnsubscribeConfirmation": _CONFIRMATION,
}
_FILE = re.compile(r"/[A-Za-z0-9_-]{1,200}\.pem")


@dataclass(frozen=True, slots=True)
class _Certificate:
    key: RSAPublicKey
    begins: datetime
    ends: datetime


class SnsSignatures:
    """`fetch` reads a certificate, in PEM: None where there is none; it raises Unavailable.

    `origin_of` says where the SNS of a topic is.
    """

    def __init__(
        self,
        fetch: Callable[[str], bytes | None],
        origin_of: Callable[[str], str],
        clock: Clock,
        certificates: ShortMemory[str, _Certificate | None] | None = None,
    ) -> None:
        self._fetch = fetch
        self._origin_of = origin_of
        self._clock = clock
        self._certificates = certificates or ShortMemory[str, _Certificate | None]()

    def verify(self, message: Mapping[str, Any]) -> None:
        """`message` has texts alone. Raises NotPermitted, which says why, or Unavailable."""
        address = message["SigningCertURL"]
        origin = self._origin_of(message["TopicArn"])
        if not (address.startswith(origin) and _FILE.fullmatch(address[len(origin) :])):
            raise NotPermitted(f"The certificate of a message of this topic is at {origin}.")
        now = self._clock()
        certificate = self._certificate(address)
        if certificate is None or not certificate.begins <= now <= certificate.ends:
            raise NotPermitted("There is no valid certificate at SigningCertURL.")
        _verify(certificate.key, message)
        _check_time(message["Timestamp"], now)

    def _certificate(self, address: str) -> _Certificate | None:
        remembered = self._certificates.recall(address, _REMEMBERED)
        if remembered and remembered[0] is None:
            remembered = self._certificates.recall(address, _REMEMBERED_REFUSALS)
        if remembered:
            return remembered[0]
        certificate = _certificate_of(self._fetch(address) or b"")
        self._certificates.keep(address, certificate)
        return certificate


def text_to_sign(message: Mapping[str, Any]) -> bytes:
    """Each member's name and value on lines of their own; a subject only where there is one."""
    signed = ((name, message.get(name)) for name in _SIGNED[message["Type"]])
    return "".join(f"{name}\n{text}\n" for name, text in signed if text is not None).encode()


def _verify(key: RSAPublicKey, message: Mapping[str, Any]) -> None:
    try:
        signature = base64.b64decode(message["Signature"], validate=True)
        algorithm = _HASHES[message["SignatureVersion"]]
        key.verify(signature, text_to_sign(message), PKCS1v15(), algorithm)
    except (InvalidSignature, ValueError):
        raise NotPermitted("The signature is not that of Amazon SNS for this message.") from None


def _check_time(text: str, now: datetime) -> None:
    """So that what was seen once cannot be sent again another day."""
    try:
        at = datetime.fromisoformat(text)
        is_recent = now - OLDEST <= at <= now + MAX_AHEAD
    except (ValueError, TypeError):  # no time, or one without its zone
        is_recent = False
    if not is_recent:
        raise NotPermitted("The message is older than an hour, or of another time than ours.")


def _certificate_of(pem: bytes) -> _Certificate | None:
    """None for what is no certificate of an RSA key that is long enough."""
    try:
        certificate = x509.load_pem_x509_certificate(pem)
        key = certificate.public_key()
    except ValueError:
        return None
    if not isinstance(key, RSAPublicKey) or key.key_size < MIN_RSA_BITS:
        return None
    return _Certificate(key, certificate.not_valid_before_utc, certificate.not_valid_after_utc)
