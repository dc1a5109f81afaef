"""Where a replay's records come from: a file, a pipe, or an invented network."""

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from faultbook_client.command.invented import invented_reports
from faultbook_client.command.profiles import SettingsError
from faultbook_client.command.records import Format, format_within, records_of
from faultbook_client.command.translation import Record, Translation

_STANDARD_INPUT = Path("-")


class Source(Protocol):
    """Read twice: to see that all of it can be read, and to send it.

    `identity` tells one source from another; None: there is nothing to go on with later. Of what
    `is_kept` the place is known for good: what comes through a pipe again is new.
    """

    @property
    def name(self) -> str: ...
    @property
    def identity(self) -> str | None: ...
    @property
    def is_kept(self) -> bool: ...
    @property
    def translation(self) -> Translation: ...
    def records(self) -> Iterator[Record]:
        """Raises SettingsError."""
        ...


@dataclass(frozen=True, slots=True)
class File:
    file: Path
    name: str
    identity: str
    kind: Format
    encoding: str | None
    translation: Translation
    is_kept: bool = True

    def records(self) -> Iterator[Record]:
        for line, record in records_of(self.file, self.kind, self.encoding):
            yield self.translation.record(line, record)


@dataclass(frozen=True, slots=True)
class Invented:
    count: int
    seed: int
    now: datetime
    translation: Translation
    name: str = "an invented network"
    identity: str | None = field(default=None, init=False)
    is_kept: bool = field(default=False, init=False)

    def records(self) -> Iterator[Record]:
        reports = invented_reports(self.count, self.now, self.seed)
        for number, report in enumerate(reports, start=1):
            yield self.translation.record(number, report)


@contextmanager
def opened(
    file: Path, kind: Format | None, encoding: str | None, translation: Translation
) -> Iterator[File]:
    """What comes through a pipe can be read once, so it is kept on disk for as long as this.

    The place in it is known by its content, until all of it is done. Raises SettingsError, OSError.
    """
    _check(file)
    if file != _STANDARD_INPUT and file.is_file():
        found = kind or format_within(file, encoding)
        yield File(file, file.name, str(file.resolve()), found, encoding, translation)
        return
    with tempfile.TemporaryDirectory(prefix="faultbook-") as folder:
        copy = Path(folder) / "piped"
        if file == _STANDARD_INPUT:
            identity = _copied(sys.stdin.buffer, copy)
        else:
            with file.open("rb") as stream:
                identity = _copied(stream, copy)
        found = kind or format_within(copy, encoding)
        yield File(copy, "piped", identity, found, encoding, translation, is_kept=False)


def _check(file: Path) -> None:
    """Raises SettingsError."""
    if file == _STANDARD_INPUT:
        return
    if not file.exists():
        raise SettingsError(f"There is no file {file}.")
    if file.is_dir():
        raise SettingsError(f"{file} is a folder.")
    if not os.access(file, os.R_OK):
        raise SettingsError(f"{file} may not be read.")


def _copied(stream: BinaryIO, copy: Path) -> str:
    """The digest of what was copied."""
    with copy.open("wb") as target:
        shutil.copyfileobj(stream, target)
    with copy.open("rb") as whole:
        return hashlib.file_digest(whole, "sha256").hexdigest()
