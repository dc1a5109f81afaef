"""Standard output and error: tables for people, plain lines for pipes, JSON for programs.

What a fault says was written by whoever reported it, so nothing of it reaches a terminal as a
control sequence or as markup.
"""

import json
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn, TextIO

from rich.console import Console
from rich.style import Style
from rich.text import Text

from faultbook_client.models import Severity

BROKEN_PIPE = 141  # 128 + SIGPIPE, as a shell sees a program that wrote to a closed pipe

# Shape and colour both, for who sees only one of them.
MARKS: dict[Severity, tuple[str, str]] = {
    Severity.CRITICAL: ("▲", "bold red"),
    Severity.HIGH: ("◆", "red"),
    Severity.MEDIUM: ("■", "yellow"),
    Severity.WARNING: ("●", "cyan"),
    Severity.LOW: ("○", "bright_black"),
}


class PipeConsole(Console):
    def on_broken_pipe(self) -> NoReturn:
        """Raises BrokenPipeError to whoever ends the program; rich would end it itself."""
        raise BrokenPipeError


def out() -> Console:
    return PipeConsole(highlight=False, markup=False, emoji=False)


def err() -> Console:
    return PipeConsole(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)


def say(text: str) -> None:
    """To the person, beside the output."""
    err().print(printable(text))


def is_terminal() -> bool:
    return sys.stdout.isatty()


def print_json(value: Any) -> None:
    """One line, so that many of them are JSON lines."""
    print_line(json_line(value, sys.stdout))


def json_line(value: Any, stream: TextIO) -> str:
    """With escapes where the stream could not take every character."""
    is_unicode = (stream.encoding or "utf-8").lower().replace("-", "").startswith("utf")
    return json.dumps(value, ensure_ascii=not is_unicode)


def print_line(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def print_fields(fields: Iterable[Any]) -> None:
    """Separated by tabs, and none within a field."""
    print_line("\t".join(" ".join(printable(str(one)).split()) for one in fields))


def print_rows(rows: Sequence[Mapping[str, Any]]) -> None:
    for row in rows:
        print_fields("" if value is None else value for value in row.values())


def printable(text: str) -> str:
    """Line breaks and tabs stay, other control and format characters are replaced."""
    return "".join(
        one if one in "\n\t" or unicodedata.category(one) not in {"Cc", "Cf", "Cs"} else "\ufffd"
        for one in text
    )


def plain(text: str, style: str | Style = "") -> Text:
    return Text(printable(text), style=style)


def one_line(text: str, style: str = "") -> Text:
    return Text(" ".join(printable(text).split()), style=style)


def severity_text(severity: Severity) -> Text:
    mark, style = MARKS[severity]
    return Text(f"{mark} {severity}", style=style)
