"""Answers as JSON texts. Items that were encoded to measure them are not encoded again."""

import json
from collections.abc import Iterator
from typing import Any, TypeVar

Wire = TypeVar("Wire")

encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


class EncodedList(list[Wire]):
    """An immutable list, with the JSON texts of its items."""

    def __init__(self, items: list[Wire], texts: list[str]) -> None:
        super().__init__(items)
        self._text = f"[{','.join(texts)}]"

    @property
    def text(self) -> str:
        return self._text


def text_of(value: Any) -> str:
    """Raises ValueError for NaN and infinities, which JSON does not have."""
    if isinstance(value, EncodedList):
        return value.text
    if isinstance(value, dict) and any(isinstance(item, EncodedList) for item in value.values()):
        return f"{{{','.join(_members(value))}}}"
    return encode(value)


def size_within_json(text: str) -> int:
    """Bytes of a JSON text inside a JSON string, as Lambda's runtime sends bodies."""
    if text.isascii():
        return len(text) + text.count('"') + text.count("\\") + 2
    return len(json.dumps(text))


def _members(value: dict[str, Any]) -> Iterator[str]:
    return (f"{encode(name)}:{text_of(item)}" for name, item in value.items())
