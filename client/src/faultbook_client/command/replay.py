"""`faultbook replay`: a file of faults, reported once each, however often it is run."""

import io
from contextlib import nullcontext
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from faultbook_client.command.choices import MAX_COUNT, Json
from faultbook_client.command.claims import claims_of
from faultbook_client.command.moments import now
from faultbook_client.command.pairs import pairs
from faultbook_client.command.records import Format
from faultbook_client.command.session import ExitCode, connected, options_of
from faultbook_client.command.terminal import print_json, print_line
from faultbook_client.command.translation import FIELDS, Translation
from faultbook_client.command.zones import zone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from faultbook_client.command.replay_run import Outcome
    from faultbook_client.command.replay_source import Source
    from faultbook_client.command.replay_state import StateFile


def encoding(name: str) -> str:
    """Of text, as Python calls it."""
    try:
        io.TextIOWrapper(io.BytesIO(), name).close()
    except LookupError:
        raise typer.BadParameter(f"{name!r} is no encoding that is known here.") from None
    return name


def replay(
    context: typer.Context,
    *,
    file: Annotated[
        Path | None,
        typer.Argument(
            help="CSV or JSON lines; - is standard input.",
        ),
    ] = None,
    generate: Annotated[
        int | None,
        typer.Option(
            "--generate",
            metavar="N",
            min=1,
            max=MAX_COUNT,
            help="N faults of an invented network instead, in the three days before now.",
        ),
    ] = None,
    kind: Annotated[
        Format | None, typer.Option("--format", help="By the file's name and beginning.")
    ] = None,
    file_encoding: Annotated[
        str | None,
        typer.Option("--encoding", parser=encoding, metavar="NAME", help="If not UTF-8."),
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="FIELD=COLUMN", help="Where the file has a field."),
    ] = None,
    constants: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="FIELD=VALUE", help="What every report has."),
    ] = None,
    severities: Annotated[
        list[str] | None,
        typer.Option("--severity-of", metavar="WORD=SEVERITY", help="What the file's words mean."),
    ] = None,
    time_zone: Annotated[
        tzinfo | None,
        typer.Option(
            "--zone",
            parser=zone,
            metavar="ZONE",
            help="Of times that name none, as UTC, +02:00 or Europe/Berlin; else the local one.",
        ),
    ] = None,
    shift: Annotated[
        bool, typer.Option("--shift", help="Move all times so that the last is now.")
    ] = False,
    deduplicates: Annotated[
        bool,
        typer.Option("--deduplicate", help="One fault for the same cause at the same resource."),
    ] = False,
    state: Annotated[
        Path | None, typer.Option("--state", dir_okay=False, help="Keeps the place of this replay.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="From the first record on.")] = False,
    seed: Annotated[int, typer.Option("--seed", help="Another one, another network's faults.")] = 1,
    as_json: Json = False,
) -> None:
    """Report the faults of a CSV or JSON lines file, in batches.

    The place is kept in a state file, and each batch has its own idempotency key: after Ctrl-C, a
    crash or a lost connection the same command goes on, and what was sent is not repeated. What
    was appended to the file since then is new. A log with the columns of Loghub is read as it is.
    """
    from faultbook_client.command.replay_run import Run
    from faultbook_client.command.replay_source import Invented, opened

    translation = Translation(
        columns=pairs(columns, FIELDS),
        constants=pairs(constants, FIELDS),
        severities=pairs(severities),
        zone=time_zone,
        deduplicates=deduplicates,
    )
    if (file is None) is (generate is None):
        raise typer.BadParameter("Give a file, - for standard input, or --generate.")
    with (
        opened(file, kind, file_encoding, translation)
        if file
        else nullcontext(Invented(generate or 0, seed, now(), translation))
    ) as source:
        run = Run(source, _state_file(context, source, state), shift=shift, again=again)
        with connected(context) as faultbook:
            outcome = run.replayed(faultbook)
    _tell(outcome, run.already, as_json=as_json)


def _state_file(context: typer.Context, source: "Source", path: Path | None) -> "StateFile":
    from faultbook_client.command.replay_state import StateFile

    if path:
        return StateFile(path)
    if source.identity is None:
        return StateFile(None)
    settings = options_of(context).settings()
    customer = str((claims_of(settings.token) or {}).get("customer_id", settings.token))
    identity = f"{source.identity}\n{settings.url}\n{customer}"
    return StateFile.of(source.name, identity, is_kept=source.is_kept)


def _tell(outcome: "Outcome", already: int, *, as_json: bool) -> None:
    if as_json:
        counts: Mapping[str, int] = {
            "created": outcome.created,
            "repeated": outcome.repeated,
            "refused": outcome.refused,
            "done_before": already,
        }
        print_json(counts)
    else:
        before = f", {already} done before" if already else ""
        print_line(
            f"{outcome.created} created, {outcome.repeated} repeated, "
            f"{outcome.refused} refused{before}"
        )
    if outcome.refused:
        raise typer.Exit(ExitCode.FAILED)
