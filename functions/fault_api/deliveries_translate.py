"""Deliveries <-> native wire; pure."""

from collections.abc import Callable, Mapping
from datetime import datetime

from faultbook.domain import identifiers
from faultbook.domain.deliveries import Attempt, Delivery, Failure, Verdict
from faultbook.domain.events import FaultEvent
from faultbook.domain.listing import Position
from faultbook.domain.storms import Storm
from functions.fault_api import deliveries_answers as answers
from functions.fault_api.events_translate import event_wire, storm_wire
from functions.fault_api.translate import time_wire

HIDDEN = "…"
# Whatever another header says may be secret.
_SHOWN = {"content-type", "user-agent", "webhook-id", "webhook-timestamp"}
_WORDS = {
    Failure.DNS: "The name of the host leads nowhere.",
    Failure.CONNECT: "There was no connection, or it was cut.",
    Failure.TLS: "No encrypted connection came about; look at the certificate.",
    Failure.TIMEOUT: "There was no answer within ten seconds.",
    Failure.ANSWER: "What was answered is not HTTP.",
    Failure.REFUSED_ADDRESS: "The host has an address that is not of the public internet.",
    Failure.ENDPOINT_OFF: "The endpoint was switched off, or removed.",
}

HeadersAt = Callable[[datetime], Mapping[str, str]]


def delivery_wire(delivery: Delivery) -> answers.Delivery:
    event, last = delivery.event, delivery.attempts[-1] if delivery.attempts else None
    return {
        "id": event.event_id,
        "type": event.type,
        "timestamp": time_wire(event.at),
        "fault_id": None if isinstance(event, Storm) else _fault_id(event),
        "state": delivery.state,
        "created_at": time_wire(delivery.created_at),
        "attempt_count": delivery.tried,
        "status": last.status if last else None,
        "failure": last.failure if last else None,
        "milliseconds": last.milliseconds if last else None,
        "next_at": time_wire(delivery.next_at) if delivery.next_at else None,
        "redelivered_at": time_wire(delivery.again_at) if delivery.again_at else None,
        "folded_into": delivery.into or None,
    }


def _fault_id(event: FaultEvent) -> str:
    return identifiers.fault_id(event.fault.customer_id, event.fault.number)


def whole_delivery_wire(
    delivery: Delivery, headers_at: HeadersAt, public_url: str
) -> answers.WholeDelivery:
    event = delivery.event
    return {
        **delivery_wire(delivery),
        "attempts": [_attempt_wire(attempt, headers_at) for attempt in delivery.attempts],
        "event": storm_wire(event, public_url)
        if isinstance(event, Storm)
        else event_wire(event, public_url),
    }


def error_words(attempt: Attempt) -> str | None:
    """What went wrong, as a sentence; None where nothing did."""
    if attempt.failure is not Failure.STATUS:
        return _WORDS[attempt.failure] if attempt.failure else None
    if attempt.verdict is Verdict.GONE:
        return "It answered 410: nothing is to be sent to it any more."
    if 300 <= (attempt.status or 0) < 400:  # noqa: PLR2004
        return f"It answered {attempt.status}; a redirect is not followed."
    return f"It answered {attempt.status}."


def position_of(event_id: str) -> Position:
    """As a cursor takes it. Of an id that was read from the store."""
    place = identifiers.place_of_event_id(event_id)
    if place is None:
        raise ValueError(event_id)
    return Position(*place)


def event_id_at(position: Position) -> str:
    return identifiers.event_id_of(position.at, position.number)


def _attempt_wire(attempt: Attempt, headers_at: HeadersAt) -> answers.Attempt:
    """Nothing was sent where the endpoint was off."""
    is_sent = attempt.failure is not Failure.ENDPOINT_OFF
    return {
        "at": time_wire(attempt.at),
        "status": attempt.status,
        "failure": attempt.failure,
        "error": error_words(attempt),
        "milliseconds": attempt.milliseconds,
        "headers": _shown(headers_at(attempt.at)) if is_sent else {},
        "answer": attempt.answer,
    }


def _shown(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: text if name.lower() in _SHOWN else HIDDEN for name, text in headers.items()}
