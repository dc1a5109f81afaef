"""Event log -> native wire; pure."""

from faultbook.domain.events import FaultEvent
from faultbook.domain.storms import MINUTE, Storm
from functions.fault_api.events_answers import Event, StormEvent
from functions.fault_api.translate import fault_wire, time_wire


def storm_wire(storm: Storm, public_url: str) -> StormEvent:
    return {
        "id": storm.event_id,
        "type": storm.type,
        "timestamp": time_wire(storm.at),
        "data": {
            "count": storm.count,
            "types": dict(storm.types),
            "severities": dict(storm.severities),
            "sites": dict(storm.sites),
            "from": time_wire(storm.minute),
            "to": time_wire(storm.minute + MINUTE),
            "url": f"{public_url}/",
        },
    }


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
