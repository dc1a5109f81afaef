"""Whole numbers written in an alphabet of one's own, at a fixed length."""

BASE_58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
BASE_62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def encode(value: int, alphabet: str, length: int) -> str:
    digits = []
    for _ in range(length):
        value, digit = divmod(value, len(alphabet))
        digits.append(alphabet[digit])
    return "".join(reversed(digits))


def decode(text: str, alphabet: str, length: int) -> int | None:
    """None for what `encode` never makes."""
    if len(text) != length or not set(text) <= set(alphabet):
        return None
    value = 0
    for character in text:
        value = value * len(alphabet) + alphabet.index(character)
    return value
