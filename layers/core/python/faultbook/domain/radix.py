"""Whole numbers written in an alphabet of one's own, at a fixed length."""

from functools import lru_cache

BASE_58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
BASE_62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


@lru_cache
def _pairs(alphabet: str) -> tuple[str, ...]:
    return tuple(high + low for high in alphabet for low in alphabet)


def encode(value: int, alphabet: str, length: int) -> str:
    pairs = _pairs(alphabet)
    digits = []
    for _ in range((length + 1) // 2):
        value, pair = divmod(value, len(pairs))
        digits.append(pairs[pair])
    return "".join(reversed(digits))[-length:]


def decode(text: str, alphabet: str, length: int) -> int | None:
    """None for what `encode` never makes."""
    if len(text) != length or not set(text) <= set(alphabet):
        return None
    value = 0
    for character in text:
        value = value * len(alphabet) + alphabet.index(character)
    return value
