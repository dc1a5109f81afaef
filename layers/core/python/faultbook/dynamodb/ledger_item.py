"""Timeline entry <-> item of the faults table.

Like everything that is written twice as dearly in a transaction it is small: the state is one JSON
array, and its times are microseconds after the opening; the last of them is there for history only.
"""

import json
from datetime import datetime, timedelta
from typing import Any

from faultbook.domain.fault import ChangeKind
from faultbook.domain.statistics import State
from faultbook.domain.timeline import LAST_VERSION, FirstReport, TimelineEntry
from faultbook.domain.times import from_microseconds, microseconds
from faultbook.dynamodb import keys
from faultbook.dynamodb.fault_item import Item
from faultbook.dynamodb.stored_words import CHANGE_KINDS, KINDS, ORIGINS, SEVERITIES, STATUSES

_GONE = {ChangeKind.EXPIRED, ChangeKind.DELETED}


def item_of(customer_id: str, number: int, entry: TimelineEntry) -> Item:
    item: Item = {
        "pk": {"S": keys.fault(customer_id, number)},
        "sk": {"S": keys.event(entry.version)},
        "what": {"S": entry.what},
        "at": {"N": str(microseconds(entry.at))},
        "by": {"S": entry.by},
        "api": {"S": entry.api},
        "after": {"N": str(entry.after)},
        "serial": {"S": entry.serial},
        "state": {"S": _document(entry.state)},
        "ttl": {"N": str(entry.kept_until)},
    }
    texts = {"why": entry.why, "by_name": entry.by_name}
    item |= {name: {"S": text} for name, text in texts.items() if text}
    return item | {"report": {"S": _report_document(entry.report)}} if entry.report else item


def entry_of(item: Item) -> TimelineEntry:
    version = keys.version_of_event(item["sk"]["S"])
    what = CHANGE_KINDS[item["what"]["S"]]
    at = from_microseconds(int(item["at"]["N"]))
    gone = what if version == LAST_VERSION and what in _GONE else None
    return TimelineEntry(
        version=version,
        what=what,
        at=at,
        by=item["by"]["S"],
        api=ORIGINS[item["api"]["S"]],
        why=item["why"]["S"] if "why" in item else "",
        state=_state_of(json.loads(item["state"]["S"]), at, gone),
        kept_until=int(item["ttl"]["N"]),
        after=int(item["after"]["N"]),
        serial=item["serial"]["S"],
        by_name=item["by_name"]["S"] if "by_name" in item else "",
        report=FirstReport(*json.loads(item["report"]["S"])) if "report" in item else None,
    )


def _report_document(report: FirstReport) -> str:
    parts = [report.message, report.cause, dict(report.metadata)]
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def _document(state: State) -> str:
    parts = [
        microseconds(state.opened_at),
        state.status,
        state.kind,
        state.severity,
        state.type,
        state.resource_id,
        state.resolutions,
        _since(state.opened_at, state.acknowledged_at),
        _since(state.opened_at, state.resolved_at),
        state.priority,
        list(state.services),
    ]
    if state.reported_at:
        parts.append(_since(state.opened_at, state.reported_at))
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def _state_of(parts: list[Any], changed_at: datetime, gone: ChangeKind | None) -> State:
    opened_at = from_microseconds(parts[0])
    reported = parts[11:]
    return State(
        changed_at=changed_at,
        opened_at=opened_at,
        status=STATUSES[parts[1]],
        kind=KINDS[parts[2]],
        severity=SEVERITIES[parts[3]],
        type=parts[4],
        resource_id=parts[5],
        resolutions=parts[6],
        acknowledged_at=_after(opened_at, parts[7]),
        resolved_at=_after(opened_at, parts[8]),
        priority=parts[9],
        services=tuple(parts[10]),
        gone=gone,
        reported_at=_after(opened_at, reported[0]) if reported else None,
    )


def _since(start: datetime, at: datetime | None) -> int | None:
    return None if at is None else microseconds(at) - microseconds(start)


def _after(start: datetime, span: int | None) -> datetime | None:
    return None if span is None else start + timedelta(microseconds=span)
