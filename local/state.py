"""State of the local stack beside the store: how far it read, what it expired."""

import json
import sqlite3
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# As long as the template's failure queue keeps a message: a re-driven REMOVE is still known.
_KEPT_SECONDS = 14 * 86_400
_SCHEMA = """
    CREATE TABLE IF NOT EXISTS positions (
        mapping TEXT, stream TEXT, shard TEXT, sequence TEXT, is_finished INTEGER,
        PRIMARY KEY (mapping, stream, shard)
    );
    CREATE TABLE IF NOT EXISTS expired (
        table_name TEXT, item_key TEXT, ttl TEXT, swept_at INTEGER,
        PRIMARY KEY (table_name, item_key, ttl)
    );
    CREATE TABLE IF NOT EXISTS schedules (rule TEXT PRIMARY KEY, counted_from REAL);
"""

Key = Mapping[str, Any]  # attribute values as on the wire


@dataclass(frozen=True, slots=True)
class Position:
    """Everything up to `sequence` is done; a finished shard will not grow."""

    sequence: str | None
    is_finished: bool


class State:
    """Safe to share between threads; what a method wrote survives SIGKILL."""

    def __init__(self, file: Path | None) -> None:
        """None forgets with the process, as the store beside it does."""
        self._connection = sqlite3.connect(file or ":memory:", check_same_thread=False)
        self._lock = threading.Lock()
        with self._lock, self._connection:
            self._connection.executescript(_SCHEMA)
            old = int(time.time()) - _KEPT_SECONDS
            self._connection.execute("DELETE FROM expired WHERE swept_at < ?", [old])

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def position(self, mapping: str, stream: str, shard: str) -> Position:
        rows = self._read(
            "SELECT sequence, is_finished FROM positions "
            "WHERE mapping = ? AND stream = ? AND shard = ?",
            mapping,
            stream,
            shard,
        )
        return Position(rows[0][0], bool(rows[0][1])) if rows else Position(None, is_finished=False)

    def put_position(self, mapping: str, stream: str, shard: str, position: Position) -> None:
        self._write(
            "INSERT OR REPLACE INTO positions VALUES (?, ?, ?, ?, ?)",
            mapping,
            stream,
            shard,
            position.sequence,
            int(position.is_finished),
        )

    def will_expire(self, table: str, items: Iterable[tuple[Key, str]]) -> None:
        """Keys and times to live, before the deletes: a crash must not hide why they went."""
        now = int(time.time())
        rows = [(table, _canonical(key), ttl, now) for key, ttl in items]
        with self._lock, self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO expired VALUES (?, ?, ?, ?)", rows)

    def did_not_expire(self, table: str, key: Key, ttl: str) -> None:
        self._write(
            "DELETE FROM expired WHERE table_name = ? AND item_key = ? AND ttl = ?",
            table,
            _canonical(key),
            ttl,
        )

    def has_expired(self, table: str, key: Key, ttl: str) -> bool:
        rows = self._read(
            "SELECT 1 FROM expired WHERE table_name = ? AND item_key = ? AND ttl = ?",
            table,
            _canonical(key),
            ttl,
        )
        return bool(rows)

    def counted_from(self, rule: str) -> float | None:
        """When the rule was first seen or last due, in seconds; its next time follows from it."""
        rows = self._read("SELECT counted_from FROM schedules WHERE rule = ?", rule)
        return float(rows[0][0]) if rows else None

    def count_from(self, rule: str, seconds: float) -> None:
        self._write("INSERT OR REPLACE INTO schedules VALUES (?, ?)", rule, seconds)

    def _read(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(statement, values).fetchall()

    def _write(self, statement: str, *values: Any) -> None:
        with self._lock, self._connection:
            self._connection.execute(statement, values)


def _canonical(key: Key) -> str:
    return json.dumps(key, sort_keys=True, separators=(",", ":"))
