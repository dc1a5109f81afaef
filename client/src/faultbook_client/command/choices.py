"""Options that several commands share."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from faultbook_client.client import Filters
from faultbook_client.command.moments import moment
from faultbook_client.models import Severity


class ListedStatus(StrEnum):
    UNRESOLVED = "unresolved"
    RESOLVED = "resolved"
    RECENT = "recent"
    ALL = "all"


Json = Annotated[bool, typer.Option("--json", help="JSON as Faultbook answers it.")]
Since = Annotated[
    datetime | None,
    typer.Option("--from", parser=moment, metavar="TIME", help="2h, 3d, or a time; included."),
]
Until = Annotated[
    datetime | None,
    typer.Option("--to", parser=moment, metavar="TIME", help="As --from; not included."),
]
StatusOption = Annotated[
    ListedStatus,
    typer.Option("--status", "-s", help="recent: resolved within a day."),
]
SeverityOption = Annotated[
    Severity | None, typer.Option("--severity", "-S", case_sensitive=False, help="Only this one.")
]
TypeOption = Annotated[str | None, typer.Option("--type", help="As link-down.")]
SiteOption = Annotated[str | None, typer.Option("--site", help="First segment of the path.")]
PathOption = Annotated[
    str | None, typer.Option("--path", help="Whole segments from the first on: 'site_1|rack_3'.")
]
ResourceOption = Annotated[str | None, typer.Option("--resource", help="Exactly this resource.")]
TextOption = Annotated[
    str | None, typer.Option("--text", "-q", help="Within message or cause, in any case.")
]
FaultIds = Annotated[
    list[str], typer.Argument(metavar="FAULT...", help="Ids, with or without flt_.")
]
Reason = Annotated[str, typer.Option("--reason", "-r", help="Why; kept in the timeline.")]
OutputFile = Annotated[
    Path | None,
    typer.Option("--output", "-o", dir_okay=False, help="A file, written whole or not at all."),
]


def filters_of(
    *,
    status: ListedStatus,
    severity: Severity | None,
    type_: str | None,
    site: str | None,
    path: str | None,
    resource: str | None,
    text: str | None,
    since: datetime | None,
    until: datetime | None,
) -> Filters:
    return Filters(
        status=None if status is ListedStatus.ALL else str(status),
        severity=severity,
        type=type_,
        site=site,
        path=path,
        resource_id=resource,
        q=text,
        since=since,
        until=until,
    )
