"""Alerts of Alerta, as GET /alerts and their notes have them; pure."""

from faultbook_client.command.migration.alerts import (
    Alert,
    Wire,
    attribution,
    comment,
    known,
    left,
    members,
    moment,
    objects,
    path_of,
    segment,
    text,
    texts,
)

LISTS = ("alerts",)
_CLOSED = {"closed", "expired"}
_ACKNOWLEDGED = {"ack", "assign"}
_SEVERITY = {
    "security": "CRITICAL",
    "critical": "CRITICAL",
    "major": "HIGH",
    "minor": "MEDIUM",
    "warning": "WARNING",
}
_NO_HOME = ("correlate", "timeout", "history", "customer")


def is_open(wire: Wire) -> bool:
    return text(wire.get("status")).lower() not in _CLOSED


def alert_of(wire: Wire) -> Alert:
    """`notes` beside the members of the alert are its notes, as a list or as Alerta answers."""
    id_, resource = text(wire.get("id")), segment(wire.get("resource")) or "alerta"
    services = texts(wire.get("service"))
    event, words = text(wire.get("event")), text(wire.get("text"))
    return Alert(
        key=id_,
        report={
            "resource_id": resource,
            "microservice_id": text(wire.get("origin")) or "alerta",
            "type": event or "alert",
            "severity": _SEVERITY.get(text(wire.get("severity")).lower(), "LOW"),
            "message": words or event,
            "cause": text(wire.get("value")),
            "resource_ancestry_path": path_of(
                wire.get("environment"), next(iter(services), ""), resource
            ),
            "occurred_at": moment(wire.get("createTime")),
            "deduplication_key": f"alerta {id_}",
            "metadata": known(
                tags=texts(wire.get("tags")),
                services=services,
                group=text(wire.get("group")),
                value=text(wire.get("value")),
                severity=text(wire.get("severity")),
                attributes=dict(members(wire.get("attributes"))),
                raw=wire.get("rawData"),
                count=wire.get("duplicateCount"),
                alerta=known(id=id_, type=text(wire.get("type"))),
            ),
        },
        comments=_comments(wire),
        acknowledged=_acknowledged(wire),
        no_home=_no_home(wire),
    )


def _comments(wire: Wire) -> tuple[str, ...]:
    notes = sorted(
        objects(wire.get("notes"), "notes"), key=lambda note: text(note.get("createTime"))
    )
    comments = (comment(n.get("text"), n.get("user"), n.get("createTime")) for n in notes)
    return tuple(text for text in comments if text)


def _acknowledged(wire: Wire) -> str | None:
    """By the last that said so, as its history has it."""
    if text(wire.get("status")).lower() not in _ACKNOWLEDGED:
        return None
    for entry in reversed(objects(wire.get("history"))):
        if text(entry.get("status")).lower() in _ACKNOWLEDGED:
            return attribution(entry.get("user"), entry.get("updateTime"))
    return ""


def _no_home(wire: Wire) -> tuple[str, ...]:
    status = text(wire.get("status")).lower()
    shelved = (f"status {status}",) if status in {"shelved", "blackout"} else ()
    return (*left(wire, _NO_HOME), *shelved)
