"""The words of the API, from the worst to the least; nothing else is needed to know them."""

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
