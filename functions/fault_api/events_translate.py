"""Event log -> native wire; pure."""

from faultbook.domain.events import FaultEvent
from functions.fault_api.events_answers import Event
from functions.fault_api.translate import fault_wire, time_wire


def event_wire(event: FaultEvent, public_url: str) -> Event:
    fault = fault_wire(event.fault, event.fault.newest_comments)
    return {
        "id": event.event_id,
        "type": event.type,
        "timestamp": time_wire(event.at),
        "data": {
            "fault": fault,
            "previous": dict(event.previous),
            "by": event.by,
            "api": event.api,
            "reason": event.why or None,
            "url": f"{public_url}/?fault={fault['id']}",
        },
    }
