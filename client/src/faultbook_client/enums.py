"""The words of the API, worst first; this module imports nothing else."""

from enum import StrEnum


class Severity(StrEnum):
    CRITICAL = "CRITICAL"
    HIGH = "HIGH"
    MEDIUM = "MEDIUM"
    WARNING = "WARNING"
    LOW = "LOW"


class Status(StrEnum):
    UNRESOLVED = "unresolved"
    RESOLVED = "resolved"


class Kind(StrEnum):
    INCIDENT = "INCIDENT"
    ANOMALY = "ANOMALY"
    ALERT = "ALERT"
