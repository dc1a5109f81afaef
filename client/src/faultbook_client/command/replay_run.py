"""One run of a replay: from the place where the last one stopped to the end."""

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from faultbook_client.command.moments import now
from faultbook_client.command.profiles import SettingsError
from faultbook_client.command.replay_source import Source
from faultbook_client.command.replay_state import Digest, Place, StateFile
from faultbook_client.command.terminal import say
from faultbook_client.command.translation import Record
from faultbook_client.errors import Problem, failure
from faultbook_client.parameters import MAX_BATCH

if TYPE_CHECKING:
    from faultbook_client.client import Faultbook
    from faultbook_client.models import BatchItem

_SHOWN = 20  # refused records that are told one by one
_SERVER_ERROR = 500
_CREATED, _REPEATED = 201, 200


@dataclass(slots=True)
class Outcome:
    created: int = 0
    repeated: int = 0
    refused: int = 0

    def add(self, records: Sequence[Record], items: "Sequence[BatchItem]") -> None:
        """Raises RequestFailed for what the service could not do; nothing of it counts then."""
        for item in items:
            if item.status >= _SERVER_ERROR:
                raise failure(_problem_of(item))
        statuses = Counter(item.status for item in items)
        self.created += statuses[_CREATED]
        self.repeated += statuses[_REPEATED]
        for record, item in zip(records, items, strict=True):
            if item.error:
                self._refuse(record, item)

    def _refuse(self, record: Record, item: "BatchItem") -> None:
        self.refused += 1
        if self.refused <= _SHOWN:
            problem = _problem_of(item)
            wrong = [
                f"{name}: {'; '.join(complaints)}" for name, complaints in problem.errors.items()
            ]
            say(f"line {record.line} refused: {', '.join(wrong) or problem.detail}")
        elif self.refused == _SHOWN + 1:
            say("further refusals are only counted")


class Run:
    """`already` is how many records were done before this run."""

    def __init__(self, source: Source, state: StateFile, *, shift: bool, again: bool) -> None:
        self._source = source
        self._state = state
        self._shift = shift
        self._again = again
        self.already = 0

    def replayed(self, faultbook: "Faultbook") -> Outcome:
        """Raises SettingsError before any is sent, FaultbookError with the place kept."""
        from faultbook_client.command.views.progress import progress

        count, last = self._survey()
        place = None if self._again else self._state.load()
        if place is None:
            place = Place.begin(now() - last if self._shift and last else None)
            self._state.save(place)
        self.already = place.records
        records = self._source.records()
        digest = self._skip(records, place)
        outcome = Outcome()
        with progress("replaying", count=count, done=place.records) as advance:
            while batch := list(itertools.islice(records, MAX_BATCH)):
                reports = [record.report_at(place.shifted) for record in batch]
                outcome.add(batch, faultbook.batch(reports, idempotency_key=place.key))
                for record in batch:
                    digest.add(record.report)
                place = place.after(len(batch), digest)
                self._state.save(place)
                advance(len(batch))
        self._state.finish()
        return outcome

    def _survey(self) -> tuple[int, datetime | None]:
        """How many, and the last time of all. Raises SettingsError."""
        count, zoneless, last = 0, 0, None
        for record in self._source.records():
            count += 1
            zoneless += record.is_zoneless
            at = record.occurred_at
            last = max(last, at) if last and at else last or at
        if zoneless:
            self._tell_zone(zoneless)
        return count, last

    def _tell_zone(self, zoneless: int) -> None:
        if self._source.translation.zone is None:
            local = now().astimezone()
            say(
                f"Read as local time ({local.tzname()} now), as they name no zone: "
                f"{zoneless:,} times. --zone names another."
            )

    def _skip(self, records: Iterator[Record], place: Place) -> Digest:
        """Raises SettingsError when what was replayed is not what the file begins with."""
        digest = Digest()
        for record in itertools.islice(records, place.records):
            digest.add(record.report)
        if place.records and digest.text() != place.digest:
            raise SettingsError(
                f"{self._source.name} does not begin with what was replayed, or is read "
                "differently now. --again replays it from the first record on."
            )
        return digest


def _problem_of(item: "BatchItem") -> Problem:
    from faultbook_client.reading import errors_of

    error = item.error or {}
    return Problem(
        status=item.status,
        title=str(error.get("title", "")),
        detail=str(error.get("detail", "")),
        request_id=str(error.get("request_id", "")),
        errors=errors_of(error),
    )
