"""An SNS with a key of its own: topics, certificates, and messages that it has signed."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID

from faultbook.domain.errors import InvalidRequest
from faultbook.domain.sns_topic import origin_of

TOPIC = "arn:aws:sns:us-east-1:123456789012:alarms"
ORIGIN = "https://sns.us-east-1.amazonaws.com"
CERTIFICATE = f"{ORIGIN}/SimpleNotificationService-0123abcd.pem"
TOKEN = "2336412f37fb687f5d51e6e2425f004a"  # noqa: S105 - of no subscription
_SIGNED = {  # by the SNS developer guide; written out here once more
    "Notification": ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"],
    "SubscriptionConfirmation": [
        *("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
    ],
}
_SIGNED["UnsubscribeConfirmation"] = _SIGNED["SubscriptionConfirmation"]


@cache
def rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


@cache
def another_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def certificate(
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
    now: datetime,
    days: tuple[int, int] = (-1, 1),
) -> bytes:
    """`days` from now, within which it is valid."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
        .sign(key, hashes.SHA256())
    )
    return built.public_bytes(serialization.Encoding.PEM)


def signed(
    message: Mapping[str, Any], key: rsa.RSAPrivateKey | None = None, version: str = "2"
) -> dict[str, Any]:
    names = _SIGNED[message["Type"]]
    text = "".join(f"{name}\n{message[name]}\n" for name in names if name in message)
    algorithm = hashes.SHA1() if version == "1" else hashes.SHA256()  # noqa: S303 - as SNS has it
    signature = (key or rsa_key()).sign(text.encode(), padding.PKCS1v15(), algorithm)
    return {
        **message,
        "SignatureVersion": version,
        "Signature": base64.b64encode(signature).decode(),
    }


def notification(at: datetime, message: Any, **fields: Any) -> dict[str, Any]:
    """Not signed yet. `message` that is no text goes as JSON."""
    return {
        "Type": "Notification",
        "MessageId": "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
        "TopicArn": TOPIC,
        "Subject": 'ALARM: "web-1 is busy" in US East (N. Virginia)',
        "Message": message if isinstance(message, str) else json.dumps(message),
        "Timestamp": moment(at),
        "SigningCertURL": CERTIFICATE,
        "UnsubscribeURL": f"{ORIGIN}/?Action=Unsubscribe&SubscriptionArn={TOPIC}:c9135db0",
        **fields,
    }


def confirmation(at: datetime, **fields: Any) -> dict[str, Any]:
    """Not signed yet."""
    return {
        "Type": "SubscriptionConfirmation",
        "MessageId": "165545c9-2a5c-472c-8df2-7ff2be2b3b1b",
        "Token": TOKEN,
        "TopicArn": TOPIC,
        "Message": "You have chosen to subscribe to the topic.",
        "SubscribeURL": f"{ORIGIN}/?Action=ConfirmSubscription&TopicArn={TOPIC}&Token={TOKEN}",
        "Timestamp": moment(at),
        "SigningCertURL": CERTIFICATE,
        **fields,
    }


def moment(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z"


@dataclass
class FakeSns:
    """`certificates` by address; what is not there SNS does not have."""

    certificates: dict[str, bytes]
    confirmed: list[tuple[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    takes: str = TOKEN

    def origin_of(self, topic: str) -> str:
        return origin_of(topic)

    def certificate(self, address: str) -> bytes | None:
        self.asked.append(address)
        return self.certificates.get(address)

    def confirm(self, topic: str, token: str) -> None:
        if token != self.takes:
            raise InvalidRequest("Amazon SNS does not take the token.")
        self.confirmed.append((topic, token))
