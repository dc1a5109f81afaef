"""Incidents of PagerDuty, as GET /incidents and their notes have them; pure."""

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
)

LISTS = ("incidents",)
_PRIORITY = {"P1": "CRITICAL", "P2": "HIGH", "P3": "MEDIUM", "P4": "WARNING", "P5": "LOW"}
_URGENCY = {"high": "HIGH", "low": "LOW"}
_NO_HOME = (
    *("escalation_policy", "teams", "pending_actions", "conference_bridge"),
    *("responder_requests", "incidents_responders"),
)


def is_open(wire: Wire) -> bool:
    return text(wire.get("status")).lower() != "resolved"


def alert_of(wire: Wire, key_id: str = "") -> Alert:
    """`notes` beside the members of the incident are its notes, as a list or as PagerDuty answers.

    `key_id` is of the API key with which its sender will speak to Faultbook: that resolves it.
    """
    id_ = text(wire.get("id"))
    service = segment(members(wire.get("service")).get("summary")) or "pagerduty"
    dedup_key = text(wire.get("incident_key"))
    will_resolve = key_id and dedup_key
    return Alert(
        key=id_,
        report={
            "resource_id": service,
            "microservice_id": "pagerduty",
            "type": text(members(wire.get("incident_type")).get("name")) or "incident",
            "severity": _severity(wire),
            "message": text(wire.get("title")) or text(wire.get("summary")),
            "cause": text(wire.get("description")),
            "resource_ancestry_path": path_of(service),
            "occurred_at": moment(wire.get("created_at")),
            "deduplication_key": f"pagerduty key:{key_id} {dedup_key}"
            if will_resolve
            else f"pagerduty {id_}",
            "metadata": known(
                incident_key=dedup_key,
                urgency=text(wire.get("urgency")),
                priority=text(members(wire.get("priority")).get("summary")),
                link=text(wire.get("html_url")),
                custom_fields=_custom_fields(wire),
                pagerduty=known(id=id_, incident_number=wire.get("incident_number")),
            ),
        },
        comments=_comments(wire),
        acknowledged=_acknowledged(wire),
        assignee=_assignee(wire),
        no_home=_no_home(wire),
    )


def _severity(wire: Wire) -> str:
    priority = text(members(wire.get("priority")).get("summary")).upper()
    return _PRIORITY.get(priority) or _URGENCY.get(text(wire.get("urgency")), "MEDIUM")


def _comments(wire: Wire) -> tuple[str, ...]:
    notes = sorted(
        objects(wire.get("notes"), "notes"), key=lambda note: text(note.get("created_at"))
    )
    comments = (
        comment(n.get("content"), members(n.get("user")).get("summary"), n.get("created_at"))
        for n in notes
    )
    return tuple(text for text in comments if text)


def _acknowledged(wire: Wire) -> str | None:
    """By whom first; an incident may be acknowledged without it being said by whom."""
    if text(wire.get("status")).lower() != "acknowledged":
        return None
    for entry in objects(wire.get("acknowledgements")):
        return attribution(members(entry.get("acknowledger")).get("summary"), entry.get("at"))
    return ""


def _assignees(wire: Wire) -> list[str]:
    people = (
        members(assignment.get("assignee")) for assignment in objects(wire.get("assignments"))
    )
    return [text(person.get("summary")) for person in people if text(person.get("summary"))]


def _assignee(wire: Wire) -> str:
    return next(iter(_assignees(wire)), "")


def _custom_fields(wire: Wire) -> dict[str, object]:
    fields = objects(wire.get("custom_fields"))
    return known(**{text(field.get("name")): field.get("value") for field in fields})


def _no_home(wire: Wire) -> tuple[str, ...]:
    further = ("further assignees",) if len(_assignees(wire)) > 1 else ()
    return (*left(wire, _NO_HOME), *further)
