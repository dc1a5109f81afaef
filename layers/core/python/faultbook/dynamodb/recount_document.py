"""A recount in progress, as JSON."""

from datetime import date
from typing import Any

from faultbook.domain.recount import Place, Recount, Stored
from faultbook.domain.statistics import Tally
from faultbook.dynamodb import statistics_item, statistics_keys


def document_of(recount: Recount) -> dict[str, Any]:
    places = sorted(recount.stored.keys() | recount.left.keys(), key=str)
    counters = [
        [*_key(place), seen_of(recount.stored.get(place)), plain(recount.left.get(place, {}))]
        for place in places
    ]
    return {
        "run": recount.run,
        "read_at": recount.read_at,
        "watermarks": recount.watermarks,
        "newest": recount.newest,
        "counters": counters,
        "oldest": {name: f"{day:%Y-%m-%d}" for name, day in recount.oldest.items()},
        "forgetful": sorted(recount.forgetful),
        "unreadable": sorted(recount.unreadable),
        "doubtful": [[name, f"{day:%Y-%m-%d}"] for name, day in recount.doubtful],
        "position": recount.position,
        "missing": recount.missing,
        "wrong": recount.wrong,
    }


def recount_of(document: dict[str, Any]) -> Recount:
    """Without the tallies that were read: only what is left of them matters."""
    recount = Recount(
        run=document["run"],
        read_at=document["read_at"],
        watermarks=document["watermarks"],
        newest=document["newest"],
        oldest={name: date.fromisoformat(day) for name, day in document["oldest"].items()},
        forgetful=set(document["forgetful"]),
        unreadable=set(document["unreadable"]),
        doubtful=[(name, date.fromisoformat(day)) for name, day in document["doubtful"]],
        position=document["position"],
        missing=document["missing"],
        wrong=document["wrong"],
    )
    for pk, sk, seen, left in document["counters"]:
        place = statistics_keys.customer_and_group(pk, sk)
        if place:
            if seen:
                recount.stored[place] = Stored({}, *seen)
            recount.left[place] = tally_of(left)
    return recount


def _key(place: Place) -> statistics_keys.Key:
    return statistics_keys.group(*place)


def seen_of(stored: Stored | None) -> list[str] | None:
    return [stored.serial, stored.repair] if stored else None


def plain(tally: Tally) -> dict[str, int]:
    return {statistics_item.name_of(measure): number for measure, number in tally.items()}


def tally_of(document: dict[str, int]) -> Tally:
    read = ((statistics_item.measure_of(name), number) for name, number in document.items())
    return {measure: number for measure, number in read if measure}
