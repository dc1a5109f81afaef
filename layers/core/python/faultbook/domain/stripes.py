"""How many stripes a customer's faults are spread over in the indexes.

A fault's stripe follows from its number and the count of the moment, so it is stored nowhere: a
list reads as many stripes as there ever were, and finds the fault in any of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

MAX_STRIPES = 32
MAX_STRIPED = 1000  # customers; all that are striped are read together
# From choosing a count to writing with it. Longer than a reader may remember the former count
# (a minute) plus the longest request (half a minute), so that no reader overlooks a stripe.
LEAD = timedelta(minutes=2)
_ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Turn:
    """From `since` on, faults are written to `count` stripes."""

    since: datetime
    count: int


@dataclass(frozen=True, slots=True)
class Stripes:
    """`most` is the largest count that was ever chosen; `turns` are in order, the newest last."""

    most: int = 1
    turns: Sequence[Turn] = (Turn(_ALWAYS, 1),)

    @property
    def chosen(self) -> Turn:
        """The newest turn, which may be in the future."""
        return self.turns[-1]

    def written_at(self, now: datetime) -> int:
        return next(turn.count for turn in reversed(self.turns) if turn.since <= now)

    def changed(self, count: int, now: datetime) -> "Stripes":
        if count == self.chosen.count:
            return self
        begun = [turn for turn in self.turns if turn.since <= now][-1:]
        ahead = [turn for turn in self.turns if turn.since > now]
        since = max([now + LEAD, *(turn.since for turn in ahead)])
        return Stripes(max(self.most, count), (*begun, *ahead, Turn(since, count)))
