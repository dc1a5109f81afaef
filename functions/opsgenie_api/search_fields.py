"""The fields that a query may name, and what a fault says to each; pure (OD6, OD8)."""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from faultbook.domain.fault import Fault, Status
from faultbook.domain.listing import FaultFilter
from faultbook.domain.query_language import NotAQuery, Term, is_like
from faultbook.gateway.time_formats import instant_of, instant_of_epoch
from functions.opsgenie_api import translate

Detail = Callable[[], Mapping[str, Any]]

_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_WORDS: dict[str, Callable[[Fault], str]] = {
    "status": lambda fault: "open" if fault.is_open else "closed",
    "acknowledged": lambda fault: _flag(fault.acknowledgement is not None),
    "isseen": lambda fault: _flag(fault.acknowledgement is not None),
    "snoozed": lambda fault: _flag(fault.snooze is not None),
}
_TIMES: dict[str, Callable[[Fault], datetime | None]] = {
    "createdat": lambda fault: fault.opened_at,
    "updatedat": lambda fault: max(fault.last_change.at, fault.seen_at),
    "lastoccurredat": lambda fault: fault.seen_at,
    "snoozeduntil": lambda fault: fault.snooze.until if fault.snooze else None,
}
_NAMES: dict[str, Callable[[Fault], Sequence[str]]] = {
    "tag": lambda fault: fault.outage.tags,
    "tags": lambda fault: fault.outage.tags,
    "alias": lambda fault: (translate.alias_of(fault),),
    "entity": lambda fault: (fault.resource_id,),
    "source": lambda fault: (fault.origin,),
    "owner": lambda fault: (fault.assignee,),
    "tinyid": lambda fault: (str(fault.number),),
    "id": lambda fault: (translate.alert_id(fault),),
}
_TEXTS = {"", "message", "description"}
_DETAILS = {"details.key", "details.value"}
_STATUS = {"open": Status.UNRESOLVED, "closed": Status.RESOLVED}
_KNOWN = (
    "status acknowledged isSeen snoozed priority tag message description alias entity source owner "
    "tinyId id createdAt updatedAt lastOccurredAt snoozedUntil count details.key details.value"
)
_MILLISECOND = timedelta(milliseconds=1)


def check(term: Term) -> None:
    """Raises NotAQuery."""
    field, value = term.field.lower(), term.value
    if field in _TIMES:
        _time(value)
    elif field == "count":
        _whole_number(value)
    elif field == "priority":
        _one_of(field, value.upper(), translate.PRIORITIES)
    elif term.operator != "=":
        raise NotAQuery(f"`{term.field}` has no order; ask for it by `:` or `=`.")
    elif field == "status":
        _one_of(field, value.lower(), tuple(_STATUS))
    elif field in _WORDS:
        _one_of(field, value.lower(), ("true", "false"))
    elif field not in _TEXTS and field not in _NAMES and field not in _DETAILS:
        raise NotAQuery(f"`{term.field}` is no field of an alert here; these are: {_KNOWN}.")


def answer(term: Term, fault: Fault, detail: Detail) -> bool:
    """Of a term that was checked."""
    field = term.field.lower()
    if field in _ORDERED:
        return _ORDERED[field](term, fault)
    if field in _WORDS:
        return _WORDS[field](fault) == term.value.lower()
    if field in _NAMES:
        return any(is_like(term.value, name) for name in _NAMES[field](fault))
    if field in _DETAILS:
        details = detail().get("details", {})
        texts = details if field == "details.key" else details.values()
        return any(is_like(term.value, str(value)) for value in texts)
    is_description = field == "description"
    text = str(detail().get("description", fault.cause)) if is_description else fault.message
    return is_like(f"*{term.value}*", text)


def is_filtered(term: Term) -> bool:
    """Whether `filter_of` says all that the term does."""
    field = term.field.lower()
    return field in {"status", "acknowledged", "snoozed"} or (
        field == "priority" and term.operator == "="
    )


def filter_of(terms: Sequence[Term]) -> FaultFilter:
    """What the store can be asked for, of terms that all hold."""
    fault_filter = FaultFilter()
    for term in terms:
        field, value = term.field.lower(), term.value.lower()
        if field == "status":
            fault_filter = replace(fault_filter, status=_STATUS[value])
        elif field == "acknowledged":
            fault_filter = replace(fault_filter, acknowledged=value == "true")
        elif field == "snoozed":
            fault_filter = replace(fault_filter, snoozed=value == "true")
        elif field == "priority" and term.operator == "=":
            severities = frozenset({translate.severity_of(value.upper())})
            fault_filter = replace(fault_filter, severities=severities)
        elif field == "createdat":
            fault_filter = _within(fault_filter, term.operator, _time(value))
    return fault_filter


def sort_key(sort: str) -> Callable[[Fault], Any]:
    keys: dict[str, Callable[[Fault], Any]] = {
        "createdAt": lambda fault: fault.opened_at,
        "updatedAt": lambda fault: max(fault.last_change.at, fault.seen_at),
        "tinyId": lambda fault: fault.number,
        "alias": translate.alias_of,
        "message": lambda fault: fault.message,
        "status": lambda fault: fault.is_open,
        "acknowledged": lambda fault: fault.acknowledgement is not None,
        "isSeen": lambda fault: fault.acknowledgement is not None,
        "snoozed": lambda fault: fault.snooze is not None,
        "snoozedUntil": lambda fault: fault.snooze.until.timestamp() if fault.snooze else 0.0,
        "count": lambda fault: fault.occurrences,
        "lastOccurredAt": lambda fault: fault.seen_at,
        "source": lambda fault: fault.origin,
        "owner": lambda fault: fault.assignee,
        "integration.name": lambda fault: fault.reporter,
        "integration.type": lambda _: "",
        "report.ackTime": lambda fault: _reported(fault, "ackTime"),
        "report.closeTime": lambda fault: _reported(fault, "closeTime"),
        "report.acknowledgedBy": lambda fault: str(_reported(fault, "acknowledgedBy") or ""),
        "report.closedBy": lambda fault: str(_reported(fault, "closedBy") or ""),
    }
    return keys[sort]


def _reported(fault: Fault, name: str) -> Any:
    return translate.report_wire(fault).get(name, 0)


def _is_then(term: Term, fault: Fault) -> bool:
    """To the millisecond, as times are shown."""
    at = _TIMES[term.field.lower()](fault)
    if at is None:
        return False
    shown = at.replace(microsecond=at.microsecond // 1000 * 1000)
    return _compare(term, shown, _time(term.value))


def _compare(term: Term, one: Any, other: Any) -> bool:
    return _COMPARISONS[term.operator](one, other)


def _rank(priority: str) -> int:
    return translate.PRIORITIES.index(priority.upper())


def _flag(holds: bool) -> str:  # noqa: FBT001 - it is the value itself
    return "true" if holds else "false"


def _within(fault_filter: FaultFilter, compared: str, at: datetime) -> FaultFilter:
    """Not narrower than what is asked for: the query itself has the last word."""
    since, until = fault_filter.since, fault_filter.until
    if compared in {"=", ">", ">="}:
        since = max(since, at) if since else at
    if compared in {"=", "<", "<="}:
        end = at + _MILLISECOND
        until = min(until, end) if until else end
    return replace(fault_filter, since=since, until=until)


def _time(value: str) -> datetime:
    try:
        if value.isascii() and value.isdigit():
            return instant_of_epoch(int(value))
        return instant_of(value, zoneless_is_utc=True).astimezone(UTC)
    except ValueError:
        raise NotAQuery(f"`{value}` is no time: milliseconds since 1970, or ISO 8601.") from None


def _whole_number(value: str) -> int:
    if value.isascii() and value.isdigit() and len(value) <= len("1000000000"):
        return int(value)
    raise NotAQuery(f"`{value}` is no whole number.")


def _one_of(field: str, value: str, known: Sequence[str]) -> None:
    if value not in known:
        raise NotAQuery(f"`{field}` is one of {', '.join(known)}.")


_ORDERED: dict[str, Callable[[Term, Fault], bool]] = {
    **dict.fromkeys(_TIMES, _is_then),
    "count": lambda term, fault: _compare(term, fault.occurrences, _whole_number(term.value)),
    # P1 is more than P2.
    "priority": lambda term, fault: _compare(term, -fault.severity.rank, -_rank(term.value)),
}
