import contextlib
import sqlite3
import threading
import time
from pathlib import Path

from local.moto_server import serialised
from local.stream_index import forget_old_records, index_stream_records

TABLE = """
    CREATE TABLE _stream_records (
        id INTEGER PRIMARY KEY AUTOINCREMENT, table_name TEXT, sequence_number TEXT,
        created_at INTEGER
    )
"""
NEWEST = "SELECT MAX(CAST(sequence_number AS INTEGER)) FROM _stream_records WHERE table_name = 'a'"


def a_file(folder: Path, *rows: tuple[str, str, float]) -> Path:
    file = folder / "store.db"
    with contextlib.closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(TABLE)
        connection.executemany(
            "INSERT INTO _stream_records (table_name, sequence_number, created_at) "
            "VALUES (?, ?, ?)",
            rows,
        )
    return file


def read(file: Path, query: str) -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(file)) as connection:
        return connection.execute(query).fetchall()


def test_the_newest_record_is_found_without_reading_the_others(tmp_path: Path):
    file = a_file(tmp_path, ("a", "9", 0), ("a", "10", 0), ("b", "11", 0))

    index_stream_records(file)
    index_stream_records(file)

    plan = str(read(file, f"EXPLAIN QUERY PLAN {NEWEST}"))
    assert "SEARCH" in plan
    assert "faultbook_stream_order" in plan
    assert read(file, NEWEST) == [(10,)]


def test_records_are_forgotten_after_a_day_but_for_the_newest_of_each_table(tmp_path: Path):
    now = time.time()
    rows = [("a", "1", now - 90_000), ("a", "2", now - 90_000), ("b", "3", now - 90_000)]
    file = a_file(tmp_path, *rows, ("c", "4", now - 90_000), ("c", "5", now))

    assert forget_old_records(file) == 2

    kept = read(file, "SELECT sequence_number FROM _stream_records ORDER BY id")
    assert kept == [("2",), ("3",), ("5",)]


def test_there_is_nothing_to_forget_without_a_file(tmp_path: Path):
    assert forget_old_records(tmp_path / "store.db") == 0


def test_moto_answers_one_request_at_a_time():
    inside = 0
    most = 0

    def application(_: object, __: object) -> list[bytes]:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        time.sleep(0.002)
        inside -= 1
        return [b"done"]

    one_by_one = serialised(application)
    threads = [threading.Thread(target=one_by_one, args=({}, None)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most == 1
