"""A fault's comments and timeline -> FortiMonitor's outage log, and what else is read from it.

Entries are told apart by their ids: the version of a change, or the number of a comment, which
is beyond any version.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from faultbook.domain.comment import Comment
from faultbook.domain.fault import ChangeKind, Fault
from functions.fortimonitor_api import answers, translate
from functions.fortimonitor_api.links import Links

if TYPE_CHECKING:
    from faultbook.domain.timeline import TimelineEntry

# None: the comment itself is the entry.
WORDS: dict[ChangeKind, str | None] = {
    ChangeKind.OPENED: "Incident opened",
    ChangeKind.UPDATED: "Incident updated",
    ChangeKind.SEVERITY_RAISED: "Severity raised",
    ChangeKind.RESOLVED: "Incident resolved",
    ChangeKind.REOPENED: "Incident reopened",
    ChangeKind.ACKNOWLEDGED: "Incident acknowledged",
    ChangeKind.UNACKNOWLEDGED: "Acknowledgement withdrawn",
    ChangeKind.ASSIGNED: "Incident assigned",
    ChangeKind.UNASSIGNED: "Assignment withdrawn",
    ChangeKind.COMMENTED: None,
    ChangeKind.COMMENT_EDITED: None,
    ChangeKind.COMMENT_DELETED: None,
    ChangeKind.BROADCAST: "Message broadcast",
    ChangeKind.ESCALATED: "Incident escalated",
    ChangeKind.DELAYED: "Alerts delayed",
    ChangeKind.SNOOZED: "Incident snoozed",
    ChangeKind.AWOKEN: "Snooze ended",
    ChangeKind.EXPIRED: "Incident expired",
    ChangeKind.DELETED: "Incident deleted",
}
ACTIONS: dict[ChangeKind, str] = {
    ChangeKind.BROADCAST: "broadcast",
    ChangeKind.ESCALATED: "escalation",
    ChangeKind.DELAYED: "delay",
}
FOR_EVER = "for ever"


@dataclass(frozen=True, slots=True)
class Entry:
    """`user` is the credential, `author` who it is behind it, as far as that is known."""

    entry_id: int
    at: datetime
    text: str
    user: str
    author: str


def entries_of(timeline: "Iterable[TimelineEntry]", comments: Iterable[Comment]) -> list[Entry]:
    """Oldest first, so that a client that reads on by offset or time misses none."""
    changes = [_change_entry(entry, words) for entry in timeline if (words := WORDS[entry.what])]
    comment_entries = [
        Entry(
            comment.number,
            comment.at,
            comment.body,
            comment.author,
            comment.author_name or comment.author,
        )
        for comment in comments
    ]
    return sorted(changes + comment_entries, key=lambda entry: (entry.at, entry.entry_id))


def entry_wire(entry: Entry, fault: Fault, links: Links) -> answers.LogEntry:
    """Nothing here is public: there is no public page."""
    return {
        "url": links.log_entry(fault, entry.entry_id),
        "entry": entry.text,
        "user": links.user(entry.user),
        "author": entry.author,
        "public": False,
        "created": translate.time_wire(entry.at),
    }


def action_wire(entry: "TimelineEntry", links: Links) -> answers.Action:
    return {
        "type": ACTIONS[entry.what],
        "status": "recorded",
        "contact": links.user(entry.by),
        "time": translate.time_wire(entry.at),
        "message": entry.why,
    }


def metadata_wire(fault: Fault, links: Links) -> list[answers.MetadataEntry]:
    """In the order in which they were added."""
    return [
        {
            "url": links.metadata_entry(fault, place),
            "outage_metadata_type": name,
            "value": translate.value_text(value),
        }
        for place, (name, value) in enumerate(fault.metadata.items(), start=1)
    ]


def delay_text(seconds: int) -> str:
    """The vendor: 0 delays for ever."""
    return f"{seconds} seconds" if seconds else FOR_EVER


def _change_entry(entry: "TimelineEntry", words: str) -> Entry:
    why = entry.report.message if entry.report else entry.why
    text = f"{words}: {why}" if why else words
    return Entry(entry.version, entry.at, text, entry.by, entry.by_name or entry.by)
