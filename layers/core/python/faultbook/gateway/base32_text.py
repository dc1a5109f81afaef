"""Signed bytes as letters and digits only, in the one spelling that they have."""

import base64
import binascii

MAX_LENGTH = 300  # characters; a customer has 128 at the most


def text_of(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=")


def bytes_of(text: str) -> bytes:
    """Only of the one spelling that `text_of` makes; of any other text nothing."""
    if len(text) > MAX_LENGTH or not text.isascii():
        return b""
    try:
        raw = base64.b32decode(text + "=" * (-len(text) % 8))
    except binascii.Error:
        return b""
    return raw if text_of(raw) == text else b""
