"""PagerDuty's events <-> domain; pure."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from faultbook.domain import hierarchy
from faultbook.domain.change_event import ChangeEvent
from faultbook.domain.detail import detail_of, shortened
from faultbook.domain.fault import Severity
from faultbook.domain.report import Report
from faultbook.domain.severity_words import severity_of
from faultbook.domain.text import cut_apart
from faultbook.usecases.caller import Caller
from functions.pagerduty_api import answers, schemas

OLDEST = timedelta(days=365)
_TYPE = "alert"  # of what has no class
_MAX_TYPE = 100
_SEVERITY = {  # of theirs; `error` is less than `critical`, and any other word is looked up
    "critical": Severity.CRITICAL,
    "error": Severity.HIGH,
    "warning": Severity.WARNING,
    "info": Severity.LOW,
}


def deduplication_key(caller: Caller, dedup_key: str) -> str:
    """Within the integration, which is an API key; its id survives a rotation and has no blank."""
    return f"pagerduty {caller.subject} {dedup_key}"


def drawn_dedup_key() -> str:
    return secrets.token_hex(16)


def report_of(
    event: schemas.Event, payload: schemas.Payload, caller: Caller, now: datetime
) -> Report:
    word = payload.severity.strip()
    return Report(
        resource_id=payload.source,
        reporter=event.client or caller.name,
        type=cut_apart(payload.class_, _MAX_TYPE) or _TYPE,
        severity=_SEVERITY.get(word.lower()) or severity_of(word, Severity.MEDIUM),
        severity_word=word,
        message=shortened(payload.summary),
        cause="",
        path=_path_of(payload, caller),
        services=_services_of(payload),
        source=event.client_url,
        detail=detail_of(
            payload.summary,
            details=payload.custom_details,
            links=[link.model_dump(exclude_defaults=True) for link in event.links],
            images=[image.model_dump(exclude_defaults=True) for image in event.images],
        ),
        deduplication_key=deduplication_key(caller, event.dedup_key),
        occurred_at=_begun_at(payload.timestamp, now),
        in_order_of_arrival=True,
    )


def change_event_of(
    event: schemas.ChangeEvent, caller: Caller, number: int, now: datetime
) -> ChangeEvent:
    payload = event.payload
    return ChangeEvent(
        customer_id=caller.customer_id,
        number=number,
        at=_begun_at(payload.timestamp, now) or now,
        summary=payload.summary,
        source=payload.source,
        path=hierarchy.joined(caller.path, payload.source),
        reporter=caller.name,
        detail=detail_of(
            payload.summary,
            details=payload.custom_details,
            links=[link.model_dump(exclude_defaults=True) for link in event.links],
            images=[image.model_dump(exclude_defaults=True) for image in event.images],
        ),
    )


def accepted_wire(dedup_key: str) -> answers.Accepted:
    return {"status": "success", "message": "Event processed", "dedup_key": dedup_key}


def change_accepted_wire() -> answers.ChangeAccepted:
    return {"status": "success", "message": "Change event processed"}


def _path_of(payload: schemas.Payload, caller: Caller) -> str:
    return hierarchy.joined(caller.path, payload.group, payload.source, payload.component)


def _services_of(payload: schemas.Payload) -> tuple[dict[str, Any], ...]:
    if not payload.component:
        return ()
    return ({"name": payload.component, "namespace": payload.group},)


def _begun_at(timestamp: datetime | None, now: datetime) -> datetime | None:
    """None, which means now, for a time in the future or more than a year ago."""
    return timestamp if timestamp and now - OLDEST < timestamp < now else None
