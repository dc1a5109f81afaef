"""Keeps writes fast however many stream records Dynoxide's file holds.

Dynoxide looks for the newest record of a table with every write and has no index for it: 1.6 ms
a write at 1,000 records, 8 at 10,000, 14 at 20,000; with the index 1.5 at 40,000. It also keeps
records for ever, where a real stream forgets them after a day.
"""

import contextlib
import sqlite3
import time
from pathlib import Path

_DAY = 86_400
_INDEX = """
    CREATE INDEX IF NOT EXISTS faultbook_stream_order
    ON _stream_records (table_name, CAST(sequence_number AS INTEGER))
"""
# The newest record of a table stays: the next sequence number is counted from it.
_FORGET = """
    DELETE FROM _stream_records WHERE created_at < ? AND id NOT IN (
        SELECT MAX(id) FROM _stream_records GROUP BY table_name
    )
"""


def index_stream_records(file: Path) -> None:
    """While Dynoxide runs or not. Raises sqlite3.Error for a file that is not its."""
    with contextlib.closing(sqlite3.connect(file, timeout=5)) as connection, connection:
        connection.execute(_INDEX)


def forget_old_records(file: Path) -> int:
    """Return how many went. Only what no mapping still has to read may be a day old."""
    if not file.exists():
        return 0
    with contextlib.closing(sqlite3.connect(file, timeout=5)) as connection, connection:
        return connection.execute(_FORGET, [int(time.time()) - _DAY]).rowcount
