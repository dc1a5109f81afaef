"""Standard output and error: plain lines for pipes, JSON for programs, words for people.

What a fault says was written by whoever reported it, so nothing of it reaches a terminal as a
control sequence, and nothing turns the order of what stands beside it.
"""

import json
import re
import sys
from collections.abc import Iterable
from typing import Any, TextIO

BROKEN_PIPE = 141  # 128 + SIGPIPE, as a shell sees a program that wrote to a closed pipe

# Control characters but tab and line break, halves of surrogate pairs, and what embeds, overrides
# or isolates a direction (UAX #9). Joiners and marks are part of how words are written.
_CONTROL = r"\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069"
_UNPRINTABLE = re.compile(f"[{_CONTROL}]")


def say(text: str) -> None:
    """To the person, beside the output."""
    sys.stderr.write(f"{printable(text)}\n")
    sys.stderr.flush()


def is_terminal() -> bool:
    return sys.stdout.isatty()


def asks_a_person() -> bool:
    """Whether somebody sits there who can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def print_json(value: Any) -> None:
    """One line, so that many of them are JSON lines."""
    print_line(json_line(value, sys.stdout))


def json_line(value: Any, stream: TextIO) -> str:
    """With escapes where the stream could not take a character, or a terminal would obey it."""
    text = json.dumps(value, ensure_ascii=not takes_unicode(stream))
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def takes_unicode(stream: TextIO) -> bool:
    return (stream.encoding or "utf-8").lower().replace("-", "").startswith("utf")


def print_line(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def print_fields(fields: Iterable[Any]) -> None:
    """Separated by tabs, and none within a field; one that is not known is empty."""
    print_line("\t".join(in_one_line("" if field is None else str(field)) for field in fields))


def in_one_line(text: str) -> str:
    return " ".join(printable(text).split())


def printable(text: str) -> str:
    return _UNPRINTABLE.sub("\ufffd", text)
