"""Webhooks -> domain; pure."""

from collections.abc import Mapping
from datetime import datetime

from faultbook.domain.errors import InvalidRequest
from faultbook.domain.prometheus_alert import Alert, begun_at
from functions.webhooks import answers, schemas
from functions.webhooks.errors import complaints_of

_LINKS = {"dashboardURL": "Dashboard", "panelURL": "Panel", "silenceURL": "Silence"}


def alert_of(notified: schemas.NotifiedAlert, now: datetime) -> Alert:
    links = [
        {"href": getattr(notified, name), "text": text}
        for name, text in _LINKS.items()
        if getattr(notified, name)
    ]
    images = [{"src": notified.imageURL}] if notified.imageURL else []
    return Alert(
        labels=notified.labels,
        annotations=notified.annotations,
        starts_at=begun_at(notified.startsAt, now, now),
        source=notified.generatorURL,
        beside={"values": notified.values, "links": links, "images": images},
    )


def ended_at(notified: schemas.NotifiedAlert, now: datetime) -> datetime:
    return min(notified.endsAt or now, now)


def taken_wire(accepted: int, refused: Mapping[int, InvalidRequest]) -> answers.Taken:
    return {
        "accepted": accepted,
        "refused": [
            {"alert": place, "message": "; ".join(complaints_of(error)) or str(error)}
            for place, error in refused.items()
        ],
    }


def left_out(count: int) -> str:
    """The comment of a notification that does not tell of all alerts of its group."""
    return f"{count} more alerts of the group were left out of the notification."
