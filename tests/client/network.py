"""Faults to report."""

from typing import Any

from faultbook_client import Fault, Faultbook


def report_of(resource: str = "edge-7", **other: Any) -> Any:
    """As POST /fault takes it."""
    return {
        "resource_id": resource,
        "microservice_id": "wan-monitor",
        "type": "link-down",
        "severity": "CRITICAL",
        "message": f"Uplink of {resource} is down",
        "cause": "No carrier on port 1",
        "resource_ancestry_path": f"site_1|rack_3|{resource}",
    } | other


def reported(faultbook: Faultbook, resource: str = "edge-7", **other: Any) -> Fault:
    return faultbook.report(**report_of(resource, **other))
