"""`faultbook groups`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from faultbook_client.command.choices import selecting
from faultbook_client.command.moments import age, now
from faultbook_client.command.rendering import Form, FormOption, Kind, show
from faultbook_client.command.selection import ListedStatus, Selection
from faultbook_client.command.session import connected
from faultbook_client.command.severities import RANKS
from faultbook_client.command.terminal import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from faultbook_client.client import Faultbook
    from faultbook_client.enums import Severity
    from faultbook_client.group_models import Group, Sample

_MOST_CALLS = 10  # each counts 1,000 faults
_COLUMNS = ("count", "acknowledged", "severity", "newest_at", "key", "sample")


@dataclass(slots=True)
class Counted:
    """A group over all answers, the newest first."""

    key: Mapping[str, str]
    count: int
    acknowledged: int
    severity: "Severity"
    newest_at: datetime
    sample: "Sample"

    def add(self, older: "Group") -> None:
        self.count += older.count
        self.acknowledged += older.acknowledged
        self.severity = min(self.severity, older.severity, key=lambda severity: RANKS[severity])
        if older.newest_at > self.newest_at:
            self.newest_at, self.sample = older.newest_at, older.sample

    @property
    def wire(self) -> dict[str, Any]:
        return {
            "key": dict(self.key),
            "count": self.count,
            "acknowledged": self.acknowledged,
            "severity": self.severity.value,
            "newest_at": self.newest_at.isoformat(),
            "sample": {"id": self.sample.id, "message": self.sample.message},
        }


def _key(group: Counted) -> str:
    return " ".join(f"{name}={value}" for name, value in group.key.items())


def _draw(groups: "Sequence[Counted]", columns: "Sequence[str]", is_wide: bool) -> None:  # noqa: FBT001 - as Kind has it
    from faultbook_client.command.views.group_table import print_groups

    del columns, is_wide
    print_groups([(group, _key(group), age(group.newest_at, now())) for group in groups])


GROUPS: Kind[Counted] = Kind(
    name=_key,
    wire=lambda group: group.wire,
    values={
        "count": lambda group: group.count,
        "acknowledged": lambda group: group.acknowledged,
        "severity": lambda group: group.severity.value,
        "newest_at": lambda group: group.newest_at.isoformat(),
        "key": _key,
        "sample": lambda group: group.sample.message,
    },
    lines=_COLUMNS,
    every=_COLUMNS,
    draw=_draw,
    nothing="No faults.",
)


@selecting
def groups(
    context: typer.Context,
    *,
    selection: Selection,
    by: Annotated[
        str,
        typer.Option(
            "--by",
            metavar="NAME,...",
            help="Of type, site, resource, reporter, severity, kind, path:2.",
        ),
    ] = "type,site",
    form: FormOption = Form.TABLE,
) -> None:
    """Count what is alike, the gravest first; the open faults unless told otherwise.

    Fields elsewhere than on a terminal: count, acknowledged, severity, newest_at, key, sample.
    """
    with connected(context) as faultbook:
        counted, is_complete = _counted(faultbook, selection, by.split(","))
    counted.sort(key=lambda group: (RANKS[group.severity], -group.count))
    show(GROUPS, counted, form)
    if not is_complete:
        say(f"Only the newest {_MOST_CALLS * 1000:,} faults were counted.")


def _counted(
    faultbook: "Faultbook", selection: Selection, by: "Sequence[str]"
) -> tuple[list[Counted], bool]:
    found: dict[tuple[str, ...], Counted] = {}
    calls = 0
    for filters in selection.queries(ListedStatus.UNRESOLVED):
        cursor: str | None = None
        while calls < _MOST_CALLS:
            answer = faultbook.groups(by, cursor=cursor, **filters)
            calls += 1
            for group in answer.groups:
                _add(found, group)
            cursor = answer.cursor
            if cursor is None:
                break
        else:
            return list(found.values()), False
    return list(found.values()), True


def _add(found: dict[tuple[str, ...], Counted], group: "Group") -> None:
    key = tuple(group.key.values())
    if key in found:
        found[key].add(group)
        return
    found[key] = Counted(
        key=group.key,
        count=group.count,
        acknowledged=group.acknowledged,
        severity=group.severity,
        newest_at=group.newest_at,
        sample=group.sample,
    )
