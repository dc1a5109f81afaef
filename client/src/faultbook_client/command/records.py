"""Records out of a file: JSON lines, or CSV with a header.

A record's members are those of POST /fault, as `faultbook export` writes them; others are left
out. `created_at` stands for `occurred_at` where that is missing.
"""

import codecs
import csv
import io
import json
import math
import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from faultbook_client.command.fault_columns import WIRE
from faultbook_client.command.formulas import unmarked
from faultbook_client.command.profiles import SettingsError

_MARKS = (  # the longer first: that of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UNDECODED = re.compile("[\udc80-\udcff]")  # bytes that are none of the encoding, as PEP 383 has it
_MAX_CELL = 16 * 1024 * 1024
_ADVICE = (
    "--encoding names the one of the file, as cp1252, latin-1 or utf-16-le; "
    "`iconv -f ENCODING -t UTF-8` turns a file into UTF-8."
)


class Format(StrEnum):
    JSONL = "jsonl"
    CSV = "csv"


def format_of(file: Path) -> Format:
    """By the name."""
    return Format.CSV if file.suffix.lower() == ".csv" else Format.JSONL


def format_within(file: Path, encoding: str | None) -> Format:
    """By the name, or else by how it begins. Raises SettingsError."""
    if file.suffix.lower() in {".csv", ".json", ".jsonl", ".ndjson"}:
        return format_of(file)
    first = next((line for line in _lines(file, encoding) if line.strip()), "{")
    return Format.JSONL if first.lstrip().startswith("{") else Format.CSV


def records_of(
    file: Path, kind: Format, encoding: str | None = None
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Each with the number of its last line. Raises SettingsError with that which is wrong."""
    lines = _lines(file, encoding)
    return _csv_records(lines) if kind is Format.CSV else _json_records(lines)


def _lines(file: Path, encoding: str | None) -> Iterator[str]:
    with file.open("rb") as raw:
        head = raw.peek(4)
        found = next((name for mark, name in _MARKS if head.startswith(mark)), None)
        name = encoding or found or "utf-8"
        number = 0
        with io.TextIOWrapper(raw, name, errors="surrogateescape", newline="") as text:
            try:
                for number, line in enumerate(text, start=1):
                    _check(line, number, name)
                    yield line
            except UnicodeDecodeError as error:
                raise SettingsError(f"line {number + 1} is not {name}. {_ADVICE}") from error


def _check(line: str, number: int, encoding: str) -> None:
    if line.isascii() and "\0" not in line:
        return
    wrong = _UNDECODED.search(line)
    if wrong:
        byte, place = ord(wrong[0]) & 0xFF, wrong.start() + 1
        raise SettingsError(
            f"line {number} is not {encoding}: byte 0x{byte:02x} at character {place}. {_ADVICE}"
        )
    if "\0" in line:
        raise SettingsError(f"line {number} has bytes of zero, as UTF-16 has. {_ADVICE}")


def _csv_records(lines: Iterator[str]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """A spreadsheet writes semicolons or tabs where commas are for decimals."""
    csv.field_size_limit(_MAX_CELL)
    header = next(lines, "")
    delimiter = max(",;\t", key=header.count)
    reader = csv.DictReader(_with_first(header, lines), delimiter=delimiter)
    try:
        is_exported = tuple(reader.fieldnames or ()) == WIRE
        for row in reader:
            cells = {name: cell for name, cell in row.items() if isinstance(cell, str)}
            if is_exported:
                cells = {name: unmarked(cell) for name, cell in cells.items()}
            yield reader.line_num, cells
    except csv.Error as error:
        raise SettingsError(f"line {reader.line_num} is not CSV: {error}") from error


def _with_first(first: str, lines: Iterator[str]) -> Iterator[str]:
    if first:
        yield first
    yield from lines


def _json_records(lines: Iterator[str]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        try:
            record = json.loads(text, parse_constant=_no_number, parse_float=_number)
        except (ValueError, RecursionError) as error:
            raise SettingsError(f"line {number} is not JSON: {error}") from error
        if not isinstance(record, dict):
            raise SettingsError(f"line {number} is not a JSON object.")
        yield number, record


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is no number of JSON")


def _number(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text} is larger than any number that can be kept")
    return value
