"""Rows of a file -> reports."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, cast

from faultbook_client.command import loghub
from faultbook_client.command.moments import in_zone
from faultbook_client.errors import InvalidArgument
from faultbook_client.parameters import Report
from faultbook_client.wire import time_wire

FIELDS = tuple(Report.__annotations__)

_EPOCH = re.compile(r"([0-9]{1,20})(?:\.([0-9]{1,9}))?")
# Digits of times since 1970 in seconds, milliseconds, microseconds and nanoseconds.
_UNITS = ((11, 1), (14, 1_000), (17, 1_000_000), (20, 1_000_000_000))
_MAX_KEY = 255


@dataclass(frozen=True, slots=True)
class Record:
    """`line` is its last line in the file; `is_zoneless`: its time names no zone."""

    line: int
    report: dict[str, Any]
    is_zoneless: bool = False

    @property
    def occurred_at(self) -> datetime | None:
        try:
            return datetime.fromisoformat(self.report["occurred_at"])
        except (KeyError, TypeError, ValueError):
            return None  # the service says what is wrong with it

    def report_at(self, shift: timedelta | None) -> Report:
        occurred = self.occurred_at
        if shift is None or occurred is None:
            return cast("Report", self.report)
        try:
            return cast("Report", self.report | {"occurred_at": time_wire(occurred + shift)})
        except OverflowError:
            return cast("Report", self.report)


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """`columns` names the member that a field is in, `constants` what every report has.

    `severities` are what the file's own words for a severity mean. `zone` is that of times which
    name none; None: this machine's. `deduplicates`: the same cause at the same resource is one
    fault, but where the file has keys of its own.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    severities: Mapping[str, str] = field(default_factory=dict)
    zone: tzinfo | None = None
    deduplicates: bool = False

    def record(self, line: int, row: Mapping[str, Any]) -> Record:
        severities = self.severities
        if loghub.is_row(row):
            row, severities = {**row, **loghub.members(row)}, {**loghub.SEVERITIES, **severities}
        members = {name: row.get(self.columns.get(name, name)) for name in FIELDS}
        if members["occurred_at"] is None:
            members["occurred_at"] = row.get("created_at")
        members |= self.constants
        severity = members["severity"]
        members["severity"] = severities.get(str(severity), severity)
        members["metadata"] = _object(members["metadata"])
        members["occurred_at"], is_zoneless = self._time(members["occurred_at"])
        if self.deduplicates and not members["deduplication_key"]:
            key = f"{members['resource_id']} {members['cause']}"
            members["deduplication_key"] = key[:_MAX_KEY]
        report = {name: value for name, value in members.items() if value not in (None, "")}
        return Record(line, report, is_zoneless)

    def _time(self, value: Any) -> tuple[Any, bool]:
        """With a zone, of ISO 8601 or of a time since 1970; anything else as it is."""
        text = str(value or "").strip()
        try:
            at = _of_epoch(text) or datetime.fromisoformat(text)
            return time_wire(in_zone(at, self.zone)), at.tzinfo is None
        except (ValueError, OverflowError, OSError, InvalidArgument):
            return value, False


def _of_epoch(text: str) -> datetime | None:
    match = _EPOCH.fullmatch(text)
    if not match:
        return None
    unit = next(unit for digits, unit in _UNITS if len(match[1]) <= digits)
    seconds, rest = divmod(int(match[1]), unit)
    fraction = float(f"0.{match[2] or 0}") / unit
    at = datetime.fromtimestamp(seconds, tz=UTC)
    return at + timedelta(microseconds=round((rest / unit + fraction) * 1_000_000))


def _object(value: Any) -> Any:
    """In a CSV file metadata is JSON; an empty cell has none."""
    if isinstance(value, str) and value.strip():
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value or None
