"""One sweep of the due notes of every kind.

Safe to run twice, at once, late, or stopped in the middle: an item is changed only while it names
the time of the note, and the note is removed once there is nothing left to do.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Protocol

from faultbook.domain.due import Due, DueKind
from faultbook.domain.errors import Unavailable
from faultbook.usecases.left_over import LeftOver
from faultbook.usecases.ports import Clock, DueStore

_TURN = 25  # notes of a kind, before the next kind has its turn


class Settler(Protocol):
    """Does what is due for one kind of note."""

    def settle(self, due: Due) -> bool:
        """Whether the note is done with; False leaves it for the next sweep."""
        ...


@dataclass(slots=True)
class Sweep:
    """`done` is how many notes were done with; `longest_wait` that of the note overdue longest."""

    done: int = 0
    longest_wait: timedelta = timedelta(0)
    left_over: list[LeftOver] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SweepDueNotes:
    """`settlers` are asked in their order."""

    settlers: Mapping[DueKind, Settler]
    dues: DueStore
    clock: Clock

    def run(self, may_go_on: Callable[[], bool]) -> Sweep:
        """Each note separately: one that cannot be settled holds up none after it.

        Kinds take turns, so that many notes of one leave time for the others. Raises Unavailable
        where the notes cannot be read; what was done stays done.
        """
        sweep = Sweep()
        now = self.clock()
        for due in self._in_turns(now):
            sweep.longest_wait = max(sweep.longest_wait, now - due.looked_at)
            if not may_go_on():
                break
            self._settle(due, sweep)
        return sweep

    def _in_turns(self, now: datetime) -> Iterator[Due]:
        waiting = [self.dues.until(now, kind) for kind in self.settlers]
        while waiting:
            for notes in tuple(waiting):
                turn = list(islice(notes, _TURN))
                if len(turn) < _TURN:
                    waiting.remove(notes)
                yield from turn

    def _settle(self, due: Due, sweep: Sweep) -> None:
        try:
            if self.settlers[due.kind].settle(due):
                self.dues.remove(due)
                sweep.done += 1
        except Unavailable as error:  # the next minute's run finds it at its place
            sweep.left_over.append(LeftOver(due.customer_id, due.number, reason=error))
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one stays with it
            sweep.left_over.append(LeftOver(due.customer_id, due.number, reason=error))
            self._put_aside(due, sweep)

    def _put_aside(self, due: Due, sweep: Sweep) -> None:
        try:
            self.dues.put_aside(due, due.put_aside(self.clock()))
        except Exception as error:  # noqa: BLE001 - then it stays at its place
            sweep.left_over.append(LeftOver(due.customer_id, due.number, reason=error))
