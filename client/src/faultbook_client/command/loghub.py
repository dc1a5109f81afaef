"""Logs of machines as Loghub has them, such as that of a Blue Gene/L.

Columns of https://github.com/logpai/loghub, structured logs: Timestamp (Unix seconds), Node,
Component, Level, Content, and EventTemplate, which is Content without its variable parts.
"""

import re
from collections.abc import Mapping
from typing import Any

SEVERITIES: dict[str, str] = {
    "INFO": "LOW",
    "WARNING": "WARNING",
    "ERROR": "MEDIUM",
    "SEVERE": "HIGH",
    "FATAL": "CRITICAL",
    "FAILURE": "CRITICAL",
}
_COLUMNS = frozenset({"Timestamp", "Node", "Component", "Level", "Content", "EventTemplate"})
_LEVELS = 3  # rack, midplane, node card


def is_row(record: Mapping[str, Any]) -> bool:
    return record.keys() >= _COLUMNS


def members(row: Mapping[str, Any]) -> dict[str, Any]:
    """Of a report; what the file calls so itself is left to it."""
    path = path_of_node(str(row["Node"]))
    made = {
        "resource_id": path.rpartition("|")[2],
        "microservice_id": "replay",
        "type": re.sub(r"[^a-z0-9]+", "-", str(row["Component"]).lower()),
        "severity": row["Level"],
        "message": row["Content"],
        "cause": row["EventTemplate"],
        "resource_ancestry_path": path,
        "occurred_at": row["Timestamp"],
    }
    return {name: value for name, value in made.items() if name not in row}


def path_of_node(node: str) -> str:
    """`R02-M1-N0-C:J12-U11` -> `R02|R02-M1|R02-M1-N0|R02-M1-N0-C:J12-U11`.

    Rack, midplane and node card are levels; what is left names the part itself.
    """
    parts = node.split("-")
    levels = ["-".join(parts[: depth + 1]) for depth in range(min(_LEVELS, len(parts)))]
    return "|".join(levels if levels[-1] == node else [*levels, node])
