"""Texts and names of senders: cleaned and cut, never refused.

An alert that is refused for its characters is an alert that nobody sees. Terminal escapes are
removed, unreadable characters are replaced, and a text that is too long ends in a mark.
"""

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
CUT = "\N{HORIZONTAL ELLIPSIS}"
MAX_NAME = 255  # characters
SEPARATOR = "|"  # of a path's segments
_MAX_MEMBER_NAME = 100  # characters of a member's name in a document
_MAX_MEMBER_TEXT = 2000  # characters of a text in a document that has to become smaller
_DIGITS_OF_HASH = 8

# ECMA-48: CSI sequences, then strings up to their terminator, then the short sequences.
_TERMINAL = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]"
    "|\x1b[PX\\]^_][^\x07\x1b\x9c]*(?:\x07|\x1b\\\\|\x9c)"
    "|\x1b[ -/]*[0-~]"
)
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_BREAKS = re.compile(r"[\t\n\r]+")
_INVISIBLE = re.compile("[\\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]*")
_ENCODED_SEPARATOR = re.compile("%((?:25)*7C)")


def cleaned(text: str) -> str:
    """Without terminal escapes; control characters and lone surrogates become U+FFFD.

    Tab and line breaks stay, and so do characters that join letters or set their direction.
    """
    if text.isprintable():
        return text
    return _UNREADABLE.sub(REPLACEMENT, _TERMINAL.sub("", text))


def cut(text: str, most: int) -> str:
    """At most so many characters, the last of them the mark where something is missing."""
    return text if len(text) <= most else text[: most - 1] + CUT


def is_blank(text: str) -> bool:
    """Whether no visible character is in it."""
    return _INVISIBLE.fullmatch(text) is not None


def name_of(text: str, most: int = MAX_NAME) -> str:
    """A name on one line without blanks at its ends; two that differ stay different when cut."""
    return cut_apart(_BREAKS.sub(" ", cleaned(text)).strip(), most)


def cut_apart(text: str, most: int) -> str:
    """Cut, with a hash at the end, so that different texts stay different."""
    if len(text) <= most:
        return text
    digest = sha256(text.encode()).hexdigest()[:_DIGITS_OF_HASH]
    return f"{text[: most - _DIGITS_OF_HASH - 1]}{CUT}{digest}"


def segment_of(name: str) -> str:
    """A name as one segment of a path; two names that differ make two segments that differ."""
    if SEPARATOR not in name and "7C" not in name:
        return name
    return _ENCODED_SEPARATOR.sub(r"%25\1", name).replace(SEPARATOR, "%7C")


def name_of_segment(segment: str) -> str:
    """The inverse of `segment_of`."""
    if "7C" not in segment:
        return segment
    return _ENCODED_SEPARATOR.sub(_decoded, segment)


def cleaned_document(document: Mapping[str, Any], most: int) -> dict[str, Any]:
    """With every text in it cleaned, and of at most so many bytes as JSON.

    A document that is too large loses the ends of its long texts first, then its last members; a
    member named by the mark says how many.
    """
    whole = {_member(name): _cleaned_value(value) for name, value in document.items()}
    if size_of(whole) <= most:
        return whole
    shorter = {name: _shortened(value) for name, value in whole.items()}
    return shorter if size_of(shorter) <= most else _first_members(shorter, most)


def size_of(value: Any) -> int:
    """Bytes as JSON."""
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def _decoded(found: re.Match[str]) -> str:
    digits = found[1]
    return SEPARATOR if digits == "7C" else f"%{digits[2:]}"


def _member(name: str) -> str:
    return name_of(name, _MAX_MEMBER_NAME) or REPLACEMENT


def _cleaned_value(value: Any) -> Any:
    match value:
        case str():
            return cleaned(value)
        case Mapping():
            return {_member(name): _cleaned_value(member) for name, member in value.items()}
        case list() | tuple():
            return [_cleaned_value(element) for element in value]
        case _:
            return value


def _shortened(value: Any) -> Any:
    match value:
        case str():
            return cut(value, _MAX_MEMBER_TEXT)
        case dict():
            return {name: _shortened(member) for name, member in value.items()}
        case list():
            return [_shortened(element) for element in value]
        case _:
            return value


def _first_members(document: dict[str, Any], most: int) -> dict[str, Any]:
    """A member that is too large is left out; those after it are still tried."""
    mark = {CUT: f"{len(document)} left out"}
    room = most - size_of(mark)
    kept: dict[str, Any] = {}
    for name, value in document.items():
        if len(name) > room:  # of thousands not each is measured
            continue
        room_for_it = size_of({name: value}) - 1  # braces go, a comma comes
        if room_for_it <= room:
            kept[name] = value
            room -= room_for_it
    return kept | {CUT: f"{len(document) - len(kept)} left out"}
