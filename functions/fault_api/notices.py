"""What is told of an event, from which each kind of endpoint makes its own; pure."""

from dataclasses import replace
from datetime import datetime

from faultbook.domain import identifiers
from faultbook.domain.endpoints import FOR_PEOPLE, Endpoint, ends
from faultbook.domain.events import FaultEvent
from faultbook.domain.hierarchy import segments
from faultbook.domain.storms import Storm
from faultbook.gateway import acknowledge_link
from faultbook.outgoing.notice import Notice
from functions.fault_api.events_translate import event_wire, storm_wire
from functions.fault_api.translate import time_wire

TEST = "endpoint.test"


def notice_of(event: FaultEvent, public_url: str) -> Notice:
    wire = event_wire(event, public_url)
    fault = event.fault
    facts = {
        "Where": " / ".join(segments(fault.path)),
        "Type": fault.type,
        "By": event.by or "unknown",
    }
    return Notice(
        event_id=event.event_id,
        document=wire,
        title=f"[{fault.severity}] {fault.resource_id} {event.what}: {fault.message}",
        text=event.why or fault.cause,
        url=wire["data"]["url"],
        facts=facts,
        event=event,
        severity=fault.severity,
        is_end=ends(event),
    )


def notice_for(endpoint: Endpoint, event: FaultEvent, at: datetime, public_url: str) -> Notice:
    """With a link that acknowledges the fault, where people read it and it still can be."""
    notice, fault = notice_of(event, public_url), event.fault
    if endpoint.kind not in FOR_PEOPLE or ends(event) or not fault.is_open or fault.acknowledgement:
        return notice
    link = acknowledge_link.write(endpoint, fault, at)
    url = f"{public_url}/endpoints/{endpoint.endpoint_id}/acknowledge/{link}"
    return replace(notice, acknowledge_url=url)


def told_notice(
    endpoint: Endpoint, event: FaultEvent | Storm, at: datetime, public_url: str
) -> Notice:
    if isinstance(event, Storm):
        return storm_notice(event, public_url)
    return notice_for(endpoint, event, at, public_url)


def storm_notice(storm: Storm, public_url: str) -> Notice:
    wire = storm_wire(storm, public_url)
    sites = [f"{site}: {count}" for site, count in storm.sites.items()]
    return Notice(
        event_id=storm.event_id,
        document=wire,
        title=f"{storm.count} more changes of faults within a minute",
        text="They are not told one by one; the log and the console have them.",
        url=wire["data"]["url"],
        facts={
            "What": ", ".join(f"{kind}: {count}" for kind, count in storm.types.items()),
            "Where": ", ".join(sites),
        },
    )


def test_notice(endpoint: Endpoint, at: datetime, public_url: str) -> Notice:
    """Its id is new each time, for it tells of no change."""
    event_id = "evt_" + identifiers.base_58(identifiers.draw_number(at))
    return Notice(
        event_id=event_id,
        document={
            "id": event_id,
            "type": TEST,
            "timestamp": time_wire(at),
            "data": {"endpoint": {"id": endpoint.endpoint_id, "name": endpoint.name}},
        },
        title=f"Faultbook can reach {endpoint.name}",
        text="This is a test; nothing is wrong.",
        url=public_url,
        facts={},
    )
