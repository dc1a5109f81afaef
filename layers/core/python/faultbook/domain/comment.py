"""A comment on a fault; the Incidents service calls it a note, FortiMonitor a log entry."""

from dataclasses import dataclass
from datetime import datetime

MAX_COMMENTS = 1000  # per fault; keeps one fault's partition and its reads bounded


@dataclass(frozen=True, slots=True)
class Comment:
    """`number` is unique within the customer; `ordinal` counts a fault's comments from 1."""

    number: int
    ordinal: int
    body: str
    author: str
    at: datetime
    author_name: str = ""
