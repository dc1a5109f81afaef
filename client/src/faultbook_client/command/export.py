"""`faultbook export`: faults as they are listed, page by page, to a pipe or a file."""

import csv
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Protocol, TextIO

import typer

from faultbook_client.command import choices
from faultbook_client.command.records import Format, format_of
from faultbook_client.command.session import connected
from faultbook_client.command.terminal import json_line, say
from faultbook_client.models import Fault

COLUMNS = (
    "id",
    "created_at",
    "resolved_at",
    "status",
    "severity",
    "kind",
    "type",
    "microservice_id",
    "resource_id",
    "resource_ancestry_path",
    "message",
    "cause",
    "occurrences",
    "last_seen_at",
    "acknowledged_at",
    "acknowledged_by",
    "resolution_reason",
    "deduplication_key",
    "comment_count",
    "metadata",
    "version",
)


class Writer(Protocol):
    def write(self, fault: Fault) -> None: ...


class JsonLines:
    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, fault: Fault) -> None:
        self._stream.write(f"{json_line(fault.wire, self._stream)}\n")


class Csv:
    """RFC 4180 with a header; metadata is JSON, comments are left out."""

    def __init__(self, stream: TextIO) -> None:
        self._rows = csv.writer(stream)
        self._rows.writerow(COLUMNS)

    def write(self, fault: Fault) -> None:
        metadata = json.dumps(fault.metadata, ensure_ascii=False) if fault.metadata else ""
        wire = {**fault.wire, "metadata": metadata}
        self._rows.writerow(["" if wire[name] is None else wire[name] for name in COLUMNS])


def export(
    context: typer.Context,
    *,
    status: choices.StatusOption = choices.ListedStatus.ALL,
    severity: choices.SeverityOption = None,
    type_: choices.TypeOption = None,
    site: choices.SiteOption = None,
    path: choices.PathOption = None,
    resource: choices.ResourceOption = None,
    text: choices.TextOption = None,
    since: choices.Since = None,
    until: choices.Until = None,
    kind: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="By the file's name, or JSON lines."),
    ] = None,
    output: choices.OutputFile = None,
) -> None:
    """Write faults as JSON lines or CSV, newest first; `faultbook replay` reads both.

    Nothing is held but one page, however many there are. The comments of a fault are the newest
    few, and in CSV only their count.
    """
    filters = choices.filters_of(
        status=status,
        severity=severity,
        type_=type_,
        site=site,
        path=path,
        resource=resource,
        text=text,
        since=since,
        until=until,
    )
    chosen = kind or (format_of(output) if output else Format.JSONL)
    count = 0
    with connected(context) as faultbook, _stream_to(output) as stream:
        writer: Writer = Csv(stream) if chosen is Format.CSV else JsonLines(stream)
        for fault in faultbook.list(**filters):
            writer.write(fault)
            count += 1
    if output:
        say(f"{count} faults in {output}")


@contextmanager
def _stream_to(file: Path | None) -> Iterator[TextIO]:
    """A file takes its name when all is in it, so that half an export never looks like a whole."""
    if file is None:
        yield sys.stdout
        return
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            yield stream
        temporary.replace(file)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
