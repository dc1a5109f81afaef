"""Fault <-> item of the faults table. Empty attributes are left out: a kilobyte is a write unit."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from faultbook.domain import hierarchy
from faultbook.domain.comment import Comment
from faultbook.domain.details import IncidentDetails, OutageDetails
from faultbook.domain.edits import Edits
from faultbook.domain.fault import (
    Acknowledgement,
    Fault,
    Snooze,
)
from faultbook.domain.times import from_microseconds, microseconds
from faultbook.dynamodb import change_row, keys
from faultbook.dynamodb.stored_words import KINDS, SEVERITIES, STATUSES

Item = dict[str, dict[str, Any]]

_NO_INCIDENT, _NO_OUTAGE = IncidentDetails(), OutageDetails()
_OF_AN_INCIDENT = {"external_id", "category", "priority", "recommendation", "source_site"}
_OF_AN_OUTAGE = {"summary", "tags"}

_WRITE_UNIT = 1024
# For attributes that the store adds: `opening`, `repeat_id`, and `last_seen_at` after a repetition.
_BOOKKEEPING = 72


def item_of(fault: Fault, stripe: int = 0) -> Item:
    """The whole item; newest comments and earlier changes as far as its write units allow."""
    item = _index_keys(fault, stripe) | {
        "pk": _s(keys.fault(fault.customer_id, fault.number)),
        "sk": _s(keys.FAULT),
        "severity": _s(fault.severity),
        "kind": _s(fault.kind),
        "status": _s(fault.status),
        "occurrences": _n(fault.occurrences),
        "version": _n(fault.version),
        "ttl": _n(fault.expires_at),
        "last_change": _document(change_row.of(fault.last_change)),
    }
    item |= {name: _s(text) for name, text in _texts(fault).items() if text}
    item |= {name: _document(value) for name, value in _documents(fault).items() if value}
    item |= {name: _n(count) for name, count in _counts(fault).items() if count}
    if fault.acknowledgement:
        item["acknowledgement"] = _acknowledgement_document(fault.acknowledgement)
    if fault.snooze:
        item["snooze"] = _document([microseconds(fault.snooze.until), fault.snooze.by])
    if fault.newest_comments:
        item |= _newest_comments(fault, room=_WRITE_UNIT - _BOOKKEEPING - size(item))
    if fault.earlier_changes:
        item |= _earlier_changes(fault, room=-(size(item) + _BOOKKEEPING) % _WRITE_UNIT)
    return item


def fault_of(item: Item) -> Fault:
    """Unknown attributes are left alone, so that newer items stay readable."""
    customer_id, number = keys.customer_and_number(item["pk"]["S"])
    opened_at = keys.position_of(item["opened_sk"]["S"]).at
    return Fault(
        customer_id=customer_id,
        number=number,
        resource_id=_text(item, "resource_id"),
        reporter=_text(item, "reporter"),
        type=_text(item, "type"),
        severity=SEVERITIES[item["severity"]["S"]],
        message=_text(item, "message"),
        cause=_text(item, "cause"),
        path=_text(item, "path"),
        opened_at=opened_at,
        expires_at=int(item["ttl"]["N"]),
        last_change=change_row.change_of(_json(item, "last_change", [])),
        kind=KINDS[item["kind"]["S"]],
        status=STATUSES[item["status"]["S"]],
        severity_word=_text(item, "severity_word"),
        resolved_at=_time(item, "resolved_at"),
        resolution=_text(item, "resolution"),
        resolution_reason=_text(item, "resolution_reason"),
        resolutions=_count(item, "resolutions"),
        acknowledgement=_acknowledgement_of(item),
        assignee=_text(item, "lead"),
        assigned_at=_time(item, "assigned_at"),
        services=tuple(_json(item, "services", [])),
        metric_names=tuple(_json(item, "metric_names", [])),
        source=_text(item, "source"),
        metadata=_json(item, "metadata", {}),
        deduplication_key=_text(item, "deduplication_key"),
        detail_mark=_text(item, "detail"),
        memo=_text(item, "memo"),
        incident=_incident_of(item),
        outage=_outage_of(item),
        closes_at=_time(item, "closes_at"),
        snooze=_snooze_of(item),
        occurrences=int(item["occurrences"]["N"]),
        last_seen_at=_time(item, "last_seen_at"),
        comments_written=_count(item, "comments_written"),
        deleted_comments=tuple(_json(item, "deleted_comments", [])),
        newest_comments=tuple(_comments_of(item)),
        earlier_changes=tuple(
            change_row.earlier_of(row) for row in _json(item, "earlier_changes", [])
        ),
        version=int(item["version"]["N"]),
    )


def news_of(news: Edits) -> Item:
    """What a repetition writes of message, cause and metadata."""
    texts = {"message": news.get("message"), "cause": news.get("cause")}
    item = {name: _s(text) for name, text in texts.items() if text}
    return item | {"metadata": _document(news["metadata"])} if "metadata" in news else item


def size(item: Item) -> int:
    """Bytes as DynamoDB counts them for the two types used here, numbers rounded up."""
    return sum(
        len(name.encode()) + len(str(value).encode())
        for name, typed in item.items()
        for value in typed.values()
    )


def comment_item(customer_id: str, fault_number: int, comment: Comment, expires_at: int) -> Item:
    item = {
        "pk": _s(keys.fault(customer_id, fault_number)),
        "sk": _s(keys.comment(comment.ordinal)),
        "number": _n(comment.number),
        "body": _s(comment.body),
        "author": _s(comment.author),
        "at": _n(microseconds(comment.at)),
        "ttl": _n(expires_at),
    }
    return item | {"author_name": _s(comment.author_name)} if comment.author_name else item


def comment_of(item: Item) -> Comment:
    return Comment(
        number=int(item["number"]["N"]),
        ordinal=int(item["sk"]["S"].removeprefix(keys.COMMENT_PREFIX)),
        body=item["body"]["S"],
        author=item["author"]["S"],
        at=from_microseconds(int(item["at"]["N"])),
        author_name=_text(item, "author_name"),
    )


def _index_keys(fault: Fault, stripe: int) -> Item:
    status_time = fault.resolved_at or fault.opened_at
    site = hierarchy.site(fault.path)
    month = keys.HISTORY if fault.is_history else keys.month(fault.opened_at)
    opened = keys.position(fault.opened_at, fault.number)
    return {
        "status_pk": _s(keys.by_status(fault.customer_id, fault.status, stripe)),
        "status_sk": _s(keys.position(status_time, fault.number)),
        "path_pk": _s(keys.by_path(fault.customer_id, site, fault.status, stripe)),
        "time_pk": _s(keys.by_time(fault.customer_id, month, stripe)),
        "opened_sk": _s(opened),
    }


def _texts(fault: Fault) -> dict[str, str]:
    return {
        "resource_id": fault.resource_id,
        "reporter": fault.reporter,
        "type": fault.type,
        "message": fault.message,
        "cause": fault.cause,
        "path": fault.path,
        "severity_word": fault.severity_word,
        "resolution": fault.resolution,
        "resolution_reason": fault.resolution_reason,
        "category": fault.incident.category,
        "priority": fault.incident.priority,
        "recommendation": fault.incident.recommendation,
        "source": fault.source,
        "source_site": fault.incident.source_site,
        "external_id": fault.incident.external_id,
        "deduplication_key": fault.deduplication_key,
        "detail": fault.detail_mark,
        "summary": fault.outage.summary,
        "memo": fault.memo,
        "lead": fault.assignee,
    }


def _documents(fault: Fault) -> dict[str, object]:
    """Stored as JSON texts, which keep any depth and any number."""
    return {
        "services": fault.services,
        "metric_names": fault.metric_names,
        "metadata": fault.metadata,
        "tags": fault.outage.tags,
        "deleted_comments": fault.deleted_comments,
    }


def _incident_of(item: Item) -> IncidentDetails:
    if item.keys().isdisjoint(_OF_AN_INCIDENT):
        return _NO_INCIDENT
    return IncidentDetails(
        external_id=_text(item, "external_id"),
        category=_text(item, "category"),
        priority=_text(item, "priority"),
        recommendation=_text(item, "recommendation"),
        source_site=_text(item, "source_site"),
    )


def _outage_of(item: Item) -> OutageDetails:
    if item.keys().isdisjoint(_OF_AN_OUTAGE):
        return _NO_OUTAGE
    return OutageDetails(
        summary=_text(item, "summary"),
        tags=tuple(_json(item, "tags", [])),
    )


def _counts(fault: Fault) -> dict[str, int]:
    return {
        "resolutions": fault.resolutions,
        "comments_written": fault.comments_written,
        "resolved_at": microseconds(fault.resolved_at) if fault.resolved_at else 0,
        "last_seen_at": microseconds(fault.last_seen_at) if fault.last_seen_at else 0,
        "closes_at": microseconds(fault.closes_at) if fault.closes_at else 0,
        "assigned_at": microseconds(fault.assigned_at) if fault.assigned_at else 0,
    }


def _acknowledgement_document(acknowledgement: Acknowledgement) -> dict[str, str]:
    row = [microseconds(acknowledgement.at), acknowledgement.by, acknowledgement.email]
    return _document([*row, acknowledgement.by_name] if acknowledgement.by_name else row)


def _acknowledgement_of(item: Item) -> Acknowledgement | None:
    if "acknowledgement" not in item:
        return None
    at, *texts = json.loads(item["acknowledgement"]["S"])
    return Acknowledgement(from_microseconds(at), *texts)


def _snooze_of(item: Item) -> Snooze | None:
    if "snooze" not in item:
        return None
    until, by = json.loads(item["snooze"]["S"])
    return Snooze(until=from_microseconds(until), by=by)


def _newest_comments(fault: Fault, room: int) -> Item:
    """As many of the newest as fit, kept oldest first."""
    kept: list[list[Any]] = []
    for comment in reversed(fault.newest_comments):
        at = microseconds(comment.at)
        row = [comment.number, comment.ordinal, comment.body, comment.author, at]
        if comment.author_name:
            row.append(comment.author_name)
        candidate = {"newest_comments": _document([row, *kept])}
        if size(candidate) > room:
            break
        kept.insert(0, row)
    return {"newest_comments": _document(kept)} if kept else {}


def _earlier_changes(fault: Fault, room: int) -> Item:
    """As many of the newest as fit into the write units that the item costs anyway."""
    kept: list[list[Any]] = []
    for change in reversed(fault.earlier_changes):
        row = change_row.of_earlier(change)
        candidate = {"earlier_changes": _document([row, *kept])}
        if size(candidate) > room:
            break
        kept.insert(0, row)
    return {"earlier_changes": _document(kept)} if kept else {}


def _comments_of(item: Item) -> list[Comment]:
    return [
        Comment(n, o, body, author, from_microseconds(at), *name)
        for n, o, body, author, at, *name in _json(item, "newest_comments", [])
    ]


def _s(value: str) -> dict[str, str]:
    return {"S": str(value)}


def _n(value: int) -> dict[str, str]:
    return {"N": str(value)}


def _document(value: object) -> dict[str, str]:
    return {"S": json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)}


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(type(value).__name__)


def _text(item: Item, name: str) -> str:
    return str(item[name]["S"]) if name in item else ""


def _json(item: Item, name: str, default: Any) -> Any:
    return json.loads(item[name]["S"]) if name in item else default


def _count(item: Item, name: str) -> int:
    return int(item[name]["N"]) if name in item else 0


def _time(item: Item, name: str) -> datetime | None:
    return from_microseconds(int(item[name]["N"])) if name in item else None
