"""Options that several commands share, and how a command comes to have them all."""

import functools
import inspect
import math
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from faultbook_client.command import completion
from faultbook_client.command.moments import moment, moment_to_come
from faultbook_client.command.selection import ListedStatus, Selection
from faultbook_client.command.targets import Targets
from faultbook_client.enums import Kind, Severity
from faultbook_client.parameters import MAX_TIMEOUT

MAX_COUNT = 1_000_000  # of faults that one list shows

Command = Callable[..., None]


def seconds(text: str) -> float:
    """A span that a program can wait for."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0.1 <= value <= MAX_TIMEOUT:  # noqa: PLR2004 - less is only a busy loop
        raise typer.BadParameter(f"{text!r} is no number of seconds from 0.1 to {MAX_TIMEOUT:g}.")
    return value


Json = Annotated[bool, typer.Option("--json", help="JSON as Faultbook answers it.")]
Since = Annotated[
    datetime | None,
    typer.Option(
        "--from",
        parser=moment,
        metavar="TIME",
        help="2h, 3d, or a time, local unless it names a zone; included.",
    ),
]
Until = Annotated[
    datetime | None,
    typer.Option("--to", parser=moment, metavar="TIME", help="As --from; not included."),
]
SeveritiesOption = Annotated[
    list[Severity] | None,
    typer.Option("--severity", "-S", case_sensitive=False, help="Only these; repeatable."),
]
SitesOption = Annotated[
    list[str] | None,
    typer.Option("--site", help="First segment of the path.", autocompletion=completion.sites),
]
PathsOption = Annotated[
    list[str] | None,
    typer.Option("--path", help="Whole segments from the first on: 'site_1|rack_3'."),
]
FaultId = Annotated[
    str,
    typer.Argument(
        metavar="FAULT",
        help="Its id, or the end of it that a table shows.",
        autocompletion=completion.listed_ids,
    ),
]
Reason = Annotated[str, typer.Option("--reason", "-r", help="Why; kept in the timeline.")]
SnoozedUntil = Annotated[
    datetime,
    typer.Option(
        "--until",
        parser=moment_to_come,
        metavar="TIME",
        help="2h, 3d, or a time, local unless it names a zone; 30 days at most.",
    ),
]
OutputFile = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", dir_okay=False, allow_dash=True, help="A file, whole or not at all."
    ),
]

_FILTERS: Mapping[str, Any] = {
    "statuses": Annotated[
        list[ListedStatus] | None,
        typer.Option("--status", "-s", help="recent: resolved within a day."),
    ],
    "severities": SeveritiesOption,
    "types": Annotated[
        list[str] | None,
        typer.Option("--type", help="As link-down.", autocompletion=completion.types),
    ],
    "sites": SitesOption,
    "paths": PathsOption,
    "resources": Annotated[
        list[str] | None, typer.Option("--resource", help="Exactly this resource.")
    ],
    "kinds": Annotated[
        list[Kind] | None, typer.Option("--kind", case_sensitive=False, help="As incident.")
    ],
    "reporters": Annotated[
        list[str] | None, typer.Option("--reporter", help="The microservice that reported it.")
    ],
    "assignees": Annotated[
        list[str] | None, typer.Option("--assignee", help="Whoever has it; `me` is you.")
    ],
    "acknowledged": Annotated[
        bool | None,
        typer.Option("--acknowledged/--unacknowledged", help="Whether somebody has said so."),
    ],
    "snoozed": Annotated[
        bool | None,
        typer.Option("--snoozed/--awake", help="Whether they are left alone for a while."),
    ],
    "text": Annotated[
        str | None, typer.Option("--text", help="Within message or cause, in any case.")
    ],
    "since": Since,
    "until": Until,
    "resolved_since": Annotated[
        datetime | None,
        typer.Option(
            "--resolved-from", parser=moment, metavar="TIME", help="As --from, of the resolution."
        ),
    ],
    "resolved_until": Annotated[
        datetime | None,
        typer.Option(
            "--resolved-to", parser=moment, metavar="TIME", help="As --to, of the resolution."
        ),
    ],
}
_TARGETS: Mapping[str, Any] = {
    "fault_ids": Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FAULT...]",
            help="Ids, or the ends of them that a table shows; - reads them from standard input.",
            autocompletion=completion.listed_ids,
        ),
    ],
    **_FILTERS,
    "is_dry": Annotated[
        bool, typer.Option("--dry-run", help="Only show the faults that would be changed.")
    ],
    "is_agreed": Annotated[bool, typer.Option("--yes", "-y", help="Do not ask first.")],
}


def selecting(command: Command) -> Command:
    """Gives a command the options of filters; it gets them as `selection`."""
    return _with(command, "selection", _FILTERS, _selection)


def targeting(command: Command) -> Command:
    """Gives a command ids, filters and what to ask before; it gets them as `targets`."""
    return _with(command, "targets", _TARGETS, _targets)


def _selection(options: Mapping[str, Any]) -> Selection:
    return Selection(**{name: value for name, value in options.items() if value is not None})


def _targets(options: Mapping[str, Any]) -> Targets:
    selection = _selection({name: options[name] for name in _FILTERS})
    return Targets(
        options["fault_ids"] or (),
        selection,
        is_dry=options["is_dry"],
        is_agreed=options["is_agreed"],
    )


def _with(
    command: Command,
    replaced: str,
    options: Mapping[str, Any],
    collected: Callable[[Mapping[str, Any]], Any],
) -> Command:
    """`command` with `options` in the place of its parameter `replaced`."""

    @functools.wraps(command)
    def run(*arguments: Any, **values: Any) -> None:
        value = collected({name: values.pop(name) for name in options})
        command(*arguments, **{replaced: value}, **values)

    own = inspect.signature(command).parameters.values()
    parameters = list(_replaced(own, replaced, options))
    annotations = {parameter.name: parameter.annotation for parameter in parameters}
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined] # for typer
    run.__annotations__ = annotations | {"return": None}
    return run


def _replaced(
    own: Iterable[inspect.Parameter], replaced: str, options: Mapping[str, Any]
) -> Iterable[inspect.Parameter]:
    for parameter in own:
        if parameter.name != replaced:
            yield parameter
            continue
        for name, annotation in options.items():
            is_flag = name.startswith("is_")
            yield inspect.Parameter(
                name,
                inspect.Parameter.KEYWORD_ONLY,
                default=False if is_flag else None,
                annotation=annotation,
            )
