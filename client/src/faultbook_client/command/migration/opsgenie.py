"""Alerts of Opsgenie, as GET /v2/alerts, /v2/alerts/{id} and their notes have them; pure."""

from faultbook_client.command.migration.alerts import (
    Alert,
    Wire,
    attribution,
    comment,
    instant,
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

LISTS = ("data", "alerts")
_SEVERITY = {"P1": "CRITICAL", "P2": "HIGH", "P3": "MEDIUM", "P4": "WARNING", "P5": "LOW"}
_PLACE = ("site", "host", "instance")
_NO_HOME = ("responders", "teams", "actions", "visibleTo", "attachments")


def is_open(wire: Wire) -> bool:
    return text(wire.get("status")).lower() != "closed"


def alert_of(wire: Wire) -> Alert:
    """`notes` beside the members of the alert are its notes, as a list or as Opsgenie answers."""
    id_, report = text(wire.get("id")), members(wire.get("report"))
    details = members(wire.get("details"))
    resource = segment(wire.get("entity")) or segment(wire.get("source")) or "opsgenie"
    alias = text(wire.get("alias"))
    return Alert(
        key=id_,
        report={
            "resource_id": resource,
            "microservice_id": text(members(wire.get("integration")).get("name")) or "opsgenie",
            "type": "alert",
            "severity": _SEVERITY.get(text(wire.get("priority")), "MEDIUM"),
            "message": text(wire.get("message")),
            "cause": text(wire.get("description")),
            "resource_ancestry_path": _path(details, resource),
            "occurred_at": moment(wire.get("createdAt")),
            # As the alias has it in Faultbook's own Opsgenie API: its sender closes it there.
            "deduplication_key": f"opsgenie {alias or id_}",
            "metadata": known(
                tags=texts(wire.get("tags")),
                details=dict(details),
                source=text(wire.get("source")),
                count=wire.get("count"),
                opsgenie=known(id=id_, tinyId=text(wire.get("tinyId"))),
            ),
        },
        comments=_comments(wire),
        acknowledged=attribution(report.get("acknowledgedBy"), None)
        if wire.get("acknowledged")
        else None,
        snoozed_until=instant(wire.get("snoozedUntil")) if wire.get("snoozed") else None,
        assignee=text(wire.get("owner")),
        no_home=left(wire, _NO_HOME),
    )


def _comments(wire: Wire) -> tuple[str, ...]:
    notes = sorted(objects(wire.get("notes"), "data"), key=lambda note: text(note.get("createdAt")))
    comments = (comment(n.get("note"), n.get("owner"), n.get("createdAt")) for n in notes)
    return tuple(text for text in comments if text)


def _path(details: Wire, resource: str) -> str | None:
    """As Faultbook's own Opsgenie API makes it."""
    place = text(details.get("path"))
    names = place.split("|") if place else [details.get(name) for name in _PLACE]
    segments = [name for name in map(text, names) if name]
    return path_of(*segments, *([] if segments[-1:] == [resource] else [resource]))
