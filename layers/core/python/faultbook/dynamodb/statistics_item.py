"""Counters <-> attributes of the statistics table.

A counter's name is one letter for its subject and, for a label, one for the dimension, a colon
and the label: `o` faults opened, `os:HIGH` of high severity. In top lists the name is the slot
of the day. Short, because a kilobyte is a write unit; what is no counter has a longer name.
"""

import base64
import json
import zlib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import chain
from typing import Any

from faultbook.domain.ranked_hours import RankedHours
from faultbook.domain.retention import months_after
from faultbook.domain.rollup import DayTotals, TopList
from faultbook.domain.statistics import (
    SLOT_MONTHS,
    Dimension,
    Group,
    Measure,
    Ranking,
    Slot,
    Subject,
    Tally,
    day_of,
)
from faultbook.domain.times import from_microseconds
from faultbook.dynamodb import statistics_keys as keys
from faultbook.dynamodb.fault_item import Item

DAY_YEARS = 5  # what DynamoDB takes as an expiry at the most
LATE_PREFIX = "late#"
_LARGE = 32 * 1024  # characters of the hours of a day
_LARGEST = 350 * 1024  # characters of names, compressed; an item has 400 KB

_SUBJECTS = {
    Subject.UNRESOLVED: "u",
    Subject.RESOLVED_NOW: "v",
    Subject.OPENED: "o",
    Subject.RESOLVED: "r",
    Subject.REOPENED: "n",
    Subject.ACKNOWLEDGED: "a",
    Subject.EXPIRED: "e",
    Subject.TIME_TO_ACKNOWLEDGE: "A",
    Subject.TIME_TO_RESOLVE: "R",
}
_DIMENSIONS = {
    Dimension.SEVERITY: "s",
    Dimension.KIND: "k",
    Dimension.TYPE: "t",
    Dimension.PRIORITY: "p",
    Dimension.KIND_AND_PRIORITY: "q",
    Dimension.BUCKET: "b",
    Dimension.MICROSECONDS: "m",
}
_SUBJECT_OF = {letter: subject for subject, letter in _SUBJECTS.items()}
_DIMENSION_OF = {letter: dimension for dimension, letter in _DIMENSIONS.items()}


def name_of(measure: Measure) -> str:
    if measure.dimension is Dimension.SLOT:
        return measure.value
    subject = _SUBJECTS[measure.subject]
    if measure.dimension is Dimension.TOTAL:
        return subject
    return f"{subject}{_DIMENSIONS[measure.dimension]}:{measure.value}"


@lru_cache(maxsize=4096)  # an answer has thousands of counters, with the same few names
def measure_of(name: str) -> Measure | None:
    """None for an attribute that is no counter."""
    if name.isdigit():
        return Measure(Subject.OPENED, Dimension.SLOT, name)
    subject = _SUBJECT_OF.get(name[0])
    if subject and len(name) == 1:
        return Measure(subject)
    dimension = _DIMENSION_OF.get(name[1:2])
    if subject and dimension and name[2:3] == ":":
        return Measure(subject, dimension, name[3:])
    return None


def tally_of(item: Item) -> Tally:
    tally: Tally = {}
    for name, value in item.items():
        measure = measure_of(name)
        if measure and "N" in value:
            tally[measure] = int(value["N"])
    return tally


def by_slot_of(item: Item) -> dict[int, int]:
    """Of a top list's entry: what `tally_of` says, by the slot of the day."""
    return {int(name): int(value["N"]) for name, value in item.items() if name.isdigit()}


def late_days_of(item: Item) -> dict[date, str]:
    return {
        date.fromisoformat(name.removeprefix(LATE_PREFIX)): value["S"]
        for name, value in item.items()
        if name.startswith(LATE_PREFIX)
    }


def late_name(day: date) -> str:
    return f"{LATE_PREFIX}{day:%Y-%m-%d}"


def kept_until(group: Group, serial: str) -> int | None:
    """Unix seconds; None for ever. A day longer than the writing, however old the slot is."""
    day = day_of(group)
    if day is None:
        return None
    start = group.start if isinstance(group, Slot) else _midnight(day)
    tomorrow = from_microseconds(int(serial)) + timedelta(days=1)
    return int(max(months_after(start, SLOT_MONTHS), tomorrow).timestamp())


def day_item(customer_id: str, day: date, totals: DayTotals) -> Item:
    pk, sk = keys.day(customer_id, day)
    tops = {
        ranking: {"names": top.names, "cut": top.is_cut} for ranking, top in totals.tops.items()
    }
    return _hours(totals) | {
        "pk": {"S": pk},
        "sk": {"S": sk},
        "tops": {"S": _document(tops)},
        "seal": {"S": totals.seal},
        "ttl": {"N": str(int(months_after(_midnight(day), 12 * DAY_YEARS).timestamp()))},
    }


def totals_of(item: Item) -> DayTotals:
    tops: Mapping[str, Mapping[str, Any]] = json.loads(item["tops"]["S"])
    return DayTotals(
        hours=_hours_of(item),
        tops={
            Ranking(ranking): TopList(
                tuple((name, count) for name, count in top["names"]), top["cut"]
            )
            for ranking, top in tops.items()
        },
        seal=item["seal"]["S"] if "seal" in item else "",
    )


def ranked_item(customer_id: str, day: date, ranked: RankedHours) -> Item | None:
    """None for more names than an item holds: tens of thousands. `names` is as `counters` below.

    By ranking and name: a slot, its number, another slot, its number.
    """
    document = {
        ranking: {name: [*chain(*by_slot.items())] for name, by_slot in names.items()}
        for ranking, names in ranked.counts.items()
    }
    names = _packed(document)
    if len(names) > _LARGEST:
        return None
    pk, sk = keys.ranked_hours(customer_id, day)
    return {
        "pk": {"S": pk},
        "sk": {"S": sk},
        "until": {"N": str(ranked.until)},
        "names": {"S": names},
        "ttl": {"N": str(int(months_after(_midnight(day), SLOT_MONTHS).timestamp()))},
    }


def ranked_of(item: Item) -> RankedHours:
    document: Mapping[str, Mapping[str, list[int]]] = _unpacked(item["names"]["S"])
    counts = {
        Ranking(ranking): {
            name: dict(zip(pairs[::2], pairs[1::2], strict=True)) for name, pairs in names.items()
        }
        for ranking, names in document.items()
    }
    return RankedHours(int(item["until"]["N"]), counts)


def _hours(totals: DayTotals) -> Item:
    """`hours` has the counters of each hour; where that is large, `counters` has the hours of each.

    The name of a counter is then stored once, and not in up to 24 hours. `counters` is compressed,
    and in base 64.
    """
    hours = {
        str(hour): {name_of(measure): number for measure, number in sorted(tally.items())}
        for hour, tally in totals.hours.items()
    }
    document = _document(hours)
    if len(document) <= _LARGE:
        return {"hours": {"S": document}}
    counters: dict[str, dict[str, int]] = {}
    for hour, tally in hours.items():
        for name, number in tally.items():
            counters.setdefault(name, {})[hour] = number
    return {"counters": {"S": _packed(counters)}}


def _hours_of(item: Item) -> dict[int, Tally]:
    if "hours" in item:
        hours: Mapping[str, Mapping[str, int]] = json.loads(item["hours"]["S"])
        return {int(hour): _tally(tally) for hour, tally in hours.items()}
    counters: Mapping[str, Mapping[str, int]] = _unpacked(item["counters"]["S"])
    tallies: dict[int, Tally] = {}
    for name, numbers in counters.items():
        if measure := measure_of(name):
            for hour, number in numbers.items():
                tallies.setdefault(int(hour), {})[measure] = number
    return dict(sorted(tallies.items()))


def _tally(document: Mapping[str, int]) -> Tally:
    read = ((measure_of(name), number) for name, number in document.items())
    return {measure: number for measure, number in read if measure}


def _midnight(day: date) -> datetime:
    return datetime.fromisoformat(f"{day:%Y-%m-%d}T00:00:00+00:00")


def _packed(value: object) -> str:
    return base64.b64encode(zlib.compress(_document(value).encode())).decode()


def _unpacked(text: str) -> Any:
    return json.loads(zlib.decompress(base64.b64decode(text)))


def _document(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
