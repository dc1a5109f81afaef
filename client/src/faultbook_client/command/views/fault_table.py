"""A table of faults: as many columns as the terminal has room for."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from rich import box
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from faultbook_client.command.fault_columns import VALUES, state
from faultbook_client.command.moments import local
from faultbook_client.command.short_ids import shortened
from faultbook_client.command.terminal import in_one_line
from faultbook_client.command.views.drawing import one_line, out, severity_text
from faultbook_client.models import Fault

_NARROW = ("severity", "age", "id", "resource_ancestry_path", "occurrences", "message")
_WIDE = (
    "severity",
    "state",
    "age",
    "id",
    "resource_ancestry_path",
    "type",
    "microservice_id",
    "occurrences",
    "last_seen_at",
    "acknowledged_by",
    "assignee",
    "message",
)
_HEADS = {
    "resource_ancestry_path": "Where",
    "occurrences": "Seen",
    "created_at": "Opened",
    "last_seen_at": "Last seen",
    "acknowledged_by": "Acknowledged by",
    "microservice_id": "Reported by",
    "resource_id": "Resource",
}
# What a narrow terminal loses, the first first; the message stays to the last.
_LOST = ("id", "occurrences", "resource_ancestry_path", "age", "severity")
_LEAST = {"severity": 10, "age": 4, "resource_ancestry_path": 16, "occurrences": 4, "message": 24}
_PATH = "resource_ancestry_path"
_FLEXIBLE = (_PATH, "message")
_ID = 6
_GAP = 3
_STATES = {"resolved": "green", "acked": "blue", "snoozed": "magenta"}
_ENDLESS = 10_000  # columns: a wide table is cut by nobody


def print_table(faults: Sequence[Fault], columns: Sequence[str], *, is_wide: bool) -> None:
    console = out()
    if is_wide or columns:
        console.width = max(console.width, _ENDLESS)
        console.print(_table(faults, columns or _WIDE, None), crop=False)
    else:
        console.print(fitting(faults, console.width))


def fitting(faults: Sequence[Fault], width: int, news: Collection[str] = ()) -> Table:
    """`news` are the ids of the faults that stand out."""
    return _table(faults, _fitting_columns(faults, width), width, news)


def _fitting_columns(faults: Sequence[Fault], width: int) -> list[str]:
    id_width = max(map(len, shortened(fault.id for fault in faults).values()))
    least = _LEAST | {"id": id_width}
    columns = list(_NARROW)
    for lost in _LOST:
        if sum(least[column] + _GAP for column in columns) <= width:
            break
        columns.remove(lost)
    return columns


def _table(
    faults: Sequence[Fault], columns: Sequence[str], width: int | None, news: Collection[str] = ()
) -> Table:
    """Nothing is cut without a width."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=width is not None)
    path_width = None if width is None else _path_width(faults, columns, width)
    for name in columns:
        head = _HEADS.get(name, name.replace("_", " ").capitalize())
        ratio = 1 if name == "message" and width is not None else None
        table.add_column(head, no_wrap=True, overflow="ellipsis", ratio=ratio)
    ids = {} if width is None else shortened(fault.id for fault in faults)
    for fault in faults:
        style = "reverse" if fault.id in news else None
        table.add_row(*(_cell(fault, name, ids, path_width) for name in columns), style=style)
    return table


def _path_width(faults: Sequence[Fault], columns: Sequence[str], width: int) -> int:
    """A message has at least as much room as a path."""
    others = sum(_LEAST.get(column, _ID) + _GAP for column in columns if column not in _FLEXIBLE)
    share = (width - others - len(_FLEXIBLE) * _GAP) // len(_FLEXIBLE)
    return max(_LEAST[_PATH], min(share, max(cell_len(_path(fault)) for fault in faults)))


def _cell(fault: Fault, name: str, ids: dict[str, str], path_width: int | None) -> Text:
    """Short ids where there are some, and with them the state beside the message."""
    drawn = _DRAWN.get(name)
    if drawn:
        return drawn(fault)
    if name == "id":
        return Text(ids.get(fault.id, fault.id), style="bright_black")
    if name == _PATH:
        return Text(_end_of(_path(fault), path_width))
    if name == "message" and ids and state(fault) in _STATES:
        return _state(fault).append("  ") + one_line(fault.message)
    value = VALUES[name](fault)
    if name.endswith("_at") and value:
        return Text(local(datetime.fromisoformat(value)))
    return one_line("" if value is None else str(value))


def _path(fault: Fault) -> str:
    return in_one_line(" > ".join(fault.path))


def _end_of(text: str, width: int | None) -> str:
    """The end of a path names the resource, so the beginning is cut."""
    if width is None or cell_len(text) <= width:
        return text
    while cell_len(text) >= width:
        text = text[1:]
    return f"…{text}"


def _state(fault: Fault) -> Text:
    return Text(state(fault), _STATES.get(state(fault), ""))


_DRAWN: dict[str, Callable[[Fault], Text]] = {
    "severity": lambda fault: severity_text(fault.severity),
    "occurrences": lambda fault: Text(str(fault.occurrences) if fault.occurrences > 1 else ""),
    "state": _state,
}
