"""Reports out of a file: JSON lines, or CSV with a header.

A record's members are those of POST /fault, as `faultbook export` writes them; others are left
out. `created_at` stands for `occurred_at` where that is missing.
"""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, TextIO, cast

from faultbook_client.client import Report
from faultbook_client.command.profiles import SettingsError
from faultbook_client.transport import time_wire

FIELDS = tuple(Report.__annotations__)


class Format(StrEnum):
    JSONL = "jsonl"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Translation:
    """From the words of a file to those of a report.

    `columns` names the member that a field is in, `constants` what every report has, `severities`
    what the file's own words for a severity mean.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    severities: Mapping[str, str] = field(default_factory=dict)

    def report(self, record: Mapping[str, Any]) -> dict[str, Any]:
        told = {name: record.get(self.columns.get(name, name)) for name in FIELDS}
        if told["occurred_at"] is None:
            told["occurred_at"] = record.get("created_at")
        told |= self.constants
        severity = told["severity"]
        told["severity"] = self.severities.get(str(severity), severity)
        told["occurred_at"] = _time(told["occurred_at"])
        told["metadata"] = _members(told["metadata"])
        return {name: value for name, value in told.items() if value not in (None, "")}


@dataclass(frozen=True, slots=True)
class Record:
    line: int
    report: dict[str, Any]

    def report_at(self, shift: timedelta | None) -> Report:
        occurred = occurred_at(self.report)
        if shift is None or occurred is None:
            return cast("Report", self.report)
        return cast("Report", self.report | {"occurred_at": time_wire(occurred + shift)})


def format_of(file: Path) -> Format:
    return Format.CSV if file.suffix.lower() == ".csv" else Format.JSONL


def records_of(file: Path, kind: Format, translation: Translation) -> Iterator[Record]:
    """Raises SettingsError with the line that cannot be read."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        lines = _csv_records(stream) if kind is Format.CSV else _json_records(stream)
        for line, record in lines:
            yield Record(line, translation.report(record))


def occurred_at(report: Mapping[str, Any]) -> datetime | None:
    try:
        return datetime.fromisoformat(report["occurred_at"])
    except (KeyError, TypeError, ValueError):
        return None  # the service says what is wrong with it


def _csv_records(stream: TextIO) -> Iterator[tuple[int, Mapping[str, Any]]]:
    reader = csv.DictReader(stream)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise SettingsError(f"line {reader.line_num} is not CSV: {error}") from error


def _json_records(stream: TextIO) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, text in enumerate(stream, start=1):
        if not text.strip():
            continue
        try:
            record = json.loads(text)
        except ValueError as error:
            raise SettingsError(f"line {number} is not JSON: {error}") from error
        if not isinstance(record, dict):
            raise SettingsError(f"line {number} is not a JSON object.")
        yield number, record


def _time(value: Any) -> Any:
    """ISO 8601 with a zone, of ISO 8601 or Unix seconds; anything else as it is."""
    text = str(value or "").strip()
    try:
        at = (
            datetime.fromtimestamp(int(text), tz=UTC)
            if text.isdecimal()
            else datetime.fromisoformat(text)
        )
        return time_wire(at)
    except (ValueError, OverflowError, OSError):
        return value


def _members(value: Any) -> Any:
    """In a CSV file metadata is JSON; an empty one says nothing."""
    if isinstance(value, str) and value.strip():
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value or None
