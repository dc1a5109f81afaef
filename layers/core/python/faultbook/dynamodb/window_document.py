"""A run over the newest days in progress, as JSON."""

from datetime import date
from typing import Any

from faultbook.domain.recount import Stored
from faultbook.domain.times import from_microseconds, microseconds
from faultbook.domain.window_recount import WindowRecount, WindowRun
from faultbook.dynamodb import statistics_keys
from faultbook.dynamodb.recount_document import plain, seen_of, tally_of


def document_of(run: WindowRun) -> dict[str, Any]:
    return {
        "run": run.run,
        "marked": microseconds(run.marked_since),
        "after": run.after,
        "missing": run.missing,
        "wrong": run.wrong,
        "current": _current(run.current) if run.current else None,
    }


def run_of(document: dict[str, Any]) -> WindowRun:
    """Without the tallies that were read: only what is left of them matters."""
    current = document["current"]
    return WindowRun(
        run=document["run"],
        marked_since=from_microseconds(document["marked"]),
        after=document["after"],
        missing=document["missing"],
        wrong=document["wrong"],
        current=_recount_of(current) if current else None,
    )


def _current(recount: WindowRecount) -> dict[str, Any]:
    groups = sorted(recount.stored.keys() | recount.left.keys(), key=str)
    return {
        "customer": recount.customer_id,
        "run": recount.run,
        "since": f"{recount.since:%Y-%m-%d}",
        "until": f"{recount.until:%Y-%m-%d}",
        "watermark": recount.watermark,
        "counters": [
            [
                *statistics_keys.group(recount.customer_id, group),
                seen_of(recount.stored.get(group)),
                plain(recount.left.get(group, {})),
            ]
            for group in groups
        ],
        "open": sorted(recount.open),
        "told": sorted(recount.accounted),
        "complete": recount.is_complete,
        "expiries": recount.knows_expiries,
        "doubtful": [f"{day:%Y-%m-%d}" for day in recount.doubtful],
    }


def _recount_of(document: dict[str, Any]) -> WindowRecount:
    recount = WindowRecount(
        customer_id=document["customer"],
        run=document["run"],
        since=date.fromisoformat(document["since"]),
        until=date.fromisoformat(document["until"]),
        watermark=document["watermark"],
        open=set(document["open"]),
        accounted=set(document["told"]),
        is_complete=document["complete"],
        knows_expiries=document["expiries"],
        doubtful=[date.fromisoformat(day) for day in document["doubtful"]],
    )
    for pk, sk, seen, left in document["counters"]:
        place = statistics_keys.customer_and_group(pk, sk)
        if place:
            if seen:
                recount.stored[place[1]] = Stored({}, *seen)
            recount.left[place[1]] = tally_of(left)
    return recount
