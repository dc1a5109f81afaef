"""A closed day in one piece: its counts by the hour, and its top lists."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from heapq import nlargest

from faultbook.domain.statistics import Ranked, Ranking, Tally, add_tally

_DIGITS_OF_SEAL = 16
LONGEST_LIST = 200  # resources or services that a rolled-up day remembers
LARGEST_LIST = 64 * 1024  # bytes of them as JSON: a day has four lists, in an item of 400 KB


@dataclass(frozen=True, slots=True)
class TopList:
    """The heaviest names of a day, the heaviest first; `is_cut` where there were more."""

    names: tuple[tuple[str, int], ...]
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class DayTotals:
    """`hours` holds those in which anything happened. `seal` is a checksum of all that was counted.

    The seal includes names that a top list has no room for, so a counter that is changed later
    breaks it.
    """

    hours: Mapping[int, Tally] = field(default_factory=dict)
    tops: Mapping[Ranking, TopList] = field(default_factory=dict)
    seal: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.hours and not self.tops


def roll_up(
    slots: Mapping[datetime, Tally], rankings: Mapping[Ranked, Mapping[int, int]]
) -> DayTotals:
    hours: dict[int, Tally] = {}
    for start, tally in slots.items():
        add_tally(hours.setdefault(start.hour, {}), tally)
    nonzero = {hour: {m: n for m, n in tally.items() if n} for hour, tally in hours.items()}
    totals = DayTotals(
        hours={hour: tally for hour, tally in sorted(nonzero.items()) if tally},
        tops=_top_lists(rankings),
    )
    return totals if totals.is_empty else replace(totals, seal=_seal(slots, rankings))


def heaviest(counts: Mapping[str, int], length: int) -> list[tuple[str, int]]:
    """Equal counts are ordered by name, so that the result is always the same."""
    return nlargest(length, counts.items(), key=lambda item: (item[1], _descending(item[0])))


def _seal(slots: Mapping[datetime, Tally], rankings: Mapping[Ranked, Mapping[int, int]]) -> str:
    lines = [
        f"{start:%H:%M} {measure.subject} {measure.dimension} {measure.value} {number}"
        for start, tally in slots.items()
        for measure, number in tally.items()
        if number
    ]
    lines += [
        f"{ranked.ranking} {ranked.name} {slot} {number}"
        for ranked, by_slot in rankings.items()
        for slot, number in by_slot.items()
        if number
    ]
    return sha256("\n".join(sorted(lines)).encode()).hexdigest()[:_DIGITS_OF_SEAL]


def _descending(name: str) -> tuple[int, ...]:
    return tuple(-ord(character) for character in name)


def _top_lists(rankings: Mapping[Ranked, Mapping[int, int]]) -> dict[Ranking, TopList]:
    totals: dict[Ranking, dict[str, int]] = {}
    for ranked, by_slot in rankings.items():
        if total := sum(by_slot.values()):
            of_ranking = totals.setdefault(ranked.ranking, {})
            of_ranking[ranked.name] = of_ranking.get(ranked.name, 0) + total
    return {ranking: _top_list(counts) for ranking, counts in totals.items()}


def _top_list(counts: Mapping[str, int]) -> TopList:
    names: list[tuple[str, int]] = []
    room = LARGEST_LIST
    for name in heaviest(counts, LONGEST_LIST):
        room -= len(json.dumps(name, ensure_ascii=False).encode())
        if room < 0:
            break
        names.append(name)
    return TopList(tuple(names), len(names) < len(counts))
