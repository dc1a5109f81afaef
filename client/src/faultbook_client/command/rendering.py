"""Lists in the form that was asked for: a table, lines, JSON, YAML, CSV or names.

What is written line by line is written as it is read, so that nothing is held.
"""

import csv
import io
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Generic, TypeVar

import typer

from faultbook_client.command.formulas import marked
from faultbook_client.command.terminal import (
    is_terminal,
    json_line,
    print_fields,
    print_line,
    say,
    takes_unicode,
)

Item = TypeVar("Item")


class Form(StrEnum):
    TABLE = "table"
    WIDE = "wide"
    JSON = "json"
    YAML = "yaml"
    CSV = "csv"
    NAME = "name"


FormOption = Annotated[
    Form,
    typer.Option(
        "--output", "-o", help="json: a line each; name: ids; table and wide: lines in a pipe."
    ),
]


@dataclass(frozen=True, slots=True)
class Kind(Generic[Item]):
    """How things of a kind are shown: in JSON as `wire`, elsewhere some of their `values`.

    `lines` are those of a line in a pipe, `every` those of a wide one and of CSV. `draw` prints a
    table on a terminal: of these columns, or of its own choice, which `wide` makes larger.
    """

    name: Callable[[Item], str]
    wire: Callable[[Item], Mapping[str, Any]]
    values: Mapping[str, Callable[[Item], Any]]
    lines: Sequence[str]
    every: Sequence[str]
    draw: Callable[[Sequence[Item], Sequence[str], bool], None]
    nothing: str

    def columns(self, text: str | None) -> list[str]:
        """Of `--columns a,b`. Raises BadParameter."""
        names = [name.strip() for name in (text or "").split(",") if name.strip()]
        for name in names:
            if name not in self.values:
                known = ", ".join(self.values)
                raise typer.BadParameter(f"{name!r} is no column; there are: {known}.")
        return names


def show(kind: Kind[Item], items: Iterable[Item], form: Form, columns: Sequence[str] = ()) -> int:
    """Writes all to standard output; how many there were."""
    if form in {Form.TABLE, Form.WIDE} and is_terminal():
        return _drawn(kind, list(items), form, columns)
    write = _writer(kind, form, columns)
    count = 0
    for item in items:
        write(item)
        count += 1
    if not count and form is Form.YAML:
        print_line("[]")
    return count


def _drawn(kind: Kind[Item], items: Sequence[Item], form: Form, columns: Sequence[str]) -> int:
    if items:
        kind.draw(items, columns, form is Form.WIDE)
    else:
        say(kind.nothing)
    return len(items)


def _writer(kind: Kind[Item], form: Form, columns: Sequence[str]) -> Callable[[Item], None]:
    if form is Form.NAME:
        return lambda item: print_line(kind.name(item))
    if form is Form.JSON:
        return lambda item: print_line(json_line(_members(kind, item, columns), sys.stdout))
    if form is Form.YAML:
        return lambda item: print_line(yaml_document([_members(kind, item, columns)]))
    names = columns or (kind.lines if form is Form.TABLE else kind.every)
    if form is Form.CSV:
        print_line(csv_line(names))
        return lambda item: print_line(csv_line([kind.values[name](item) for name in names]))
    return lambda item: print_fields(kind.values[name](item) for name in names)


def _members(kind: Kind[Item], item: Item, columns: Sequence[str]) -> Mapping[str, Any]:
    wire = kind.wire(item)
    return {name: wire.get(name, kind.values[name](item)) for name in columns} if columns else wire


def csv_line(values: Iterable[Any]) -> str:
    """RFC 4180, without the end of the line; no cell is a formula to a spreadsheet."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(
        "" if value is None else marked(value) if isinstance(value, str) else value
        for value in values
    )
    return line.getvalue()


def yaml_document(value: Any) -> str:
    """Of a list with one item: an item, so that those of all pages are one document."""
    import yaml

    return yaml.safe_dump(
        _plain(value),
        sort_keys=False,
        allow_unicode=takes_unicode(sys.stdout),
        width=float("inf"),
    ).rstrip("\n")


def _plain(value: Any) -> Any:
    """Without enums, which are texts, and with JSON's own containers."""
    if isinstance(value, Mapping):
        return {str(name): _plain(member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(element) for element in value]
    return str(value) if isinstance(value, str) else value
