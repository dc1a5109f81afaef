"""Attributes that only one API sets, grouped by API."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IncidentDetails:
    """Of the Incidents service; `external_id` is its sender's own id of the incident."""

    external_id: str = ""
    category: str = ""
    priority: str = ""
    recommendation: str = ""
    source_site: str = ""


@dataclass(frozen=True, slots=True)
class OutageDetails:
    """Of FortiMonitor."""

    summary: str = ""
    tags: tuple[str, ...] = ()
