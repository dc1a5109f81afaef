"""`faultbook replay`: a file of faults, reported once each, however often it is run."""

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from faultbook_client.client import MAX_BATCH, Faultbook
from faultbook_client.command.choices import Json
from faultbook_client.command.claims import claims_of
from faultbook_client.command.moments import now
from faultbook_client.command.profiles import SettingsError
from faultbook_client.command.records import (
    FIELDS,
    Format,
    Record,
    Translation,
    format_of,
    occurred_at,
    records_of,
)
from faultbook_client.command.replay_state import Digest, Place, StateFile
from faultbook_client.command.session import ExitCode, connected, options_of
from faultbook_client.command.terminal import err, print_json, print_line, say
from faultbook_client.errors import Problem, failure
from faultbook_client.models import BatchItem

_SHOWN = 20  # refused records that are told one by one
_SERVER_ERROR = 500


def _pairs(texts: Sequence[str] | None, known: Iterable[str] | None = None) -> dict[str, str]:
    pairs = {}
    for text in texts or []:
        name, is_there, value = text.partition("=")
        if not is_there:
            raise typer.BadParameter(f"{text!r} is not NAME=VALUE.")
        if known is not None and name not in known:
            raise typer.BadParameter(f"{name!r} is none of {', '.join(known)}.")
        pairs[name] = value
    return pairs


@dataclass(slots=True)
class Outcome:
    created: int = 0
    repeated: int = 0
    refused: int = 0

    def add(self, records: Sequence[Record], items: Sequence[BatchItem]) -> None:
        """Raises RequestFailed for what the service could not do; nothing of it counts then."""
        for item in items:
            if item.status >= _SERVER_ERROR:
                raise failure(_problem_of(item))
        statuses = Counter(item.status for item in items)
        self.created += statuses.pop(201, 0)
        self.repeated += statuses.pop(200, 0)
        for record, item in zip(records, items, strict=True):
            if item.error:
                self._refuse(record, item)

    def _refuse(self, record: Record, item: BatchItem) -> None:
        self.refused += 1
        if self.refused <= _SHOWN:
            problem = _problem_of(item)
            wrong = [f"{name}: {'; '.join(said)}" for name, said in problem.errors.items()]
            say(f"line {record.line} refused: {', '.join(wrong) or problem.detail}")
        elif self.refused == _SHOWN + 1:
            say("further refusals are only counted")


def replay(
    context: typer.Context,
    *,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    kind: Annotated[
        Format | None, typer.Option("--format", help="By the file's name unless given.")
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
    shift: Annotated[
        bool, typer.Option("--shift", help="Move all times so that the last is now.")
    ] = False,
    state: Annotated[
        Path | None, typer.Option("--state", dir_okay=False, help="Keeps the place of this replay.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="From the first record on.")] = False,
    as_json: Json = False,
) -> None:
    """Report the faults of a CSV or JSON lines file, in batches.

    The place is kept in a state file, and each batch has its own idempotency key: after Ctrl-C, a
    crash or a lost connection the same command goes on, and what was sent is not repeated. What
    was appended to the file since then is new.
    """
    options = options_of(context)
    settings = options.settings()
    translation = Translation(
        _pairs(columns, FIELDS), _pairs(constants, FIELDS), _pairs(severities)
    )
    customer = str((claims_of(settings.token) or {}).get("customer_id", settings.token))
    state_file = StateFile(state) if state else StateFile.of(file, settings.url, customer)
    source = Source(file, kind or format_of(file), translation)
    with connected(context) as faultbook:
        outcome, already = _replayed(faultbook, source, state_file, shift=shift, again=again)
    _tell(outcome, already, as_json=as_json)


@dataclass(frozen=True, slots=True)
class Source:
    file: Path
    kind: Format
    translation: Translation

    def records(self) -> Iterator[Record]:
        return records_of(self.file, self.kind, self.translation)

    def survey(self) -> tuple[int, datetime | None]:
        """How many, and the last time of all. Raises SettingsError, before any is sent."""
        count, last = 0, None
        for record in self.records():
            count += 1
            at = occurred_at(record.report)
            last = max(last, at) if last and at else last or at
        return count, last


def _replayed(
    faultbook: Faultbook, source: Source, state: StateFile, *, shift: bool, again: bool
) -> tuple[Outcome, int]:
    """The outcome of this run, and how many records were done before it."""
    count, last = source.survey()
    place = None if again else state.load()
    if place is None:
        place = Place.begin(now() - last if shift and last else None)
        state.save(place)
    already = place.records
    records = source.records()
    digest = _skip(records, place, source.file)
    outcome = Outcome()
    with _progress() as progress:
        task = progress.add_task("replaying", total=count, completed=already)
        while batch := list(itertools.islice(records, MAX_BATCH)):
            reports = [record.report_at(place.shifted) for record in batch]
            outcome.add(batch, faultbook.batch(reports, idempotency_key=place.key))
            for record in batch:
                digest.add(record.report)
            place = place.after(len(batch), digest)
            state.save(place)
            progress.advance(task, len(batch))
    return outcome, already


def _skip(records: Iterator[Record], place: Place, file: Path) -> Digest:
    """Raises SettingsError when what was replayed is not what the file begins with."""
    digest = Digest()
    for record in itertools.islice(records, place.records):
        digest.add(record.report)
    if place.records and digest.text() != place.digest:
        raise SettingsError(
            f"{file} does not begin with what was replayed, or is read differently now. "
            "--again replays it from the first record on."
        )
    return digest


def _tell(outcome: Outcome, already: int, *, as_json: bool) -> None:
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


def _problem_of(item: BatchItem) -> Problem:
    error = item.error or {}
    return Problem(
        status=item.status,
        title=str(error.get("title", "")),
        detail=str(error.get("detail", "")),
        request_id=str(error.get("request_id", "")),
        errors=error.get("errors") or {},
    )


def _progress() -> Progress:
    console = err()
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    )
