"""`faultbook export`: faults as they are listed, page by page, to a pipe or a file."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol, TextIO

import typer

from faultbook_client.command.choices import OutputFile, selecting
from faultbook_client.command.fault_columns import WIRE, cell
from faultbook_client.command.files import writing
from faultbook_client.command.records import Format, format_of
from faultbook_client.command.rendering import csv_line
from faultbook_client.command.selection import ListedStatus, Selection
from faultbook_client.command.session import connected
from faultbook_client.command.terminal import json_line, say

if TYPE_CHECKING:
    from faultbook_client.models import Fault

_STANDARD_OUTPUT = Path("-")


class Writer(Protocol):
    def write(self, fault: "Fault") -> None: ...


class JsonLines:
    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, fault: "Fault") -> None:
        self._stream.write(f"{json_line(fault.wire, self._stream)}\n")


class Csv:
    """RFC 4180 with a header; metadata is JSON, comments are left out, no cell is a formula."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._stream.write(f"{csv_line(WIRE)}\r\n")

    def write(self, fault: "Fault") -> None:
        self._stream.write(f"{csv_line(cell(name, fault) for name in WIRE)}\r\n")


@selecting
def export(
    context: typer.Context,
    *,
    selection: Selection,
    kind: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="By the file's name, or JSON lines."),
    ] = None,
    output: OutputFile = None,
) -> None:
    """Write faults as JSON lines or CSV, newest first; `faultbook replay` reads both.

    Nothing is held but one page, however many there are. The comments of a fault are the newest
    few, and in CSV only their count; there, an apostrophe stands before what a spreadsheet would
    take for a formula, and `replay` takes it off again.
    """
    file = None if output in {None, _STANDARD_OUTPUT} else output
    chosen = kind or (format_of(file) if file else Format.JSONL)
    count = 0
    with connected(context) as faultbook, _stream_to(file) as stream:
        writer: Writer = Csv(stream) if chosen is Format.CSV else JsonLines(stream)
        for fault in selection.faults(faultbook, ListedStatus.ALL):
            writer.write(fault)
            count += 1
    if file:
        say(f"{count} faults in {file}")


@contextmanager
def _stream_to(file: Path | None) -> Iterator[TextIO]:
    if file is None:
        yield sys.stdout
        return
    with writing(file) as stream:
        yield stream
