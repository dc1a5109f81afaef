"""`hash` of an outage: the one thing that `/public/outage/<hash>` takes instead of a credential.

The vendor's has about 15 characters, too few to hold a customer: it needs a look-up, which here
would be one more item for each fault, or a registry, for links that few use. So it holds customer
and number themselves, encrypted and authenticated, and costs nothing to make or to check.
Synthetic IV (RFC 5297) over HMAC-SHA-256: the tag authenticates the text and seeds the key stream,
so equal outages have equal hashes and nothing can be read from one or changed in it.
"""

import hmac

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_TAG_BYTES = 12  # 96 bits: guessing is hopeless at any rate that a server answers
_NUMBER_BYTES = 7
_MAX_LENGTH = 500


def write(customer_id: str, number: int, secret: bytes) -> str:
    """Letters and digits only."""
    text = number.to_bytes(_NUMBER_BYTES, "big") + customer_id.encode()
    tag = _tag(text, secret)
    return _encode(tag + _mixed(text, tag, secret))


def read(value: str, secret: bytes) -> tuple[str, int] | None:
    """Customer and number, or None for whatever `write` did not make with this secret."""
    raw = _decode(value)
    if raw is None or len(raw) <= _TAG_BYTES + _NUMBER_BYTES:
        return None
    tag = raw[:_TAG_BYTES]
    text = _mixed(raw[_TAG_BYTES:], tag, secret)
    if not hmac.compare_digest(tag, _tag(text, secret)):
        return None
    return text[_NUMBER_BYTES:].decode(), int.from_bytes(text[:_NUMBER_BYTES], "big")


def _tag(text: bytes, secret: bytes) -> bytes:
    return hmac.digest(secret, b"outage hash: tag\n" + text, "sha256")[:_TAG_BYTES]


def _mixed(text: bytes, tag: bytes, secret: bytes) -> bytes:
    """Encrypts and decrypts alike."""
    stream = b""
    while len(stream) < len(text):
        block = len(stream).to_bytes(4, "big")
        stream += hmac.digest(secret, b"outage hash: stream\n" + tag + block, "sha256")
    return bytes(a ^ b for a, b in zip(text, stream, strict=False))


def _encode(raw: bytes) -> str:
    """A leading 1 keeps leading zeros, so that there is one spelling only."""
    value = int.from_bytes(b"\x01" + raw, "big")
    digits = []
    while value:
        value, digit = divmod(value, len(_ALPHABET))
        digits.append(_ALPHABET[digit])
    return "".join(reversed(digits))


def _decode(value: str) -> bytes | None:
    if not 0 < len(value) <= _MAX_LENGTH or not set(value) <= set(_ALPHABET) or value[0] == "0":
        return None
    number = 0
    for character in value:
        number = number * len(_ALPHABET) + _ALPHABET.index(character)
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return raw[1:] if raw[:1] == b"\x01" else None
