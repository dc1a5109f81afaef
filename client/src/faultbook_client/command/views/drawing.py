"""The terminal as rich draws on it, and texts that are safe there."""

from typing import NoReturn

from rich.console import Console
from rich.style import Style
from rich.text import Text

from faultbook_client.command.severities import MARKS, word
from faultbook_client.command.terminal import in_one_line, printable
from faultbook_client.enums import Severity


class PipeConsole(Console):
    def on_broken_pipe(self) -> NoReturn:
        """Raises BrokenPipeError to whoever ends the program; rich would end it itself."""
        raise BrokenPipeError


def out() -> Console:
    return PipeConsole(highlight=False, markup=False, emoji=False)


def err() -> Console:
    return PipeConsole(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)


def plain(text: str, style: str | Style = "") -> Text:
    return Text(printable(text), style=style)


def one_line(text: str, style: str = "") -> Text:
    return Text(in_one_line(text), style=style)


def severity_text(severity: Severity) -> Text:
    mark, style = MARKS[severity]
    return Text(f"{mark} {word(severity)}", style=style)
