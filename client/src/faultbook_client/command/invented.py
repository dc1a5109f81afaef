"""Faults of an invented network, for trying Faultbook without one."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from faultbook_client.wire import time_wire

_SPAN = timedelta(days=3)
_SITES, _RACKS, _DEVICES = 4, 5, 8
_KINDS = (
    ("link-down", "CRITICAL", "Uplink is down", "No carrier on the uplink port"),
    ("wan-degradation", "HIGH", "WAN latency is high", "Probe exceeded 250 ms five times"),
    ("temperature", "WARNING", "Temperature is high", "Sensor reads 61 degrees"),
    ("config-drift", "LOW", "Configuration differs", "Running and stored state differ"),
)


def invented_reports(count: int, now: datetime, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Of 4 sites with 5 racks of 8 devices each, in the three days before `now`, oldest first.

    The same seed makes the same faults.
    """
    draw = random.Random(seed)  # noqa: S311 - invented data
    moments = sorted(draw.uniform(0, _SPAN.total_seconds()) for _ in range(count))
    for moment in moments:
        yield _report(draw, now - _SPAN + timedelta(seconds=moment))


def _report(draw: random.Random, at: datetime) -> dict[str, Any]:
    slug, severity, message, cause = draw.choice(_KINDS)
    site, rack, device = draw.randrange(_SITES), draw.randrange(_RACKS), draw.randrange(_DEVICES)
    name = f"dev_{site}{rack}{device}"
    return {
        "resource_id": name,
        "microservice_id": "replay",
        "type": slug,
        "severity": severity,
        "message": f"{message} on {name}",
        "cause": cause,
        "resource_ancestry_path": f"site_{site}|rack_{site}{rack}|{name}",
        "occurred_at": time_wire(at),
    }
