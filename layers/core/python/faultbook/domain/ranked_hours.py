"""The rankings of a day's hours that are over, in one piece; they stand by name besides.

A piece is read with one unit where its names by themselves are read with ten. Whoever counts
something in an hour that is over for longer than `statistics.SETTLING` marks the day as late, and
the piece counts for nothing until it is made anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from faultbook.domain.statistics import Ranked, Ranking

HOURS = 24


@dataclass(frozen=True, slots=True)
class RankedHours:
    """Faults opened, by name and slot of the day, in the hours before `until`."""

    until: int
    counts: Mapping[Ranking, Mapping[str, Mapping[int, int]]] = field(default_factory=dict)


def gather(
    rankings: Mapping[Ranked, Mapping[int, int]], until: int, before: RankedHours | None = None
) -> RankedHours:
    """`rankings` are of the hours behind those of `before`."""
    counts: dict[Ranking, dict[str, dict[int, int]]] = {}
    for ranking, names in before.counts.items() if before else ():
        counts[ranking] = {name: dict(by_slot) for name, by_slot in names.items()}
    for ranked, by_slot in rankings.items():
        nonzero = {slot: number for slot, number in by_slot.items() if number}
        if nonzero:
            counts.setdefault(ranked.ranking, {}).setdefault(ranked.name, {}).update(nonzero)
    return RankedHours(until, counts)
