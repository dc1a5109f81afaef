"""Change events -> native wire; pure."""

from faultbook.domain import change_event
from functions.fault_api.changes_answers import ChangeEvent
from functions.fault_api.translate import time_wire


def change_wire(event: change_event.ChangeEvent) -> ChangeEvent:
    return {
        "at": time_wire(event.at),
        "summary": event.summary,
        "source": event.source,
        "path": event.path or None,
        "reporter": event.reporter,
        "detail": dict(event.detail) or None,
    }
